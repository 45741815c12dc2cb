"""Stream and snapshots merged: whatever the stream does, each event of the snapshot's truth once and in order."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tools.catalyst.align import after
from tools.catalyst.models import Event, Snapshot
from tools.catalyst.progress import News, Progress
from tools.catalyst.sse import Frame

START = datetime(2026, 5, 15, 9, tzinfo=UTC)
JsonObject = dict[str, Any]


def event(number: int, **more: Any) -> JsonObject:
    moment = (START + timedelta(seconds=number)).isoformat().replace("+00:00", "Z")
    return {"time": moment, "phase": "tofu", "level": "info", "message": f"line {number}", **more}


def snapshot(*events: JsonObject, **state: Any) -> Snapshot:
    return Snapshot.model_validate({"state": state, "events": list(events)})


def frame(raw: JsonObject) -> Frame:
    return Frame("", json.dumps(raw))


def lines(news: News) -> list[str]:
    return [e.message for e in news.events]


def test_each_event_is_given_out_once() -> None:
    progress = Progress()
    assert lines(progress.feed(snapshot(event(1), event(2)))) == ["line 1", "line 2"]
    assert lines(progress.feed(snapshot(event(1), event(2), event(3)))) == ["line 3"]
    assert lines(progress.feed(snapshot(event(1), event(2), event(3)))) == []


def test_equal_events_are_counted_against_the_snapshot() -> None:
    progress = Progress()
    assert lines(progress.feed(snapshot(event(1), event(1)))) == ["line 1", "line 1"]
    assert lines(progress.feed(snapshot(event(1), event(1), event(1)))) == ["line 1"]


NUMBERS = st.lists(st.integers(0, 5), max_size=25)
"""Events as numbers; equal ones are equal events, so copies are frequent."""


class Service:
    """A buffer that loses its oldest, and a stream that does anything with what it should show."""

    def __init__(self, truth: Sequence[int], most: int) -> None:
        self.truth, self.most, self.upto = truth, most, 0

    @property
    def snapshot(self) -> Snapshot:
        return snapshot(*(event(n) for n in self.truth[max(0, self.upto - self.most) : self.upto]))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("happens"), st.integers(1, 6)),
        st.tuples(st.just("reads"), st.just(0)),
        st.tuples(st.just("frame"), st.integers(0, 24)),
        st.tuples(st.just("connects"), st.just(0)),
        st.tuples(st.just("noise"), st.integers(0, 3)),
    ),
    max_size=40,
)
NOISE = ("{", "[]", '{"level":"error","msg":"encode failed"}', '"text"')


@given(NUMBERS, STEPS, st.integers(0, 5))
@example([0, 0, 0], [("happens", 3), ("frame", 0), ("frame", 0), ("frame", 1), ("frame", 2), ("frame", 2)], 0)
def test_for_any_split_loss_and_duplication_the_truth_comes_out(truth: list[int], steps: list[tuple[str, int]], already: int) -> None:
    service, progress, found = Service(truth, 1000), Progress(already=already), list[str]()
    for what, number in steps:
        match what:
            case "happens":
                service.upto = min(len(truth), service.upto + number)
            case "reads" if service.upto >= min(already, len(truth)):
                found += lines(progress.feed(service.snapshot))
            case "frame" if number < service.upto:  # any event so far: replayed, copied, late, out of order; others are lost
                assert progress.frame(frame(event(truth[number]))) in ("news", "nothing")
            case "connects":
                progress.connected()
            case "noise":
                assert progress.frame(Frame("", NOISE[number])) == "nothing"
            case _:
                pass
    service.upto = len(truth)
    found += lines(progress.feed(service.snapshot))
    found += lines(progress.feed(service.snapshot))
    assert found == [f"line {n}" for n in truth][already:]


@given(NUMBERS, st.lists(st.integers(0, 25), max_size=8))
def test_a_frame_that_no_snapshot_had_asks_for_one_and_a_replay_asks_for_none(truth: list[int], cuts: list[int]) -> None:
    service, progress = Service(truth, 1000), Progress()
    for cut in [*sorted(cuts), len(truth)]:
        service.upto = min(cut, len(truth))
        progress.feed(service.snapshot)
        progress.connected()
        assert all(progress.frame(frame(event(n))) == "nothing" for n in truth[: service.upto]), "the replay is known"
        later = truth[service.upto :]
        heard = [progress.frame(frame(event(n))) for n in later]
        progress.connected()
        for n in truth[: service.upto]:
            progress.frame(frame(event(n)))
        again = [progress.frame(frame(event(n))) for n in later]
        assert again == ["nothing"] * len(later), "asked once, however often it is repeated"
        assert len(heard) == len(later)


@given(st.lists(st.integers(0, 3), max_size=40), st.lists(st.integers(1, 5), max_size=40), st.integers(6, 12))
def test_a_buffer_that_loses_its_oldest(extra: list[int], steps: list[int], most: int) -> None:
    """Read often enough, nothing is lost however long the run is; equal neighbours included."""
    truth = [n // 2 for n in range(len(extra) * 2)]
    service, progress, found = Service(truth, most), Progress(most=most), list[str]()
    for step in [*steps, *[5] * len(truth)]:
        service.upto = min(len(truth), service.upto + step)
        found += lines(progress.feed(service.snapshot))
    assert found == [f"line {n}" for n in truth]


@settings(max_examples=60)
@given(st.integers(0, 60), st.lists(st.integers(1, 30), max_size=8), st.data())
def test_what_rolled_out_between_two_readings_is_filled_in_from_the_stream(length: int, jumps: list[int], data: st.DataObject) -> None:
    """Copies and late copies in the stream; each event was shown once in its turn."""
    truth, most = list(range(length)), 5
    service, progress, found = Service(truth, most), Progress(most=most), list[str]()
    for jump in [*jumps, length]:
        begin, service.upto = service.upto, min(length, service.upto + jump)
        for number in truth[begin : service.upto]:
            progress.frame(frame(event(number)))
            if number and data.draw(st.booleans()):
                progress.frame(frame(event(data.draw(st.integers(0, number)))))
        found += lines(progress.feed(service.snapshot))
    assert found == [f"line {n}" for n in truth]


@given(st.integers(0, 80), st.integers(0, 80), st.integers(3, 20), st.booleans())
def test_after_a_restart_of_ours_the_place_is_found_again(given_out: int, length: int, most: int, hidden: bool) -> None:
    given_out = min(given_out, length)
    raw = [event(n) for n in range(length)]
    if hidden and length:
        raw.insert(length // 2, event(999, phase="handover-ready", message="{}"))
    window = raw[-most:]
    visible = [e for e in window if e["phase"] != "handover-ready"]
    recent = tuple(("tofu", f"line {n}", None, None) for n in range(max(0, given_out - 4), given_out))
    progress = Progress(already=given_out, recent=recent, most=most)
    still = [e["message"] for e in visible if int(e["message"][5:]) >= given_out]
    assert lines(progress.feed(snapshot(*window))) == still


def test_without_lines_to_compare_the_count_decides() -> None:
    assert lines(Progress(already=3, most=4).feed(snapshot(*(event(n) for n in range(4))))) == ["line 3"]


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_service_that_lost_its_last_events_repeats_nothing_and_goes_on(kept: list[int], lost: list[int], new: list[int]) -> None:
    old = [event(n) for n in (*kept, *lost)]
    now = [event(n) for n in kept] + [event(n + 100) for n in new]
    progress = Progress()
    progress.feed(snapshot(*old))
    found = lines(progress.feed(snapshot(*now)))
    assert Counter(found) == Counter(f"line {n + 100}" for n in new)


@given(st.lists(st.integers(0, 2), max_size=12), st.lists(st.integers(0, 2), max_size=12))
def test_an_appended_reading_adds_exactly_what_was_appended(old: list[int], new: list[int]) -> None:
    assert list(after(tuple(old), (*old, *new), 1000).fresh) == new


def test_the_handover_link_is_neither_given_out_nor_counted() -> None:
    link = event(2, phase="handover-ready", message='{"handoverURL":"https://x/?token=abc"}')
    assert lines(Progress().feed(snapshot(event(1), link, event(3)))) == ["line 1", "line 3"]
    assert lines(Progress(already=2).feed(snapshot(event(1), link, event(3), event(4)))) == ["line 4"]
    assert Progress().frame(Frame("handover-ready", "{}")) == "nothing"
    assert Progress().frame(frame(link)) == "nothing"


def test_done_is_heard() -> None:
    assert Progress().frame(Frame("done", '{"status":"ready"}')) == "done"


def test_component_states_come_from_events_and_the_state_wins() -> None:
    progress = Progress()
    assert progress.feed(snapshot(event(1, component="cilium", state="Installing"))).moved == {"cilium": "installing"}
    last = snapshot(
        event(1, component="cilium", state="installing"),
        componentStates={"cilium": "INSTALLED"},
        result={"componentStates": {"cilium": "failed", "flux": "installed"}},
    )
    assert progress.feed(last).moved == {"cilium": "installed", "flux": "installed"}
    assert progress.feed(last).moved == {}
    assert progress.observe({"flux": "failed", "cilium": "installed"}) == {"flux": "failed"}


def test_an_event_after_the_stored_end_wins() -> None:
    final = {"result": {"componentStates": {"harbor": "installing"}}}
    progress = Progress()
    progress.feed(snapshot(event(1, component="harbor", state="installing"), **final))
    late = snapshot(event(1, component="harbor", state="installing"), event(2, component="harbor", state="installed"), **final)
    assert progress.feed(late).moved == {"harbor": "installed"}


def test_dependencies_and_the_last_step_are_remembered() -> None:
    progress = Progress(already=1)
    news = progress.feed(
        snapshot(
            event(1, phase="tofu-plan"),
            event(2, phase="component", component="hel1-2:gitea", state="pending", dependsOn=["install-hel1-2:keycloak", 5]),
            event(3, phase="component"),
        )
    )
    assert news.needs == {"hel1-2:gitea": ("install-hel1-2:keycloak",)}
    assert progress.phase0 == "tofu-plan"


@pytest.mark.parametrize("shown", [True, False])
def test_a_stream_that_shows_nothing_of_what_happens_is_noticed(shown: bool) -> None:
    progress = Progress()
    progress.connected()
    progress.frame(frame(event(1)))
    assert progress.feed(snapshot(event(1))).unheard is False
    if shown:
        progress.frame(frame(event(2)))
    assert progress.feed(snapshot(event(1), event(2))).unheard is not shown
    assert progress.feed(snapshot(event(1), event(2))).unheard is False


def test_members_in_another_letter_case() -> None:
    (read,) = snapshot({"Time": "2026-05-15T09:00:01Z", "PHASE": "Tofu", "Level": "WARN", "Message": "x", "DependsOn": ["a"]}).events
    assert read == Event(START + timedelta(seconds=1), "tofu", "warn", "x", None, None, ("a",))
