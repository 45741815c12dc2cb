"""How a deployment ends, and what the person can do then: wait, the same again, another one, a colleague."""

import pytest

from dialogue import events as ev
from dialogue.gates import may_retry
from dialogue.state import RETRY
from tests.dialogue.talk import CODE, Talk, error

BYO = "We're Acme Bank in Berlin, mail ops@acme.com, our domain is cloud.acme-bank.de"
FAILED = ev.Verdict(outcome="failed", sentence="It failed while being planned.", cause="phase0_failed", advice="retry")


def running(**given: object) -> Talk:
    talk = Talk(**given)  # type: ignore[arg-type]  # members of Talk
    talk.to_provisioning(BYO)
    assert talk.seen["phase"] == "provisioning"
    return talk


def lacks(*missing: str, sentence: str = "No valid certificate yet.") -> ev.Verdict:
    return ev.Verdict(outcome="in_progress", sentence=sentence, missing=missing, cause="certificate", advice="wait")


def calls(talk: Talk, tool: str) -> int:
    return sum(1 for e in talk.log if isinstance(e.event, ev.ToolCalled) and e.event.tool == tool)


def test_what_is_still_missing_is_told_once() -> None:
    talk = running()
    said = talk.report(status="ready", verdict=lacks("certificate"))
    assert "No valid certificate yet." in said
    assert talk.seen["phase"] == "provisioning"
    assert talk.report(status="ready", verdict=lacks("certificate")) == ""
    assert "No valid certificate yet." in talk.say("how far is it?")
    assert "is ready" in talk.ready()
    assert talk.seen["phase"] == "ready"


def test_a_console_that_never_answers_reopens_nothing() -> None:
    talk = running()
    talk.report(status="ready", verdict=lacks("name"))
    ended = ev.Verdict(outcome="unreachable", sentence="Its name is unknown.", missing=("name",), cause="name", advice="ask_person")
    said = talk.report(status="ready", verdict=ended)
    assert "exists" in said
    assert "Its name is unknown." in said
    assert talk.seen["phase"] == "failed"
    assert talk.seen["deployment"]["verdict"]["outcome"] == "unreachable"
    talk.say("yes", "create it", "make it Helsinki", "yes")
    assert len(talk.creates) == 1, "the Sovereign is there; nothing else is created"


def test_looking_again_at_a_console_that_did_not_answer() -> None:
    talk = running()
    ended = ev.Verdict(outcome="unreachable", sentence="Its name is unknown.", missing=("name",), cause="name")
    talk.report(status="ready", verdict=ended)
    watched = len(talk.watched)
    assert "once more" in talk.say("look again")
    assert len(talk.watched) == watched + 1
    assert talk.seen["phase"] == "provisioning"
    assert "is ready" in talk.ready()
    assert talk.refold() == talk.state


def test_the_same_again_runs_the_same_deployment() -> None:
    talk = running()
    said = talk.report(status="failed", verdict=FAILED)
    assert "run the same once more" in said
    assert talk.seen["phase"] == "failed"
    watched = len(talk.watched)
    reply = talk.say("try again")
    assert "once more" in reply
    assert (calls(talk, RETRY), len(talk.creates), len(talk.watched)) == (1, 1, watched + 1)
    assert talk.seen["phase"] == "provisioning"
    assert talk.state.deployment is not None
    assert may_retry(talk.state, talk.state.deployment.id) is not None, "one call for one intent"
    assert "is ready" in talk.ready()
    assert talk.refold() == talk.state


def test_the_same_again_helps_once_at_most() -> None:
    talk = running()
    talk.report(status="failed", verdict=FAILED)
    talk.say("try again")
    said = talk.report(status="failed", verdict=FAILED)
    assert "run the same" not in said
    reply = talk.say("try again")
    assert talk.asking == "confirm"
    assert "Acme Bank" in reply
    assert (calls(talk, RETRY), len(talk.creates)) == (1, 1)
    talk.say("yes")
    assert len(talk.creates) == 2


