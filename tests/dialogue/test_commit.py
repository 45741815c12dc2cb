"""What it takes to spend money: the read-back, the yes, the code, in any order, and nothing less."""

from dataclasses import replace

import pytest

from dialogue import events as ev
from dialogue.assent import StandingReadBack, Yes, assent
from dialogue.gates import may_create
from tests.dialogue.talk import CODE, WHOLE, Talk

SHOP = "We are Acme Foods in Ghent, mail ops@acme.com"


def confirming() -> Talk:
    """A conversation in which nothing but the yes is missing."""
    talk = Talk()
    talk.say(SHOP, CODE)
    assert talk.asking == "confirm"
    assert talk.state.email_verified
    return talk


@pytest.mark.parametrize(
    "words",
    [
        "yes", "Yes.", "yes please", "yep", "sure", "ok", "go ahead", "yes, go ahead", "create it", "please create it", "do it", "absolutely",
        "confirmed", "I confirm", "let's do it", "that's right, create it", "yes, everything is correct", "looks good, go ahead",
        "of course", "yes, no changes", "yes, no problem", "no problem, create it", "sounds good", "correct", "perfect, create it",
        "why not, go ahead", "yes, create my cloud now please", "y", "yes that is exactly what we need", "build it", "proceed",
    ],
)  # fmt: skip
def test_a_clear_yes_creates(words: str) -> None:
    talk = confirming()
    reply = talk.say(words)
    assert len(talk.creates) == 1
    assert talk.seen["phase"] == "provisioning"
    assert "is being created" in reply
    assert talk.watched == ["0000000000000001"]


@pytest.mark.parametrize(
    "words",
    [
        "no", "wait", "not yet", "hmm", "mhm", "uh-huh", "aha", "right", "thanks", "ok thanks", "thank you very much", "great", "sure I guess",
        "maybe", "I think so", "yes?", "yes or no?", "yeah right", "yes, but later", "yes if it's cheap", "yes I got the code",
        "yes, I have the e-mail", "oh sure, take all my money", "yes my shop is doing fine", "yes no wait", "fine, whatever", "cancel",
        "never mind", "stop", "don't create it", "what does it cost?", "yes, what does it cost?", "yes, but make it Helsinki",
        "ok, with two workers", "yes and add a wiki", "undo", "start over", "talk to a person", "repeat that", "hello", "🙂", "👎", "asdf qwer",
        "no, make it large", "yes, call it Red Door", "yes, send it to jo@acme.com", "let me think", "is it safe?", "you idiot", "",
        "yes, what does it cost", "yes, in Falkenstein", "123456", "no problem", "I'd rather not", "yes, after you have told me the price", "create it tomorrow, maybe",
    ],
)  # fmt: skip
def test_nothing_less_than_a_clear_yes_creates(words: str) -> None:
    talk = confirming()
    talk.say(words)
    assert talk.creates == []
    assert talk.state.yes is None


@pytest.mark.parametrize("words", ["👍", "👍🏽👍🏽", "✅ !"])
def test_a_thumb_is_a_yes(words: str) -> None:
    talk = confirming()
    talk.say(words)
    assert len(talk.creates) == 1


@pytest.mark.parametrize("words", ["sure I guess", "ok thanks", "mhm", "yes I got the code", "yes?"])
def test_half_a_yes_is_asked_about(words: str) -> None:
    talk = confirming()
    reply = talk.say(words)
    assert "a clear yes" in reply
    assert talk.asking == "confirm"
    talk.say("yes")
    assert len(talk.creates) == 1


def test_yes_but_is_a_change_and_takes_a_new_read_back() -> None:
    talk = confirming()
    reply = talk.say("yes, but make it Helsinki")
    assert "Helsinki, Finland (hel1)" in reply
    assert talk.asking == "confirm"
    assert talk.state.read_back is not None
    assert not talk.state.read_back.acknowledged
    talk.say("yes")
    assert [plan["regions"] for plan in talk.creates] == [["hel1"]]


def test_yes_with_a_question_is_answered_and_asked_again() -> None:
    talk = confirming()
    reply = talk.say("yes, what does it cost?")
    assert "EUR 25.49" in reply
    assert reply.endswith("?")
    assert talk.asking == "confirm"
    talk.say("yes")
    assert len(talk.creates) == 1


