"""`concierge doctor`: every setting, no secret, and an exit code that a script can use."""

import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from assistant import cli, doctor
from assistant.doctor import KEYS, Finding
from assistant.settings import LATER, Settings

PROMISED = (
    "CONCIERGE_DATA_DIR", "CONCIERGE_CATALYST_URL", "CONCIERGE_CATALOG_URL", "CONCIERGE_EMULATOR_SPEED", "CONCIERGE_ENGINE",
    "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "CONCIERGE_MAILER", "CONCIERGE_DATABASE_URL",
    "CONCIERGE_NATS_URL", "CONCIERGE_HETZNER_TOKEN", "CONCIERGE_HETZNER_PROJECT_ID", "CONCIERGE_S3_ACCESS_KEY",
    "CONCIERGE_S3_SECRET_KEY", "CONCIERGE_STT_MODEL", "CONCIERGE_TTS_VOICE", "CONCIERGE_SPEND_CEILING_EUR",
)  # fmt: skip
"""What other programs may rely on."""
SECRET = {
    "CONCIERGE_HETZNER_TOKEN": "hunter2", "CONCIERGE_HETZNER_PROJECT_ID": "hunter2", "CONCIERGE_S3_ACCESS_KEY": "hunter2",
    "CONCIERGE_S3_SECRET_KEY": "hunter2", "CONCIERGE_MAILER": "smtp://user:hunter2@host:25", "CONCIERGE_NATS_URL": "nats://u:hunter2@host",
    "CONCIERGE_DATABASE_URL": "sqlite:///tmp/hunter2.db", "ANTHROPIC_API_KEY": "hunter2", "OPENAI_API_KEY": "hunter2",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*PROMISED, *(f"CONCIERGE_{field.upper()}" for field in Settings.model_fields)):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CONCIERGE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(doctor, "CHECKS", (doctor._folder, doctor._account))


def shown(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    return dict(lines)


def test_every_setting_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor"]) == 0
    assert set(shown(capsys)) >= {*PROMISED, *KEYS, *(f"CONCIERGE_{field.upper()}" for field in Settings.model_fields)}


def test_every_setting_that_any_room_reads_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(doctor.__file__).parents[1]
    rooms = ("assistant", "dialogue", "tools", "speech", "sandbox", "evals")
    sources = [file.read_text(encoding="utf-8") for room in rooms for file in (root / room).rglob("*.py")]
    read = {name for text in sources for name in re.findall(r"[\"'](CONCIERGE_[A-Z0-9_]+)[\"']", text)}
    assert len(read) > 2
    cli.main(["doctor"])
    assert set(shown(capsys)) >= read


def test_a_name_that_is_no_settings_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CONCIERGE_EMULATOR_SPEAD", "hunter2")
    monkeypatch.setenv("concierge_log_level", "info")
    assert cli.main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert [line.split() for line in out.splitlines() if "SPEAD" in line] == [
        ["note", "CONCIERGE_EMULATOR_SPEAD", *"no setting is called so; CONCIERGE_EMULATOR_SPEED?".split()]
    ]
    assert "hunter2" not in out
    assert "concierge_log_level" not in out


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in SECRET.items():
        monkeypatch.setenv(name, value)
    assert cli.main(["doctor"]) == 0
    out, errors = capsys.readouterr()
    assert "hunter2" not in out + errors
    for name in SECRET:
        assert "not shown" in next(line for line in out.splitlines() if name in line)


def test_what_this_version_does_not_use_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in LATER:
        monkeypatch.setenv(f"CONCIERGE_{name.upper()}", "x")
    cli.main(["doctor"])
    found = shown(capsys)
    assert all("not used by this version" in found[f"CONCIERGE_{name.upper()}"] for name in LATER)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("CONCIERGE_CATALYST_URL", "ftp://x", "CONCIERGE_CATALYST_URL"),
        ("CONCIERGE_DATABASE_URL", "postgresql://u:hunter2@h/db", "CONCIERGE_DATABASE_URL"),
        ("CONCIERGE_HETZNER_TOKEN", "hunter2", "CONCIERGE_S3_SECRET_KEY missing"),
    ],
)
def test_what_is_wrong_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    assert cli.main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert words in next(line for line in out.splitlines() if "WRONG" in line)
    assert "hunter2" not in out


