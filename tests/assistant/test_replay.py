"""A log steps through the engine again and comes out the same, byte for byte; a changed one is seen where it changed."""

import json
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.replay import NotReplayable, logged, replay
from dialogue import events as ev
from tests.dialogue.talk import CORE, Talk


def spoken(crash_at: frozenset[int] = frozenset()) -> Talk:
    talk = Talk(crash_at=crash_at)
    talk.say("hi", "We're Acme Bank in Berlin, mail ops@acme.com", "make that Helsinki", "what does it cost?")
    talk.to_provisioning("two workers please")
    talk.ready()
    return talk


@pytest.fixture(scope="module")
def log() -> list[ev.Logged]:
    return spoken().log


def frames(log: list[ev.Logged]) -> list[ev.JsonObject]:
    return [json.loads(json.dumps(entry.frame())) for entry in log]


def test_the_same_log_gives_the_same_decisions(log: list[ev.Logged]) -> None:
    found = replay(log, CORE)
    assert found.difference is None
    assert found.events == len(log)
    assert found.decisions > 15
    assert found.request is not None
    assert found == replay(logged(frames(log)), CORE), "through JSON as well"


def test_the_sum_tells_logs_apart(log: list[ev.Logged]) -> None:
    assert replay(log, CORE).sha256 != replay(log[:-1], CORE).sha256


@pytest.mark.parametrize("at", range(2, 30))
def test_a_log_with_a_crash_in_it_replays_too(at: int) -> None:
    assert replay(spoken(frozenset({at})).log, CORE).difference is None


def test_another_reply_in_the_log_is_found_at_its_place(log: list[ev.Logged]) -> None:
    at = next(i for i, e in enumerate(log) if isinstance(e.event, ev.AssistantSaid))
    said = log[at].event
    assert isinstance(said, ev.AssistantSaid)
    other = [*log]
    other[at] = log[at].model_copy(update={"event": said.model_copy(update={"text": "Something else."})})
    found = replay(other, CORE).difference
    assert found is not None
    assert found.seq == log[at].seq
    assert "Something else." in (found.logged or "")
    assert json.loads(found.decided or "")["text"] == said.text


def test_a_decision_that_is_missing_from_the_log_is_found(log: list[ev.Logged]) -> None:
    at = next(i for i, e in enumerate(log) if isinstance(e.event, ev.AssistantSaid))
    found = replay([*log[:at], *log[at + 1 :]], CORE).difference
    assert found is not None
    assert found.logged is None
    assert "assistant_said" in (found.decided or "")


def test_a_log_that_ends_in_the_middle_of_a_turn_still_owes_something(log: list[ev.Logged]) -> None:
    at = next(i for i, e in enumerate(log) if isinstance(e.event, ev.UserSaid))
    found = replay(log[: at + 1], CORE).difference
    assert found is not None
    assert found.logged is None


def test_what_a_conversation_was_created_with_is_no_decision_of_ours() -> None:
    first = Talk().log[0]
    seeded = [
        first,
        ev.Logged(seq=2, at=first.at, event=ev.UserSaid(text="(An agent prepared this plan for me.)")),
        ev.Logged(seq=3, at=first.at, event=ev.Understood(of=2, acts=(ev.Act(name="inform"),), set={"organisation": "Acme"})),
    ]
    assert replay(seeded, CORE).difference is None


def test_half_a_log_cannot_be_replayed(log: list[ev.Logged]) -> None:
    for part in (log[1:], []):
        with pytest.raises(NotReplayable):
            replay(part, CORE)


@pytest.mark.parametrize("form", ["answer", "array", "lines"])
def test_the_command_reads_every_form_of_a_log(
    log: list[ev.Logged], form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = frames(log)
    texts = {"answer": json.dumps({"events": rows}), "array": json.dumps(rows), "lines": "\n".join(map(json.dumps, rows))}
    file = tmp_path / "log.json"
    file.write_text(texts[form], encoding="utf-8")
    assert main(["replay", "--events", str(file)]) == 0
    assert capsys.readouterr().out.endswith("the same\n")


def test_the_command_shows_what_differs(log: list[ev.Logged], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = frames(log)
    changed = next(r for r in rows if r["type"] == "assistant_said")
    changed["text"] = "Something else."
    file = tmp_path / "log.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    assert main(["replay", "--events", str(file)]) == 1
    assert f"DIFFERS at {changed['seq']}" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["{}", "[1]", "nothing", "[]"])
def test_what_is_no_log_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "log.json"
    file.write_text(text, encoding="utf-8")
    assert main(["replay", "--events", str(file)]) == 2
    assert capsys.readouterr().err.startswith("concierge replay: ")


def test_an_unknown_conversation_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "nobody", "--data-dir", str(tmp_path)]) == 2
    assert "There is no log in" in capsys.readouterr().err