@pytest.mark.parametrize(
    "words", ["GDPR applies", "make it large", "two workers", "call it Red Door", "the address should be bdx", "we need a wiki", "HA please"]
)
def test_any_change_voids_the_read_back(words: str) -> None:
    talk = confirming()
    before = talk.state.read_back
    reply = talk.say(words)
    assert talk.state.read_back is not None
    assert talk.state.read_back != before
    assert "plan" in reply
    assert not talk.state.read_back.acknowledged
    talk.say("yes", show=False)
    assert talk.creates == []


def test_undo_takes_a_new_read_back_too() -> None:
    talk = confirming()
    talk.say("make it large")
    reply = talk.say("undo")
    assert "Taken back." in reply
    assert talk.plan["size"] == "cpx42"
    assert talk.state.read_back is not None
    assert not talk.state.read_back.acknowledged


def test_a_read_back_that_was_not_shown_cannot_be_confirmed() -> None:
    talk = Talk()
    talk.say(SHOP, show=False)
    talk.say(f"{CODE} yes", show=False)
    assert talk.creates == []
    assert talk.state.email_verified
    reply = talk.say("yes", show=False)
    assert talk.creates == []
    assert "have a look" in reply
    talk.say("yes")
    assert len(talk.creates) == 1


def test_shown_up_to_an_earlier_line_is_not_enough() -> None:
    talk = Talk()
    talk.say(SHOP, show=False)
    assert talk.state.read_back is not None
    talk.post(ev.Shown(upto=talk.state.read_back.seq - 1))
    talk.say(f"{CODE} yes", show=False)
    assert talk.creates == []


@pytest.mark.parametrize(
    "turns",
    [
        (CODE, "yes"), ("yes", CODE), (f"{CODE} yes",), (f"{CODE}, yes please",), (f"yes, the code is {CODE}",), (f"yes {CODE}",),
        ("yes", "it's one three five seven nine oh"), ("111111", CODE, "yes"), ("yes", "111111", CODE), ("what is the code for?", CODE, "yes"),
        (f"the code is {CODE} and yes",), ("135 790", "yes"), ("yes", "135-790"), ("no", CODE, "yes"), ("yes", "what does it cost?", CODE),
    ],
)  # fmt: skip
def test_code_and_yes_in_any_order(turns: tuple[str, ...]) -> None:
    talk = Talk()
    talk.say(SHOP)
    assert talk.asking == "email_code"
    assert talk.seen["phase"] == "verifying"
    for text in turns[:-1]:
        talk.say(text)
        assert talk.creates == []
    talk.say(turns[-1])
    assert len(talk.creates) == 1
    assert talk.creates[0]["email"] == "ops@acme.com"
    assert talk.plan["emailVerified"] is True


@pytest.mark.parametrize(
    ("turns", "creates"),
    [(("yes", "no", CODE), 0), (("yes", "wait", CODE), 0), (("yes", "make it large", CODE), 0), (("yes", "cancel", CODE), 0), (("yes", "thanks", CODE), 1)],
)
def test_a_yes_before_the_code_stands_until_something_changes(turns: tuple[str, ...], creates: int) -> None:
    talk = Talk()
    talk.say(SHOP, *turns)
    assert len(talk.creates) == creates


def test_what_is_said_while_a_code_is_awaited_is_taken_in() -> None:
    talk = Talk()
    talk.say(SHOP, "also put it in Helsinki", "two workers", "and a website")
    assert talk.plan["regions"] == ["fsn1", "hel1"]
    assert talk.plan["workers"] == 2
    assert talk.plan["apps"] == ["wordpress"]
    assert talk.mails == ["ops@acme.com"]
    assert talk.asking == "email_code"
    assert "still counts" in talk.say("make it large")
    talk.say(f"{CODE} yes")
    assert talk.creates[0]["size"] == "cpx52"


def test_a_change_beside_the_code_is_taken_in() -> None:
    talk = Talk()
    reply = talk.say(SHOP, f"{CODE}, but put it in Helsinki")
    assert talk.state.email_verified
    assert talk.plan["regions"] == ["hel1"]
    assert talk.creates == []
    assert "Helsinki" in reply
    assert talk.asking == "confirm"


