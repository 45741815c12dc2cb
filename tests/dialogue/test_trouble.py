"""Tools that fail, creates that are refused or end nobody knows how, processes that die."""

import pytest

from dialogue import events as ev
from dialogue.state import CREATE, FIND, SSHKEY, VALIDATE
from tests.dialogue.talk import BEGIN, CODE, Talk, error

SHOP = "We are Acme Foods in Ghent, mail ops@acme.com"
UNKNOWN = error("timeout", "No answer.", "unknown")


def committed(**given: object) -> Talk:
    """After the yes that leads to the POST."""
    talk = Talk(**given)  # type: ignore[arg-type]  # members of Talk
    talk.say(SHOP, f"{CODE} yes")
    return talk


@pytest.mark.parametrize("tool", [VALIDATE, SSHKEY])
@pytest.mark.parametrize("words", ["try again", "please try again", "yes", "go on", "hello?"])
def test_a_failed_tool_is_told_and_tried_again_on_the_next_turn(tool: str, words: str) -> None:
    talk = Talk(failures={tool: [error("unreachable", "The service cannot be reached.", "unreachable")]})
    reply = talk.say(SHOP)
    assert "The service cannot be reached. What you told me is kept" in reply
    assert talk.mails == []
    reply = talk.say(words)
    assert "Acme Foods, ops@acme.com." in reply
    assert talk.asking == "email_code"
    assert talk.mails == ["ops@acme.com"]


def test_a_failure_without_a_message_still_says_something() -> None:
    talk = Talk(failures={VALIDATE: [error("internal", "")]})
    assert talk.say(SHOP).startswith("Something didn't work on our side. ")


def test_a_taken_name_reopens_the_plan() -> None:
    talk = committed(failures={CREATE: [error("subdomain-conflict", "The name acme-foods is taken.")]})
    assert talk.asking == "domain"
    assert talk.seen["phase"] == "talking"
    assert talk.creates == []
    assert talk.codes == ["label_taken"]  # although the check still says that it is free
    assert talk.seen["options"] == ["acme-foods-cloud", "acme-foods-2", "acme-foods-hq"]
    assert "Nothing was created. The name acme-foods is taken." in talk.state.last_said
    reply = talk.say("acme-foods-hq")
    assert "acme-foods-hq.omani.works" in reply
    assert talk.asking == "confirm"
    assert talk.creates == []
    talk.say("yes")
    assert [plan["domain"]["label"] for plan in talk.creates] == ["acme-foods-hq"]


def test_a_name_taken_meanwhile_is_offered_others() -> None:
    talk = Talk(failures={CREATE: [error("subdomain-conflict", "The name acme-foods is taken.")]})
    talk.say(SHOP)
    talk.taken = frozenset({"acme-foods"})
    reply = talk.say(f"{CODE} yes")
    assert talk.asking == "domain"
    assert talk.codes == ["label_taken"]
    assert "Free are acme-foods-cloud, acme-foods-2, acme-foods-hq" in reply
    talk.say("the second one", "yes")
    assert talk.creates[0]["domain"]["label"] == "acme-foods-2"


@pytest.mark.parametrize("words", ["try again", "yes", "go ahead", "once more: try it again"])
def test_a_refused_create_takes_a_new_read_back_and_a_new_yes(words: str) -> None:
    talk = committed(failures={CREATE: [error("service-unavailable", "The service is busy.")]})
    assert "Nothing was created. The service is busy." in talk.state.last_said
    assert talk.asking == "clarify"
    talk.say(words) if "once" not in words else talk.say("try again")
    assert talk.creates == []
    assert talk.asking == "confirm"
    assert talk.state.read_back is not None
    assert not talk.state.read_back.acknowledged
    talk.say("yes")
    assert len(talk.creates) == 1


