"""Mail behind a port: files in an outbox folder, or SMTP."""

import asyncio
import html
import json
import os
import smtplib
import ssl
import tempfile
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

TIMEOUT = 10.0
"""Seconds for one delivery."""
RIGHT_TO_LEFT = frozenset({"ar"})


class MailError(Exception):
    """The message didn't leave. Never contains an address or a password."""


class Mailer(Protocol):
    """Sends one message."""

    async def send(self, message: EmailMessage) -> None:
        """Raises MailError."""
        ...


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of the mail in one language."""

    language: str = "en"
    subject: str = "{code} is your code for the cloud concierge"
    code: str = "Your code is"
    use: str = "Type or say it in your conversation with the concierge. It is valid for ten minutes."
    ignore: str = "If you didn't ask for it, just ignore this mail: without the code nothing happens."

    @classmethod
    def parse(cls, language: str, text: str) -> "Letter":
        """From the JSON of `prompts/<language>/mail.json`."""
        return cls(language, **json.loads(text))


ENGLISH = Letter()


def code_message(address: str, code: str, letter: Letter = ENGLISH) -> EmailMessage:
    """The mail that carries a code. Raises MailError for an address that a mail program would read as another one."""
    message = EmailMessage()
    try:
        message["To"] = address
        fits = [a.addr_spec for a in message["To"].addresses] == [address]
    except Exception:  # the standard library's parser stumbles over odd ones in many ways
        fits = False
    if not fits:
        raise MailError("address")
    message["Subject"] = letter.subject.format(code=code)
    message.set_content(f"{letter.code} {code}\n\n{letter.use}\n{letter.ignore}\n")
    use, ignore = html.escape(letter.use, quote=False), html.escape(letter.ignore, quote=False)
    side = " dir='rtl'" if letter.language in RIGHT_TO_LEFT else ""
    message.add_alternative(
        f"<!doctype html><html lang='{letter.language}'{side}><body style='font-family:system-ui,sans-serif'>"
        f"<p>{html.escape(letter.code, quote=False)}</p><p style='font-size:2rem;letter-spacing:.3rem'><strong>{code}</strong></p>"
        f"<p>{use}</p><p>{ignore}</p></body></html>",
        subtype="html",
    )
    return message


def _completed(message: EmailMessage, sender: str) -> EmailMessage:
    message["From"] = f"Cloud concierge <{sender}>"
    message["Date"] = formatdate(localtime=False)
    # Not make_msgid: its runs of digits look like a code to whoever searches the mail for one.
    message["Message-ID"] = f"<{os.urandom(16).hex()}@concierge.local>"
    return message


class OutboxMailer:
    """Writes `.eml` files, named so that they sort by time."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    async def send(self, message: EmailMessage) -> None:
        """See `Mailer`."""
        try:
            await asyncio.to_thread(self._write, bytes(_completed(message, self._sender)))
        except OSError as error:
            raise MailError("outbox") from error

    def _write(self, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(self._folder / f"{time.time_ns():020d}-{os.urandom(3).hex()}.eml")


class SmtpMailer:
    """Sends through a server given as `smtp://user:pass@host:port`; STARTTLS when offered."""

    def __init__(self, url: str, sender: str) -> None:
        self._parts = urlsplit(url)
        self._sender = sender

    async def send(self, message: EmailMessage) -> None:
        """See `Mailer`."""
        try:
            await asyncio.to_thread(self._deliver, _completed(message, self._sender))
        except (OSError, smtplib.SMTPException):
            raise MailError("smtp") from None  # the cause may hold addresses and the password

    def _deliver(self, message: EmailMessage) -> None:
        parts = self._parts
        with smtplib.SMTP(parts.hostname or "localhost", parts.port or 25, timeout=TIMEOUT) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)