def test_another_address_voids_the_verification() -> None:
    talk = confirming()
    reply = talk.say("my email is jo@acme.com instead")
    assert talk.plan["emailVerified"] is False
    assert talk.mails == ["ops@acme.com", "jo@acme.com"]
    assert "I've sent a six-digit code to jo@acme.com" in reply
    assert talk.asking == "email_code"
    talk.say("yes")
    assert talk.creates == []
    talk.say(CODE)
    assert talk.creates[0]["email"] == "jo@acme.com"


def test_the_verified_address_needs_no_second_code() -> None:
    talk = confirming()
    talk.say("my email is jo@acme.com instead", "no, ops@acme.com after all")
    assert talk.plan["emailVerified"] is True
    assert talk.asking == "confirm"


def test_wrong_codes() -> None:
    talk = Talk()
    assert "two tries left" in talk.say(SHOP, "111111")
    assert "one try left" in talk.say("222222")
    reply = talk.say("333333")
    assert "one wrong code too many" in reply
    assert talk.mails == ["ops@acme.com"]
    assert "expired or was never sent" in talk.say(CODE)
    assert "I've sent a new code to ops@acme.com." in talk.say("send a new code")
    talk.say(CODE)
    assert talk.state.email_verified
    assert talk.asking == "confirm"


def test_an_expired_code() -> None:
    talk = Talk()
    talk.say(SHOP)
    talk.expired = True
    assert "has expired" in talk.say(CODE)
    assert talk.asking == "email_code"
    assert talk.mails == ["ops@acme.com"]
    talk.say("could you send me another code?", f"{CODE} yes")
    assert len(talk.mails) == 2
    assert len(talk.creates) == 1


@pytest.mark.parametrize("words", ["send a new code", "I didn't get the code", "no e-mail arrived", "resend it please, the code", "another code please"])
def test_a_code_is_sent_again_on_request(words: str) -> None:
    talk = Talk()
    reply = talk.say(SHOP, words)
    assert talk.mails == ["ops@acme.com"] * 2
    assert "new code" in reply
    assert talk.asking == "email_code"


def test_a_verified_address_needs_no_new_code() -> None:
    talk = confirming()
    assert "verified already" in talk.say("send a new code")
    assert "verified already" in talk.say("246802")
    assert talk.mails == ["ops@acme.com"]
    assert talk.asking == "confirm"


@pytest.mark.parametrize("why", ["mail_failed", "rate_limited"])
def test_a_code_that_could_not_be_sent(why: str) -> None:
    talk = Talk(mail_failures=[why])
    reply = talk.say(SHOP)
    assert talk.asking == "email_code"
    assert talk.mails == []
    assert ("couldn't send" if why == "mail_failed" else "less than a minute") in reply
    talk.say("send a new code", f"{CODE} yes")
    assert len(talk.mails) == 1
    assert len(talk.creates) == 1


def test_a_link_in_the_mail_verifies_outside_a_turn() -> None:
    talk = Talk()
    talk.say(SHOP)
    talk.post(ev.EmailVerified(email="ops@acme.com"))
    assert talk.asking == "confirm"
    assert talk.plan["emailVerified"] is True
    talk.say("yes")
    assert len(talk.creates) == 1


@pytest.mark.parametrize("words", ["no", "no, not yet", "wait", "hold on", "that's wrong"])
def test_a_no_asks_what_to_change(words: str) -> None:
    talk = confirming()
    talk.say(words)
    assert talk.asking == "clarify"
    assert talk.creates == []
    reply = talk.say("make it Helsinki")
    assert "Helsinki, Finland (hel1)" in reply
    assert talk.asking == "confirm"


def test_the_gate_asks_everything_again() -> None:
    talk = confirming()
    digest = talk.state.validated.digest if talk.state.validated else ""
    refusal = may_create(talk.state, digest or "")
    assert refusal is not None
    assert refusal.code == "not_confirmed"
    wrong = may_create(talk.state, "another")
    assert wrong is not None
    assert wrong.code == "digest_mismatch"