def test_a_refused_plan_is_validated_afresh() -> None:
    talk = committed(failures={CREATE: [error("invalid", "No.")]})
    calls = [e.event.tool for e in talk.log if isinstance(e.event, ev.ToolCalled)]
    assert calls == [VALIDATE, SSHKEY, VALIDATE, CREATE, VALIDATE]


def test_an_unknown_outcome_that_is_found_is_adopted() -> None:
    talk = committed(failures={CREATE: [UNKNOWN]}, lookups=[{"outcome": "found", "id": "abc", "adopted": True}])
    assert len(talk.creates) == 1
    assert talk.watched == ["abc"]
    assert talk.seen["phase"] == "provisioning"
    assert "I found the deployment that was already under way" in talk.state.last_said
    assert talk.seen["deployment"]["fqdn"] == "acme-foods.omani.works"


def test_an_unknown_outcome_that_is_absent_is_read_back_and_asked() -> None:
    talk = committed(failures={CREATE: [UNKNOWN]})
    assert len(talk.creates) == 1
    assert talk.asking == "confirm"
    assert "no such deployment is listed" in talk.state.last_said
    assert "Acme Foods" in talk.state.last_said
    talk.say("mhm")
    assert len(talk.creates) == 1
    talk.say("yes")
    assert len(talk.creates) == 2


@pytest.mark.parametrize("words", ["yes", "try again", "make it Helsinki", "go ahead", "create it"])
def test_an_ambiguous_outcome_is_a_matter_for_a_person(words: str) -> None:
    talk = committed(failures={CREATE: [UNKNOWN]}, lookups=[{"outcome": "ambiguous"}])
    assert "A colleague has to look at it" in talk.state.last_said
    assert talk.state.human
    talk.say(words, "yes", "yes")
    assert len(talk.creates) == 1


def test_another_name_goes_on_after_an_ambiguous_outcome() -> None:
    talk = committed(failures={CREATE: [UNKNOWN]}, lookups=[{"outcome": "ambiguous"}])
    talk.say("the address should be acme-two", "yes")
    assert talk.creates[-1]["domain"]["label"] == "acme-two"


def test_a_lookup_that_fails_is_never_followed_by_a_blind_post() -> None:
    talk = committed(failures={CREATE: [UNKNOWN], FIND: [error("down", "", "unreachable")] * 3})
    assert "I won't send it again blindly" in talk.state.last_said
    assert talk.seen["phase"] == "provisioning"
    talk.say("yes", "create it")
    assert len(talk.creates) == 1
    talk.lookups = [{"outcome": "found", "id": "abc", "adopted": True}]
    talk.say("look again")
    assert talk.watched == ["abc"]
    assert len(talk.creates) == 1


def test_a_failed_deployment_reopens_the_plan() -> None:
    talk = committed()
    said = talk.fail("Installing gitea failed.")
    assert "Installing gitea failed." in said
    assert talk.seen["phase"] == "failed"
    reply = talk.say("try again")
    assert talk.asking == "confirm"
    assert "Acme Foods" in reply
    assert len(talk.creates) == 1
    talk.say("yes")
    assert len(talk.creates) == 2
    assert "is ready" in talk.ready()
    assert talk.seen["phase"] == "ready"


def test_a_failed_deployment_with_a_change() -> None:
    talk = committed()
    talk.fail()
    reply = talk.say("make it Helsinki")
    assert "Helsinki, Finland (hel1)" in reply
    assert talk.asking == "confirm"
    talk.say("yes")
    assert [plan["regions"] for plan in talk.creates] == [["fsn1"], ["hel1"]]


