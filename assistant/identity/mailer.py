"""Mail behind a port: files in an outbox folder, or SMTP."""

import asyncio
import html
import json
import os
import secrets
import smtplib
import ssl
import tempfile
import time
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import formatdate
from pathlib import Path
from string import ascii_letters
from typing import Protocol
from urllib.parse import unquote, urlsplit

TIMEOUT = 10.0
"""Seconds for one delivery."""
RIGHT_TO_LEFT = frozenset({"ar"})


class MailError(Exception):
    """The message didn't leave. Never contains an address or a password."""


class Mailer(Protocol):
    """Sends one message."""

    async def send(self, message: Message) -> None:
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


def code_message(address: str, code: str, letter: Letter = ENGLISH) -> Message:
    """The mail that carries a code. Raises MailError for an address that a mail program would read as another one.

    Of the standard library's older message classes: the newer one parses each header that it is given, which made a
    mail the dearest part of a first turn.
    """
    message = MIMEMultipart("alternative", _letters(24))
    message["To"] = _on_the_wire(address)
    subject = letter.subject.format(code=code)
    message["Subject"] = subject if subject.isascii() else Header(subject, "utf-8").encode()
    message.attach(_part(f"{letter.code} {code}\n\n{letter.use}\n{letter.ignore}\n", "plain"))
    use, ignore = html.escape(letter.use, quote=False), html.escape(letter.ignore, quote=False)
    side = " dir='rtl'" if letter.language in RIGHT_TO_LEFT else ""
    page = (
        f"<!doctype html><html lang='{letter.language}'{side}>\n<body style='font-family:system-ui,sans-serif'>\n"
        f"<p>{html.escape(letter.code, quote=False)}</p>\n<p style='font-size:2rem;letter-spacing:.3rem'><strong>{code}</strong></p>\n"
        f"<p>{use}</p>\n<p>{ignore}</p>\n</body></html>\n"
    )
    message.attach(_part(page, "html"))
    return message


def _on_the_wire(address: str) -> str:
    """A domain with other letters in its ASCII form. Raises MailError."""
    local, _, domain = address.rpartition("@")
    try:
        plain = address if address.isascii() else f"{local}@{domain.encode('idna').decode()}"
        fits = plain.isascii() and plain.isprintable() and Address(addr_spec=plain).addr_spec == plain
    except Exception:  # the standard library's parser stumbles over odd ones in many ways
        fits, plain = False, ""
    if not fits:
        raise MailError("address")
    return plain


def _part(text: str, subtype: str) -> Message:
    """As it is, in UTF-8; the lines are short."""
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    part["Content-Transfer-Encoding"] = "7bit" if text.isascii() else "8bit"
    part.set_payload(text.encode().decode("ascii", "surrogateescape"))  # how the class keeps bytes
    return part


def _letters(count: int) -> str:
    """Random and without digits: a run of six looks like a code to whoever searches the mail for one."""
    return "".join(secrets.choice(ascii_letters) for _ in range(count))


def _completed(message: Message, sender: str) -> Message:
    message["From"] = f"Cloud concierge <{sender}>"
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = f"<{_letters(24)}@concierge.local>"
    return message


class OutboxMailer:
    """Writes `.eml` files, named so that they sort by time."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    async def send(self, message: Message) -> None:
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

    async def send(self, message: Message) -> None:
        """See `Mailer`."""
        try:
            await asyncio.to_thread(self._deliver, _completed(message, self._sender))
        except (OSError, smtplib.SMTPException):
            raise MailError("smtp") from None  # the cause may hold addresses and the password

    def _deliver(self, message: Message) -> None:
        parts = self._parts
        with smtplib.SMTP(parts.hostname or "localhost", parts.port or 25, timeout=TIMEOUT) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)
