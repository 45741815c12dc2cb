"""What can be set, and what is said of what can't: in the process for speed, a few from outside."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assistant import cli
from assistant.bench.report import Report
from assistant.serve import StartFailed, check_engine, loopback
from assistant.settings import Settings
from tests.assistant.cli.process import Process

SETTINGS = [f"CONCIERGE_{name.upper()}" for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*SETTINGS, "PORT"):
        monkeypatch.delenv(name, raising=False)


def served(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Catches what `serve` would be started with."""
    caught: list[Settings] = []

    async def catch(settings: Settings) -> None:
        caught.append(settings)

    monkeypatch.setattr("assistant.serve.serve", catch)
    monkeypatch.setattr(cli, "_log", lambda _: None)
    return caught


BAD = [
    ("CONCIERGE_PORT", "no"), ("CONCIERGE_PORT", "65536"), ("CONCIERGE_PORT", "-1"), ("CONCIERGE_EMULATOR_SPEED", "0"),
    ("CONCIERGE_EMULATOR_SPEED", "nan"), ("CONCIERGE_EMULATOR_SPEED", "fast"), ("CONCIERGE_CATALYST_URL", "ftp://x"),
    ("CONCIERGE_CATALYST_URL", "localhost:9090"), ("CONCIERGE_CATALYST_URL", "http://user:hunter2@x"), ("CONCIERGE_ENGINE", "gpt"),
    ("CONCIERGE_MAILER", "pigeon"), ("CONCIERGE_MAILER", "smtp://"), ("CONCIERGE_MAILER", "smtp://user:hunter2@host:port"),
    ("CONCIERGE_MAIL_FROM", "nobody"), ("CONCIERGE_DATABASE_URL", "postgresql://user:hunter2@host/db"),
    ("CONCIERGE_SPEND_CEILING_EUR", "-1"), ("CONCIERGE_SPEND_CEILING_EUR", "lots"), ("CONCIERGE_LOG_LEVEL", "loud"),
    ("CONCIERGE_PUBLIC_URL", "concierge.example"), ("CONCIERGE_VAD_MODEL", "/nowhere/hunter2.onnx"), ("CONCIERGE_TURN_MODEL", "/"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_setting_is_named_and_its_value_is_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    caught = served(monkeypatch)
    monkeypatch.setenv(name, value)
    assert cli.main(["serve"]) == 2
    assert caught == []
    out, errors = capsys.readouterr()
    assert out == ""
    assert errors.startswith(f"concierge: {name}: ")
    assert errors.count("\n") == 1
    assert "Value error" not in errors
    assert "hunter2" not in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("engine", ["openai", "anthropic"])
def test_an_engine_without_its_key(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], engine: str) -> None:
    caught = served(monkeypatch)
    monkeypatch.setenv("CONCIERGE_ENGINE", engine)
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    assert cli.main(["serve"]) == 2
    assert caught == []
    errors = capsys.readouterr().err
    assert errors.startswith(f"concierge: The engine `{engine}` needs {engine.upper()}_API_KEY")
    assert errors.count("\n") == 1


@pytest.mark.parametrize("engine", ["auto", "embedded"])
def test_an_engine_that_is(engine: Any) -> None:
    check_engine(Settings(engine=engine))


async def test_an_engine_that_is_not_there_from_outside(tmp_path: Path) -> None:
    async with Process("serve", "--port", "0", "--data-dir", str(tmp_path / "d"), CONCIERGE_ENGINE="openai") as process:
        assert await process.ended() == 2
    assert process.errors.startswith("concierge: The engine `openai`")
    assert not (tmp_path / "d").exists()


def test_the_command_line_is_stronger_than_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    caught = served(monkeypatch)
    monkeypatch.setenv("CONCIERGE_PORT", "1111")
    monkeypatch.setenv("CONCIERGE_DATA_DIR", "/nowhere")
    assert cli.main(["serve", "--port", "2222", "--data-dir", str(tmp_path), "--host", "127.0.0.2"]) == 0
    assert (caught[0].port, caught[0].data_dir, caught[0].host) == (2222, tmp_path, "127.0.0.2")


def test_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    caught = served(monkeypatch)
    assert cli.main(["serve"]) == 0
    (settings,) = caught
    assert (settings.host, settings.port, str(settings.data_dir), settings.engine) == ("127.0.0.1", 8080, "var", "auto")
    assert (settings.catalyst_url, settings.operator, settings.spend_ceiling_eur) == (None, None, Decimal(0))
    assert str(settings.database_path) == "var/concierge.db"


def test_the_port_of_make_run(monkeypatch: pytest.MonkeyPatch) -> None:
    caught = served(monkeypatch)
    monkeypatch.setenv("PORT", "3333")
    assert cli.main(["serve"]) == 0
    assert cli.main(["serve", "--port", "0"]) == 0
    assert [s.port for s in caught] == [3333, 0]


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCIERGE_CATALYST_URL", "")
    assert Settings().catalyst_url is None


def test_secrets_do_not_show() -> None:
    values = {"hetzner_token": "hunter2", "mailer": "smtp://u:hunter2@h:25", "s3_secret_key": "hunter2"}
    settings = Settings(**values)  # type: ignore[arg-type]  # as the environment gives them
    assert "hunter2" not in repr(settings) + str(settings.model_dump())


def test_the_operators_account_counts_only_when_it_is_whole() -> None:
    whole: dict[str, Any] = {"hetzner_token": "a", "hetzner_project_id": "b", "s3_access_key": "c", "s3_secret_key": "d"}
    assert Settings(**whole).operator == ("a", "b", "c", "d")
    for name in whole:
        assert Settings(**{**whole, name: None}).operator is None


@pytest.mark.parametrize(("url", "path"), [("sqlite:///tmp/x.db", "/tmp/x.db"), ("sqlite:x.db", "x.db")])
def test_where_the_database_is(url: str, path: str) -> None:
    assert str(Settings(database_url=url).database_path) == path  # type: ignore[arg-type]  # as the environment gives it


def test_a_database_that_is_not_sqlite() -> None:
    with pytest.raises(ValidationError, match="SQLite"):
        Settings(database_url="postgresql://host/db")  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "required"), (["dance"], "invalid choice"), (["serve", "--port", "x"], "0 to 65535"), (["serve", "--port", "65536"], "0 to 65535"),
        (["emulator", "--speed", "0"], "above 0"), (["emulator", "--speed", "nan"], "above 0"), (["bench", "nothing"], "invalid choice"),
    ],
)  # fmt: skip
def test_bad_arguments(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert all(name in text for name in ("serve", "emulator", "mcp", "bench", "eval", "doctor"))


@pytest.mark.parametrize("name", ["serve", "emulator", "mcp", "bench", "eval", "doctor"])
def test_every_command_shows_how_it_is_used(capsys: pytest.CaptureFixture[str], name: str) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert text.startswith(f"usage: concierge {name}")
    assert f"examples:\n  concierge {name}" in text


def _measured(monkeypatch: pytest.MonkeyPatch) -> None:
    async def measure(quick: bool) -> Report:
        report = Report("text")
        report.put("turn_ms_p95", 12.5, ("<=", 40))
        return report

    monkeypatch.setattr("assistant.bench.text.measure", measure)


@pytest.mark.parametrize("where", ["file", "folder/that/is/made/file", "-"])
def test_a_bench_writes_what_programs_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, where: str
) -> None:
    _measured(monkeypatch)
    file = where if where == "-" else str(tmp_path / where)
    assert cli.main(["bench", "text", "--json", file]) == 0
    printed = capsys.readouterr().out
    written = json.loads(printed if where == "-" else Path(file).read_text(encoding="utf-8"))
    assert set(written) == {"name", "commit", "machine", "figures", "targets", "ok"}
    assert written["figures"] == {"turn_ms_p95": 12.5}
    assert written["targets"] == {"turn_ms_p95": {"op": "<=", "value": 40}}
    assert (written["name"], written["ok"]) == ("text", True)
    assert where == "-" or "turn_ms_p95" in printed


def test_a_bench_that_cannot_write_says_so_before_it_measures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _measured(monkeypatch)
    (tmp_path / "file").touch()
    assert cli.main(["bench", "text", "--json", str(tmp_path / "file" / "x.json")]) == 1
    out, errors = capsys.readouterr()
    assert out == ""
    assert errors.startswith("concierge bench text: couldn't measure: ")
    assert "Traceback" not in errors


def test_a_start_that_fails_is_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    async def fail(_: Settings) -> None:
        raise StartFailed("It can't be.")

    monkeypatch.setattr("assistant.serve.serve", fail)
    monkeypatch.setattr(cli, "_log", lambda _: None)
    assert cli.main(["serve"]) == 1
    assert capsys.readouterr().err == "concierge: It can't be.\n"


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False), ("10.0.0.1", False), ("x.example", False)],
)
def test_what_counts_as_this_machine(host: str, here: bool) -> None:
    assert loopback(host) is here
