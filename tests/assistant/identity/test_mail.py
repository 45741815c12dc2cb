"""Mail: files in an outbox, and a real exchange with a small SMTP server."""

import asyncio
import base64
import re
import socket
from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from assistant.identity import mailer as module
from assistant.identity.mailer import Letter, MailError, OutboxMailer, SmtpMailer, code_message

SENDER = "concierge@acme.example"


def parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def plain(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def test_a_message_is_a_file_with_everything_in_it(tmp_path: Path) -> None:
    await OutboxMailer(tmp_path / "outbox", SENDER).send(code_message("a@b.example", "012345"))
    (file,) = files(tmp_path / "outbox")
    assert file.suffix == ".eml"
    assert (tmp_path / "outbox").stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o077 == 0, "the code is for us and the addressee"
    message = parsed(file.read_bytes())
    assert str(message["To"]) == "a@b.example"
    assert SENDER in str(message["From"])
    assert message["Date"]
    assert message["Message-ID"]
    assert "Your code is 012345\n" in plain(message)
    html = message.get_body(("html",))
    assert html is not None
    assert "012345" in html.get_content()
    assert "Your code is 012345" in file.read_text(encoding="utf-8"), "readable without a mail program"


async def test_files_sort_by_time_and_appear_whole(tmp_path: Path) -> None:
    mailer = OutboxMailer(tmp_path, SENDER)
    for number in range(20):
        await mailer.send(code_message("a@b.example", f"{number:06d}"))
    await asyncio.gather(*(mailer.send(code_message("a@b.example", "999999")) for _ in range(10)))
    written = files(tmp_path)
    assert {file.suffix for file in written} == {".eml"}, "no part is left behind"
    assert len(written) == 30
    assert [str(parsed(f.read_bytes())["Subject"])[:6] for f in written[:20]] == [f"{n:06d}" for n in range(20)]


async def test_an_outbox_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file", encoding="utf-8")
    with pytest.raises(MailError) as caught:
        await OutboxMailer(tmp_path / "outbox", SENDER).send(code_message("a@b.example", "012345"))
    assert "a@b.example" not in str(caught.value)


class SmtpServer:
    """Speaks enough SMTP to take a message, with or without a password; `refuse` says no to one verb."""

    def __init__(self, *, login: bool = False, refuse: str = "") -> None:
        self.login, self.refuse = login, refuse
        self.verbs: list[str] = []
        self.credentials = b""
        self.sender = self.recipient = ""
        self.received = b""
        self.port = 0
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            text = line.decode().strip()
            verb = text.split()[0].upper() if text else ""
            self.verbs.append(verb)
            if verb == self.refuse:
                writer.write(b"550 no such luck for a@b.example\r\n")
                continue
            match verb:
                case "EHLO":
                    writer.write(b"250-here\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n" if self.login else b"250-here\r\n250 8BITMIME\r\n")
                case "AUTH":
                    self.credentials = base64.b64decode(text.split()[2])
                    writer.write(b"235 welcome\r\n")
                case "MAIL":
                    self.sender = text
                    writer.write(b"250 ok\r\n")
                case "RCPT":
                    self.recipient = text
                    writer.write(b"250 ok\r\n")
                case "DATA":
                    writer.write(b"354 go\r\n")
                    self.received = await reader.readuntil(b"\r\n.\r\n")
                    writer.write(b"250 taken\r\n")
                case "QUIT":
                    writer.write(b"221 bye\r\n")
                    break
                case _:
                    writer.write(b"250 ok\r\n")
        writer.close()
        await writer.wait_closed()


@pytest.fixture
async def smtp() -> AsyncIterator[SmtpServer]:
    server = SmtpServer()
    await server.start()
    yield server
    await server.stop()


async def test_a_message_is_sent(smtp: SmtpServer) -> None:
    await SmtpMailer(f"smtp://127.0.0.1:{smtp.port}", SENDER).send(code_message("a@b.example", "012345"))
    assert "<a@b.example>" in smtp.recipient
    assert f"<{SENDER}>" in smtp.sender.replace("from:", "FROM:")
    message = parsed(smtp.received)
    assert str(message["To"]) == "a@b.example"
    assert "Your code is 012345" in plain(message)
    assert "AUTH" not in smtp.verbs


async def test_with_a_name_and_a_password_that_are_quoted(smtp: SmtpServer) -> None:
    smtp.login = True
    await SmtpMailer(f"smtp://us%40er:p%3Ass%2Fword@127.0.0.1:{smtp.port}", SENDER).send(code_message("a@b.example", "0"))
    assert smtp.credentials == b"\0us@er\0p:ss/word"
    assert smtp.received


@pytest.mark.parametrize("verb", ["EHLO", "MAIL", "RCPT", "DATA", "AUTH"])
async def test_a_refusal_says_nothing_about_who_or_with_what(smtp: SmtpServer, verb: str) -> None:
    smtp.login, smtp.refuse = True, verb
    mailer = SmtpMailer(f"smtp://user:hunter2@127.0.0.1:{smtp.port}", SENDER)
    if verb == "EHLO":
        smtp.login = False
    with pytest.raises(MailError) as caught:
        await mailer.send(code_message("a@b.example", "012345"))
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    for secret in ("hunter2", "a@b.example", "012345"):
        assert secret not in str(caught.value)


async def test_a_server_that_is_not_there() -> None:
    with socket.socket() as mine:
        mine.bind(("127.0.0.1", 0))  # nobody else can listen there meanwhile
        port = mine.getsockname()[1]
        with pytest.raises(MailError):
            await SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER).send(code_message("a@b.example", "012345"))