@pytest.mark.parametrize("outcome", ["ready", "failed"])
def test_a_verdict_in_an_open_turn_is_told_when_it_closes(outcome: str) -> None:
    talk = committed()
    assert talk.state.deployment is not None
    verdict = ev.Verdict(outcome=outcome, sentence="That was it.")  # type: ignore[arg-type]  # one of the two
    report = ev.DeploymentReported(deployment_id=talk.state.deployment.id, status=outcome, verdict=verdict)
    for event in (ev.UserSaid(text="what is a region?"), report):  # logged; then the process died
        talk.log.append(ev.Logged(seq=len(talk.log) + 1, at=BEGIN, event=event))
    talk.state = talk.refold()
    assert talk.state.turn_is_open
    before = len(talk.log)
    talk.post(ev.Resumed())
    texts = [e.event.text for e in talk.log[before:] if isinstance(e.event, ev.AssistantSaid)]
    assert len(texts) == 1
    assert "data centre site" in texts[0]
    assert "That was it." in texts[0]
    assert talk.state.deployment is not None
    assert talk.state.deployment.announced


def test_a_verdict_while_a_tool_runs_is_told_with_the_reply() -> None:
    talk = committed()
    talk.fail()
    talk.hold = frozenset({VALIDATE})
    talk.say("make it Helsinki")
    assert talk.state.turn_is_open
    assert talk.held
    talk.hold = frozenset()
    assert "Helsinki" in talk.release()
    assert not talk.state.turn_is_open


def test_a_late_validation_of_an_older_draft_is_not_taken() -> None:
    talk = Talk()
    talk.say(SHOP)
    talk.hold = frozenset({VALIDATE})
    talk.say("make it Helsinki")
    talk.post(talk.heard("no, make it Nuremberg"))
    assert len(talk.held) == 1
    talk.hold = frozenset()
    talk.release()
    assert talk.plan["regions"] == ["nbg1"]
    assert not talk.state.turn_is_open
    assert talk.state.validated_for == talk.state.basis


SCRIPT = (SHOP, "put it in Helsinki", "111111", CODE, "yes, what does it cost?", "yes", "how far is it?")


def _spoken(crash_at: frozenset[int] = frozenset(), **given: object) -> Talk:
    talk = Talk(crash_at=crash_at, **given)  # type: ignore[arg-type]  # members of Talk
    talk.lookups = [{"outcome": "found", "id": "abc", "adopted": True}]
    for text in SCRIPT:
        talk.say(text)
    return talk


LENGTH = len(_spoken().log)


@pytest.mark.parametrize("at", range(1, LENGTH + 1))
def test_a_crash_at_any_event_loses_nothing_and_creates_once(at: int) -> None:
    talk = _spoken(frozenset({at}))
    assert talk.refold() == talk.state
    assert len(talk.creates) <= 1
    assert talk.seen["phase"] == "provisioning"
    assert talk.plan["regions"] == ["hel1"]
    assert talk.plan["email"] == "ops@acme.com"
    assert not talk.state.turn_is_open
    assert not talk.state.pending


@pytest.mark.parametrize("at", range(5, LENGTH, 3))
def test_crashes_in_a_row(at: int) -> None:
    talk = _spoken(frozenset({at, at + 1, at + 2, at + 4}))
    assert talk.refold() == talk.state
    assert len(talk.creates) <= 1
    assert not talk.state.turn_is_open


def test_a_crash_after_the_intent_to_create_looks_first() -> None:
    base = committed()
    at = next(e.seq for e in base.log if isinstance(e.event, ev.ToolCalled) and e.event.tool == CREATE)
    absent = committed(crash_at=frozenset({at}))
    assert absent.creates == []
    assert absent.asking == "confirm"
    assert "no such deployment" in absent.state.last_said
    found = committed(crash_at=frozenset({at}), lookups=[{"outcome": "found", "id": "abc", "adopted": True}])
    assert found.watched == ["abc"]
    assert found.creates == []


def test_a_plan_above_the_ceiling_goes_to_a_person() -> None:
    talk = Talk(ceiling=50)
    talk.say(SHOP)
    assert not talk.state.human
    reply = talk.say("three regions")
    assert talk.codes == ["over_ceiling"]
    assert talk.state.human
    assert "colleague" in reply
    talk.say("yes", CODE, "yes")
    assert talk.creates == []
    talk.say("just one region", "yes")
    assert len(talk.creates) == 1
