"""Folding snapshots, judging the outcome, masking secrets, looking a create up."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.samples import TOKEN
from tools.catalyst.lookup import CLOCK_SKEW, Lookup, compare
from tools.catalyst.models import ListEntry, Snapshot, State
from tools.catalyst.progress import Progress, judge
from tools.catalyst.scrub import LONGEST, MASK, scrub

START = datetime(2026, 5, 15, 9, tzinfo=UTC)


def event(number: int, **more: Any) -> dict[str, Any]:
    moment = (START + timedelta(seconds=number)).isoformat().replace("+00:00", "Z")
    return {"time": moment, "phase": "tofu", "level": "info", "message": f"line {number}", **more}


def snapshot(*events: dict[str, Any], **state: Any) -> Snapshot:
    return Snapshot.model_validate({"state": state, "events": list(events)})


def lines(found: tuple[list[Any], dict[str, str]]) -> list[str]:
    return [e.message for e in found[0]]


def test_each_event_is_given_out_once() -> None:
    progress = Progress()
    assert lines(progress.feed(snapshot(event(1), event(2)))) == ["line 1", "line 2"]
    assert lines(progress.feed(snapshot(event(1), event(2), event(3)))) == ["line 3"]
    assert lines(progress.feed(snapshot(event(1), event(2), event(3)))) == []


def test_equal_events_are_counted_against_the_snapshot() -> None:
    progress = Progress()
    assert lines(progress.feed(snapshot(event(1), event(1)))) == ["line 1", "line 1"]
    assert lines(progress.feed(snapshot(event(1), event(1), event(1)))) == ["line 1"]


@given(st.lists(st.integers(0, 5), max_size=20), st.lists(st.integers(0, 20), max_size=6), st.integers(0, 5))
def test_growing_snapshots_give_everything_once_and_in_order(numbers: list[int], cuts: list[int], already: int) -> None:
    progress = Progress(already=already)
    events = [event(number) for number in sorted(numbers)]
    found: list[str] = []
    for cut in [*sorted(cuts), len(events)]:
        found += lines(progress.feed(snapshot(*events[:cut])))
    assert found == [e["message"] for e in events][already:]


def test_the_handover_link_is_neither_given_out_nor_counted() -> None:
    link = event(2, phase="handover-ready", message='{"handoverURL":"https://x/?token=abc"}')
    assert lines(Progress().feed(snapshot(event(1), link, event(3)))) == ["line 1", "line 3"]
    assert lines(Progress(already=2).feed(snapshot(event(1), link, event(3), event(4)))) == ["line 4"]


def test_component_states_come_from_events_and_the_state_wins() -> None:
    progress = Progress()
    moved = progress.feed(snapshot(event(1, component="cilium", state="installing")))[1]
    assert moved == {"cilium": "installing"}
    last = snapshot(
        event(1, component="cilium", state="installing"),
        componentStates={"cilium": "installed"},
        result={"componentStates": {"cilium": "failed", "flux": "installed"}},
    )
    assert progress.feed(last)[1] == {"cilium": "installed", "flux": "installed"}
    assert progress.feed(last)[1] == {}


def state(status: str, outcome: str | None = None, **more: Any) -> State:
    result = {"result": {"phase1Outcome": outcome}} if outcome is not None else {}
    return State.model_validate({"status": status, **result, **more})


ALL = {"cilium": "installed", "flux": "installed"}


@pytest.mark.parametrize(
    ("given_", "components", "outcome", "missing"),
    [
        (state("ready", "ready"), ALL, "ready", ()),
        (state("adopted", "ready"), ALL, "ready", ()),
        (state("READY", "ready"), ALL, "ready", ()),
        (state("ready", "timeout"), ALL, "failed", ("phase 1 ended with timeout",)),
        (state("ready"), ALL, "in_progress", ("phase 1 ended with no outcome",)),
        (state("ready", "ready"), {**ALL, "harbor": "installing"}, "in_progress", ("harbor",)),
        (state("ready", "ready"), {**ALL, "harbor": "degraded"}, "in_progress", ("harbor",)),
        (state("ready", "ready"), {}, "ready", ()),
        (state("failed", "failed"), {"cilium": "failed"}, "failed", ()),
        (state("failed"), {}, "failed", ()),
        (state("wiped"), ALL, "failed", ()),
        *[
            (state(s), ALL, "in_progress", ())
            for s in ("pending", "provisioning", "tofu-applying", "flux-bootstrapping", "phase1-watching", "wiping", "?")
        ],
        (state("phase1-watching", "ready"), ALL, "in_progress", ()),
    ],
)
def test_ready_is_judged_and_never_believed(
    given_: State, components: dict[str, str], outcome: str, missing: tuple[str, ...]
) -> None:
    verdict = judge(given_, components)
    assert (verdict.outcome, verdict.missing) == (outcome, missing)
    assert bool(verdict.sentence) is (outcome != "in_progress" or bool(missing))


def test_why_it_failed() -> None:
    restarted = "catalyst-api restarted during provisioning — this deployment was abandoned mid-apply. And more."
    assert "restarted" in judge(state("failed", error=restarted), {}).sentence
    assert "harbor" in judge(state("failed", "failed"), {"harbor": "failed", "flux": "installed"}).sentence
    assert "hour" in judge(state("failed", "timeout"), {}).sentence
    assert "machines" in judge(state("failed"), {}).sentence
    many = {f"c{i}": "failed" for i in range(9)}
    assert judge(state("failed", "failed"), many).sentence.count("c") < 20


JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"token={TOKEN}", TOKEN),
        (f"hcloud_token: {TOKEN} used", TOKEN),
        (f"Authorization: Bearer {JWT}", JWT),
        (f"https://console.a.b/auth/handover?token={JWT}", JWT),
        (f'{{"handoverURL": "https://c/?token={JWT}"}}', JWT),
        ("password=hunter22 ok", "hunter22"),
        ('"secret_key": "abcdefghijk"', "abcdefghijk"),
        ("secretKey=abcdefghijk", "abcdefghijk"),
        ("AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"),
        ("key " + "a1B2" * 16, "a1B2" * 16),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----", "abc"),
        ("-----BEGIN PRIVATE KEY-----\nabc cut off", "abc"),
        ("api-key: 0123456789", "0123456789"),
    ],
)
def test_secrets_are_masked(text: str, secret: str) -> None:
    assert secret not in scrub(text)
    assert MASK in scrub(text)


@pytest.mark.parametrize(
    "text",
    [
        "Plan: 14 to add, 0 to change, 0 to destroy.",
        "hcloud_server.control_plane[0]: Creation complete after 52s",
        "Helm install complete; Ready=True",
        "dependency 'flux-system/bp-cilium' is not ready",
        "https://console.acme.omani.works",
        "two\nlines\tand a tab",
    ],
)
def test_plain_lines_stay(text: str) -> None:
    assert scrub(text) == text


@given(st.text(max_size=200))
def test_scrubbing_twice_changes_nothing_more(text: str) -> None:
    assert scrub(scrub(text)) == scrub(text)


def test_control_characters_and_length() -> None:
    assert scrub("a\x1b[31mb\x00\r") == "a[31mb"
    assert len(scrub("word " * 2_000)) == LONGEST


def entry(number: str = "1", **changes: Any) -> ListEntry:
    base: dict[str, Any] = {
        "id": number, "status": "provisioning", "sovereignFQDN": "acme.omani.works", "startedAt": START.isoformat(),
        "ownerEmail": "ops@acme.example",
    }  # fmt: skip
    return ListEntry.model_validate({**base, **changes})


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([entry()], Lookup("found", "1")),
        ([entry(ownerEmail="OPS@acme.example", sovereignFQDN="ACME.omani.works")], Lookup("found", "1")),
        ([entry(startedAt=(START - CLOCK_SKEW).isoformat())], Lookup("found", "1")),
        ([entry(status="failed")], Lookup("found", "1")),
        ([], Lookup("absent")),
        ([entry(sovereignFQDN="other.omani.works")], Lookup("absent")),
        ([entry(startedAt=(START - timedelta(hours=1)).isoformat())], Lookup("absent")),
        ([entry(status="wiped")], Lookup("absent")),
        ([entry(ownerEmail="someone@else.example")], Lookup("ambiguous")),
        ([entry(ownerEmail=None)], Lookup("ambiguous")),
        ([entry(startedAt=None)], Lookup("ambiguous")),
        ([entry("1"), entry("2")], Lookup("ambiguous")),
        ([entry("1"), entry("2", ownerEmail="someone@else.example")], Lookup("ambiguous")),
    ],
)
def test_adopted_only_if_owner_name_and_start_match(entries: list[ListEntry], found: Lookup) -> None:
    assert compare(entries, owner="ops@acme.example", fqdn="acme.omani.works", since=START) == found