def test_a_change_instead_of_the_same_again() -> None:
    talk = running()
    talk.report(status="failed", verdict=FAILED)
    talk.say("make it Helsinki")
    assert talk.asking == "confirm"
    talk.say("yes")
    assert [plan["regions"] for plan in talk.creates] == [["fsn1"], ["hel1"]]
    assert calls(talk, RETRY) == 0


@pytest.mark.parametrize("words", ["yes", "go ahead", "ok", "what went wrong?", "thanks"])
def test_only_clear_words_run_it_again(words: str) -> None:
    talk = running()
    talk.report(status="failed", verdict=FAILED)
    talk.say(words)
    assert calls(talk, RETRY) == 0
    assert len(talk.creates) == 1


@pytest.mark.parametrize("advice", ["new_deployment", "ask_person", "wait", None])
def test_without_that_advice_it_is_a_new_plan(advice: str | None) -> None:
    talk = running()
    verdict = FAILED.model_copy(update={"advice": advice})
    said = talk.report(status="failed", verdict=verdict)
    assert "It failed while being planned." in said
    assert ("person" in said) is (advice == "ask_person")
    talk.say("try again")
    assert talk.asking == "confirm"
    assert calls(talk, RETRY) == 0


@pytest.mark.parametrize("outcome", ["refused", "unreachable"])
def test_a_refused_retry_leads_to_a_new_plan(outcome: str) -> None:
    talk = running(failures={RETRY: [error("in-flight", "The service refused that.", outcome)]})
    talk.report(status="failed", verdict=FAILED)
    assert "The service refused that." in talk.say("try again")
    assert talk.seen["phase"] == "failed"
    talk.say("try again")
    assert talk.asking == "confirm"
    assert calls(talk, RETRY) == 1


def test_an_unknown_outcome_of_a_retry_is_watched() -> None:
    talk = running(failures={RETRY: [error("cut", "The connection broke.", "unknown")]})
    talk.report(status="failed", verdict=FAILED)
    watched = len(talk.watched)
    talk.say("try again")
    assert len(talk.watched) == watched + 1
    assert talk.seen["phase"] == "provisioning"


def _retried(crash_at: frozenset[int] = frozenset()) -> Talk:
    talk = Talk(crash_at=crash_at)
    talk.to_provisioning(BYO)
    talk.report(status="failed", verdict=FAILED)
    talk.say("try again")
    return talk


@pytest.mark.parametrize("back", range(1, 6))
def test_a_crash_around_a_retry_posts_it_once_and_goes_on(back: int) -> None:
    talk = _retried(frozenset({len(_retried().log) - back + 1}))
    assert calls(talk, RETRY) == 1
    assert talk.seen["phase"] == "provisioning"
    assert talk.watched
    assert talk.refold() == talk.state
    assert not talk.state.turn_is_open


def test_the_gate_opens_for_ones_own_retry_alone() -> None:
    talk = running(hold=frozenset({RETRY}))
    talk.report(status="failed", verdict=FAILED)
    number = talk.state.deployment.id if talk.state.deployment else ""
    assert may_retry(talk.state, number) is not None, "before anybody asked"
    talk.say("try again")
    assert may_retry(talk.state, number) is None
    assert may_retry(talk.state, "f" * 16) is not None
    assert CODE not in str(talk.log)


@pytest.mark.parametrize("words", ["so, is it ready?", "what went wrong?", "thanks"])
def test_a_question_about_what_failed_reads_no_plan_back(words: str) -> None:
    talk = running()
    talk.report(status="failed", verdict=FAILED)
    reply = talk.say(words)
    assert "plan back" not in reply
    assert "whole plan" not in reply
    assert (talk.seen["phase"], talk.asking) == ("failed", None)
    talk.say("make it Helsinki")
    assert talk.asking == "confirm"