def test_the_gate_wants_the_read_back_acknowledged() -> None:
    talk = confirming()
    state, digest = talk.state, talk.state.read_back.digest if talk.state.read_back else ""
    ready = replace(state, yes=Yes(digest, state.seq))
    assert may_create(ready, digest) is None
    for changed, code in (
        ({"read_back": StandingReadBack(digest, 1)}, "read_back_not_shown"),
        ({"read_back": None}, "not_read_back"),
        ({"verified_email": "jo@acme.com"}, "email_not_verified"),
        ({"yes": None}, "not_confirmed"),
        ({"yes": Yes(digest, 1)}, "not_confirmed"),
        ({"secrets": frozenset({"hetznerToken"})}, "plan_changed"),
        ({"create": "unknown"}, "already_requested"),
        ({"spent_digests": frozenset({digest})}, "already_requested"),
        ({"validated": None}, "plan_incomplete"),
    ):
        refusal = may_create(replace(ready, **changed), digest)  # type: ignore[arg-type]  # members of State
        assert refusal is not None, code
        assert refusal.code == code


def test_yes_with_an_open_reading_is_no_yes() -> None:
    talk = Talk()
    talk.say("Blue Door Ltd, mail info@bluedoor.be, hosted in Nuremberg and Helsinki", CODE, "yes, make that Falkenstein")
    assert talk.creates == []
    assert talk.asking == "clarify"


def test_one_post_per_digest() -> None:
    talk = confirming()
    talk.say("yes", "yes", "create it", "yes please")
    assert len(talk.creates) == 1


def test_the_customers_own_account_needs_its_secrets() -> None:
    talk = Talk(started=ev.ConversationStarted(account="customer"))
    reply = talk.say(SHOP)
    assert talk.asking == "secret"
    assert talk.codes == ["credentials_missing"]
    assert "never into the chat" in reply
    names = talk.seen["secretsRequested"]
    assert names == ["hetznerToken", "hetznerProjectID", "objectStorageAccessKey", "objectStorageSecretKey"]
    assert "waiting for the credentials" in talk.say("what now?") or talk.asking == "secret"
    assert "plan" in talk.store(*names)
    assert talk.asking == "email_code"
    assert talk.codes == []
    talk.say(f"{CODE} yes")
    assert len(talk.creates) == 1


def test_the_whole_of_acme_bank() -> None:
    talk = Talk()
    reply = talk.say(WHOLE)
    assert "financial data of people in the EU" in reply
    assert talk.asking == "apps"
    reply = talk.say("no thanks")
    assert reply.startswith(("Let me read", "Here is the whole"))
    assert "One cpx42 (8 cores, 16 GB) machine, no workers." in reply
    assert "Your data stays in the EU." in reply
    assert "EUR 25.49 a month, as an estimate" in reply
    card = next(e.event.read_back for e in reversed(talk.log) if isinstance(e.event, ev.AssistantSaid) and e.event.read_back)
    assert [line.field for line in card.lines] == [
        "organisation", "email", "regions", "size", "workers", "domain", "apps", "residency", "objectStorageRegion",
    ]  # fmt: skip
    assert card.monthly == 25.49


YES = ev.Act(name="affirm")
ACKNOWLEDGED = StandingReadBack("d", 5, acknowledged=True)


@pytest.mark.parametrize(
    ("acts", "given", "stands"),
    [
        ((YES,), {}, True),
        ((YES, ev.Act(name="code")), {}, True),
        ((YES, ev.Act(name="ask", topic="price")), {}, False),
        ((YES, ev.Act(name="deny")), {}, False),
        ((YES, ev.Act(name="clarify")), {}, False),
        ((YES,), {"set": {"regions": ["hel1"]}}, False),
        ((YES,), {"clear": ("regions",)}, False),
        ((ev.Act(name="affirm", topic="hedged"),), {}, False),
        ((ev.Act(name="affirm", topic="backchannel"),), {}, False),
    ],
)
def test_what_counts_as_assent(acts: tuple[ev.Act, ...], given: dict[str, object], stands: bool) -> None:
    said = ev.Understood(of=6, acts=acts, **given)  # type: ignore[arg-type]  # members of Understood
    assert (assent(said, None, ACKNOWLEDGED, "confirm", 6) is not None) is stands
    assert assent(said, None, replace(ACKNOWLEDGED, acknowledged=False), "confirm", 6) is None
    assert assent(said, None, ACKNOWLEDGED, "apps", 6) is None
    assert assent(said, None, None, "confirm", 6) is None