def test_one_thing_to_mend_is_enough(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(doctor, "CHECKS", (lambda _: Finding("this", False, "is missing"), lambda _: Finding("that", None, "note")))
    assert cli.main(["doctor"]) == 1
    assert "1 to mend." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("settings", "ok", "words"),
    [
        ({}, True, "embedded"),
        ({"ANTHROPIC_API_KEY": "hunter2"}, True, "anthropic, model claude-haiku-5-5"),
        ({"CONCIERGE_ENGINE": "openai", "OPENAI_API_KEY": "hunter2", "CONCIERGE_MODEL": "mine"}, True, "mine; not on the price list"),
        ({"CONCIERGE_ENGINE": "openai"}, False, "needs OPENAI_API_KEY"),
        ({"CONCIERGE_ENGINE": "openai", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}, True, "openai, model gpt-6-luna"),
    ],
)
def test_it_says_which_engine_talks_and_never_a_key(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: dict[str, str], ok: bool, words: str
) -> None:
    monkeypatch.setattr(doctor, "CHECKS", (doctor._engine,))
    monkeypatch.delenv("ANTHROPIC_AUTH_TOKEN", raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert cli.main(["doctor"]) == (0 if ok else 1)
    out = capsys.readouterr().out
    assert words in next(line for line in out.splitlines() if "Engine  " in line)
    assert "hunter2" not in out


def test_an_address_with_a_password_is_not_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "https://user:hunter2@models.example/v1")
    cli.main(["doctor"])
    assert "hunter2" not in capsys.readouterr().out


def test_own_prices_are_told_by_their_names_and_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CONCIERGE_MODEL_PRICES", '{"mine": {"input": 1, "output": 2}}')
    cli.main(["doctor"])
    assert shown(capsys)["CONCIERGE_MODEL_PRICES"] == "mine"
    for wrong in ("{", '{"mine": 3}', '{"mine": {"input": -1, "output": 2}}'):
        monkeypatch.setenv("CONCIERGE_MODEL_PRICES", wrong)
        assert cli.main(["doctor"]) == 1
        assert "CONCIERGE_MODEL_PRICES" in capsys.readouterr().out


def test_no_walls_where_the_sandbox_is_wanted_are_something_to_mend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert doctor._walls(Settings()).ok is None
    assert doctor._walls(Settings(sandbox="local")).ok is True
    assert "NO WALLS" in doctor._walls(Settings(sandbox="local", sandbox_isolation="none")).text
    monkeypatch.setenv("PATH", str(tmp_path))
    assert doctor._walls(Settings(sandbox="local")).ok is False


def test_what_is_switched_off_is_told_and_whether_there_is_a_page(tmp_path: Path) -> None:
    (tmp_path / "agents.json").write_text('{"sovereign": ["aider"], "orgs": {}}')
    found = doctor._switches(Settings(sandbox="local", data_dir=tmp_path))
    assert (found.ok, "aider" in found.text, "no operator's token" in found.text) == (True, True, True)
    found = doctor._switches(Settings(sandbox="local", data_dir=tmp_path, sandbox_operator_token=SecretStr("x" * 24)))
    assert "/sandbox/agents" in found.text
    (tmp_path / "agents.json").write_text("{}")
    assert doctor._switches(Settings(sandbox="local", data_dir=tmp_path)).ok is False


def test_a_short_token_is_none() -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(sandbox_operator_token=SecretStr("hunter2"))
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(("status", "ok"), [(200, True), (404, True), (503, False)])
def test_a_catalyst_api_of_somebody_else_is_asked(status: int, ok: bool) -> None:
    class Says(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Says) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = doctor._catalyst(Settings(catalyst_url=f"http://127.0.0.1:{server.server_port}"))
        server.shutdown()
    assert (found.ok, found.text) == (ok, f"127.0.0.1 answers with {status}")


def test_a_catalyst_api_that_isnt_there_is_told() -> None:
    with socket.socket() as taken:  # bound and not listening: nobody can answer there
        taken.bind(("127.0.0.1", 0))
        found = doctor._catalyst(Settings(catalyst_url=f"http://127.0.0.1:{taken.getsockname()[1]}"))
    assert (found.ok, found.text) == (False, "127.0.0.1 doesn't answer (ConnectError)")
    assert doctor._catalyst(Settings()).ok is None