async def test_a_server_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TIMEOUT", 0.1)
    held: list[asyncio.StreamWriter] = []

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(MailError):
        await SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER).send(code_message("a@b.example", "012345"))
    for writer in held:
        writer.close()
        await writer.wait_closed()
    server.close()
    await server.wait_closed()


ODD = [
    "a,b@c.example", "a<b@c.example", "(a@b.example", "[a@b.example", "a;b@c.example", '"a@b.example', "a:b@c.example",
    "ü@c.example", "a@münchen.example", "a@[b.example", "=?utf-8?q?x?=@c.example", "a\x00b@c.example", "a@b.example)",
]  # fmt: skip


@pytest.mark.parametrize("address", ODD)
async def test_an_odd_address_is_never_somebody_elses(tmp_path: Path, address: str) -> None:
    """Either it is written as it stands, or it isn't sent; never a crash, never another addressee."""
    mailer = OutboxMailer(tmp_path, SENDER)
    try:
        await mailer.send(code_message(address, "012345"))
    except MailError:
        assert files(tmp_path) == []
        return
    (file,) = files(tmp_path)
    addresses = parsed(file.read_bytes())["To"].addresses
    assert [a.addr_spec for a in addresses] == [address.replace("münchen", "xn--mnchen-3ya")]


async def test_a_domain_with_other_letters_is_written_as_mail_servers_know_it(tmp_path: Path) -> None:
    await OutboxMailer(tmp_path, SENDER).send(code_message("info@bäckerei.example", "012345"))
    (file,) = files(tmp_path)
    assert b"To: info@xn--bckerei-5wa.example\n" in file.read_bytes()


def test_each_language_has_its_own_mail_and_arabic_reads_from_the_right() -> None:
    prompts = Path(__file__).parents[3] / "prompts"
    letters = {path.parent.name: Letter.parse(path.parent.name, path.read_text(encoding="utf-8")) for path in prompts.glob("*/mail.json")}
    assert set(letters) == {"ar", "de", "en", "es", "fr", "tr"}
    assert letters["en"] == Letter()
    for language, letter in letters.items():
        raw = code_message("a@b.example", "012345", letter).as_bytes()
        assert max(map(len, raw.splitlines())) < 998, "what mail servers take"
        assert len(re.findall(rb"(?<!\d)\d{6}(?!\d)", raw)) <= 4, "nothing else in it looks like a code"
        message = parsed(raw)
        plain, html = message.get_body(("plain",)), message.get_body(("html",))
        assert plain is not None
        assert html is not None
        assert "012345" in message["Subject"]
        assert f"{letter.code} 012345\n" in plain.get_content()
        assert f"lang='{language}'" in html.get_content()
        assert ("dir='rtl'" in html.get_content()) == (language == "ar")
    assert letters["de"].subject.format(code="012345") == "012345 ist Ihr Code für den Cloud-Concierge"
