"""The circuit breaker; the time is ours."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from assistant.models.breaker import Breaker, BreakerRules
from dialogue.model_events import ModelTroubleCode

RULES = BreakerRules(failures=3, window=60, rest=20, longest=100)


def opened(at: float = 0.0) -> Breaker:
    breaker = Breaker(RULES)
    for _ in range(RULES.failures):
        breaker.failed("server_error", at)
    return breaker


def test_it_opens_after_repeated_trouble_and_lets_one_probe_through_after_its_rest() -> None:
    breaker = Breaker(RULES)
    breaker.failed("timeout", 0)
    breaker.failed("cut", 1)
    assert breaker.admits(2)
    breaker.failed("unreachable", 2)
    assert not breaker.admits(3)
    assert breaker.resting(3) == 19
    assert breaker.admits(22)
    assert not breaker.admits(22)


def test_a_probe_that_succeeds_closes_it() -> None:
    breaker = opened()
    assert breaker.admits(20)
    breaker.succeeded()
    assert breaker.admits(20)
    assert breaker.admits(20)
    assert breaker.resting(20) == 0


def test_each_probe_that_fails_doubles_the_rest_up_to_the_longest() -> None:
    breaker, now, rests = opened(), 0.0, []
    for _ in range(5):
        rests.append(breaker.resting(now))
        now += rests[-1]
        assert breaker.admits(now)
        breaker.failed("server_error", now)
    assert rests == [20, 40, 80, 100, 100]


def test_failures_far_apart_are_not_counted_together() -> None:
    breaker = Breaker(RULES)
    for at in (0, 40, 80, 120):
        breaker.failed("server_error", at)
    assert breaker.admits(121)


def test_a_success_in_between_starts_the_count_anew() -> None:
    breaker = Breaker(RULES)
    breaker.failed("cut", 0)
    breaker.failed("cut", 1)
    breaker.succeeded()
    breaker.failed("cut", 2)
    assert breaker.admits(3)


def test_a_rate_limit_is_honoured_at_once_but_not_without_bound() -> None:
    breaker = Breaker(RULES)
    breaker.failed("rate_limited", 0, retry_after=33)
    assert breaker.resting(0) == 33
    other = Breaker(RULES)
    other.failed("rate_limited", 0, retry_after=9000)
    assert other.resting(0) == RULES.longest


def test_a_rate_limit_that_names_no_time_counts_as_trouble() -> None:
    breaker = Breaker(RULES)
    breaker.failed("rate_limited", 0)
    assert breaker.admits(1)


@pytest.mark.parametrize("code", ["rejected", "interrupted"])
def test_what_says_nothing_of_the_provider_does_not_open_it(code: ModelTroubleCode) -> None:
    breaker = Breaker(RULES)
    for at in range(10):
        breaker.failed(code, at)
    assert breaker.admits(10)


def test_an_interrupted_probe_may_be_made_again() -> None:
    breaker = opened()
    assert breaker.admits(20)
    breaker.failed("interrupted", 21)
    assert breaker.admits(21)


def test_a_refused_probe_shows_that_somebody_is_there() -> None:
    breaker = opened()
    assert breaker.admits(20)
    breaker.failed("rejected", 21)
    assert breaker.admits(21)
    assert breaker.admits(21)


def test_answers_to_requests_from_before_do_not_close_it() -> None:
    breaker = opened()
    breaker.succeeded()
    assert not breaker.admits(1)


def test_failures_of_requests_from_before_do_not_lengthen_the_rest() -> None:
    breaker = opened()
    breaker.failed("server_error", 15)
    assert breaker.resting(15) == 5


class Machine(RuleBasedStateMachine):
    """While it rests nothing passes; half-open, one thing does."""

    def __init__(self) -> None:
        super().__init__()
        self.breaker, self.now, self.probes = Breaker(RULES), 0.0, 0

    @rule(seconds=st.integers(0, 50))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @rule(code=st.sampled_from(["timeout", "rate_limited", "rejected", "interrupted"]), after=st.none() | st.integers(0, 500), good=st.booleans())
    def ask(self, code: ModelTroubleCode, after: float | None, good: bool) -> None:
        resting = self.breaker.resting(self.now)
        admitted = self.breaker.admits(self.now)
        assert not (admitted and resting > 0)
        if not admitted:
            return
        if good:
            self.breaker.succeeded()
            assert self.breaker.admits(self.now)
        else:
            self.breaker.failed(code, self.now, after if code == "rate_limited" else None)

    @invariant()
    def rests_are_bounded(self) -> None:
        assert 0 <= self.breaker.resting(self.now) <= RULES.longest


TestMachine = Machine.TestCase
TestMachine.settings = settings(deadline=None)
