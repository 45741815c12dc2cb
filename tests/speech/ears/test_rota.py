"""Whose turn it is."""

from hypothesis import given
from hypothesis import strategies as st

from speech.ears.rota import Entry, Kind, Limits, Rota


def entry(session: str, kind: Kind, since: float = 0.0) -> Entry[str]:
    return Entry(session, kind, f"{session}/{kind.name}/{since}", since)


def order(rota: Rota[str], now: float = 0.0) -> list[str]:
    found: list[str] = []
    while (taken := rota.take(now)[0]) is not None:
        found.append(f"{taken.session} {taken.kind.name}")
    return found


def test_finals_before_speculation_before_partials() -> None:
    rota: Rota[str] = Rota()
    for session, kind in (("a", Kind.PARTIAL), ("b", Kind.SPECULATIVE), ("c", Kind.FINAL)):
        rota.add(entry(session, kind))
    assert order(rota) == ["c FINAL", "b SPECULATIVE", "a PARTIAL"]


def test_the_newest_partial_takes_the_older_ones_place() -> None:
    rota: Rota[str] = Rota()
    old, new = entry("a", Kind.PARTIAL), entry("a", Kind.PARTIAL, 0.2)
    assert rota.add(old) == []
    assert rota.add(new) == [old]
    assert rota.take(0.2) == (new, [])


def test_a_final_replaces_its_sessions_partial_and_older_final() -> None:
    rota: Rota[str] = Rota()
    partial, speculative, final = entry("a", Kind.PARTIAL), entry("a", Kind.SPECULATIVE), entry("a", Kind.FINAL)
    rota.add(partial)
    assert rota.add(speculative) == [partial]
    assert rota.add(final) == [speculative]
    assert len(rota) == 1


def test_who_has_had_the_least_goes_first() -> None:
    rota: Rota[str] = Rota()
    rota.spent("greedy", 2.0, now=10.0)
    rota.spent("modest", 0.1, now=10.0)
    for session in ("greedy", "modest", "new"):
        rota.add(entry(session, Kind.FINAL, 10.0))
    assert order(rota, 10.0) == ["new FINAL", "modest FINAL", "greedy FINAL"]


def test_old_use_is_forgiven() -> None:
    rota: Rota[str] = Rota()
    rota.spent("early", 2.0, now=0.0)
    rota.spent("late", 0.5, now=60.0)
    rota.add(entry("late", Kind.FINAL, 60.0))
    rota.add(entry("early", Kind.FINAL, 60.0))
    assert order(rota, 60.0) == ["early FINAL", "late FINAL"]


def test_partials_that_waited_too_long_are_dropped() -> None:
    rota: Rota[str] = Rota(Limits(partial_waits_s=0.4))
    stale, fresh = entry("a", Kind.PARTIAL, 0.0), entry("b", Kind.PARTIAL, 0.5)
    rota.add(stale)
    rota.add(fresh)
    assert rota.take(0.6) == (fresh, [stale])


def test_partials_are_the_first_to_go() -> None:
    rota: Rota[str] = Rota(Limits(finals=3, crowded=2))
    for session in "ab":
        rota.add(entry(session, Kind.FINAL))
    assert not rota.admits("c", Kind.PARTIAL)
    assert rota.admits("c", Kind.FINAL)
    rota.add(entry("c", Kind.SPECULATIVE))
    assert not rota.admits("d", Kind.FINAL)
    assert rota.admits("c", Kind.FINAL), "it takes its own one's place"


def test_no_partials_while_finals_come_late_and_again_once_that_is_over() -> None:
    rota: Rota[str] = Rota(Limits(late_s=0.25))
    for number in range(5):
        rota.add(entry("a", Kind.FINAL, float(number)))
        rota.take(number + 1.0)
    assert not rota.admits("b", Kind.PARTIAL)
    for _ in range(4):
        rota.take(10.0)
    assert rota.admits("b", Kind.PARTIAL)


def test_partials_that_take_long_come_less_often_and_finals_as_ever() -> None:
    rota: Rota[str] = Rota(Limits(partial_share=0.5))
    now, taken = 0.0, 0
    for _ in range(100):  # one is wanted every 0.3 s, and each takes as long
        if rota.admits("a", Kind.PARTIAL, now):
            taken += 1
            rota.spent("a", 0.3, now + 0.3, partial=True)
        now += 0.3
    assert 45 <= taken <= 65
    assert rota.admits("a", Kind.SPECULATIVE, now)
    assert rota.admits("b", Kind.FINAL, now)


def test_partials_that_are_quick_are_all_taken() -> None:
    rota: Rota[str] = Rota(Limits(partial_share=0.5))
    for number in range(100):
        assert rota.admits("a", Kind.PARTIAL, number * 0.3)
        rota.spent("a", 0.1, number * 0.3 + 0.1, partial=True)


def test_no_partial_is_taken_where_none_may_be_and_a_final_all_the_same() -> None:
    rota: Rota[str] = Rota()
    partial, final = entry("a", Kind.PARTIAL), entry("b", Kind.FINAL)
    rota.add(partial)
    assert rota.take(0.0, partials=False) == (None, [])
    rota.add(final)
    assert rota.take(0.0, partials=False) == (final, [])
    assert rota.take(0.0) == (partial, [])


def test_a_partial_of_a_session_whose_final_waits_is_pointless() -> None:
    rota: Rota[str] = Rota()
    rota.add(entry("a", Kind.FINAL))
    assert not rota.admits("a", Kind.PARTIAL)


def test_a_confirmed_speculation_moves_up() -> None:
    rota: Rota[str] = Rota()
    rota.add(entry("a", Kind.SPECULATIVE))
    rota.add(entry("b", Kind.SPECULATIVE))
    assert rota.promote("b", 1.0)
    assert not rota.promote("c", 1.0)
    assert order(rota, 1.0) == ["b FINAL", "a SPECULATIVE"]


def test_cancelling_takes_all_of_a_session() -> None:
    rota: Rota[str] = Rota()
    rota.add(entry("a", Kind.FINAL))
    rota.add(entry("b", Kind.PARTIAL))
    assert len(rota.cancel("a")) == 1
    assert rota.cancel("a") == []
    assert order(rota) == ["b PARTIAL"]


asks = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(list(Kind)), st.booleans()), max_size=60)


@given(asks)
def test_nothing_is_lost_and_nothing_is_done_twice(steps: list[tuple[str, Kind, bool]]) -> None:
    rota: Rota[str] = Rota(Limits(finals=3))
    handed: list[Entry[str]] = []
    out: list[Entry[str]] = []
    for now, (session, kind, take) in enumerate(steps):
        if rota.admits(session, kind):
            new = entry(session, kind, now / 10)
            handed.append(new)
            out += rota.add(new)
        if take:
            chosen, stale = rota.take(now / 10)
            out += stale + ([chosen] if chosen else [])
        assert rota.waiting(Kind.FINAL) + rota.waiting(Kind.SPECULATIVE) <= 4
    out += rota.clear()
    assert len(out) == len(handed)
    assert {id(e) for e in out} == {id(e) for e in handed}
