"""What is only supposed or asked changes nothing, nor does what goes on from it."""

import pytest

from dialogue import events as ev
from tests.dialogue.languages import tongues
from tests.dialogue.talk import Talk

BEGINS = {
    "en": "Acme, a@acme.com",
    "de": "Wir heißen Acme, a@acme.com",
    "fr": "Nous sommes Acme, a@acme.com",
    "es": "Somos Acme, a@acme.com",
    "tr": "Kuruluşumuzun adı Acme, e-posta a@acme.com",
    "ar": "اسم المؤسسة Acme، البريد a@acme.com",
}


def begun(language: str = "en") -> Talk:
    talk = Talk(core=tongues.CORE, started=ev.ConversationStarted(language=language))
    talk.say(BEGINS[language])
    return talk


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("what if we had three workers?", "and with HA?")), ("en", ("what if we had three workers?", "and with HA", "and in Ashburn")), ("en", ("and if we took Helsinki?", "and large?")),
        ("en", ("suppose we had two regions, what would that be?", "and three?", "or what about ARM?")), ("en", ("what would it cost with HA?", "and in Helsinki?", "ok, and with five workers?")),
        ("en", ("if we moved it to Ashburn?",)), ("en", ("imagine we went for dedicated machines?",)), ("en", ("what if it were in Hillsboro?",)), ("en", ("what if we added a wiki?", "and a blog?")),
        ("en", ("is acme-cloud.omani.works free?",)), ("en", ("is the name beta.omani.works still available?",)), ("en", ("is zebra.example.com taken?", "or would acme.example.com be free?")),
        ("de", ("Was wäre, wenn wir drei Worker hätten?", "Und mit Hochverfügbarkeit?", "Und wenn wir Helsinki nehmen würden?")), ("de", ("Ist acme-cloud.omani.works frei?",)),
        ("fr", ("Et si on avait trois workers ?", "Et si on prenait Helsinki ?")), ("fr", ("Est-ce que acme-cloud.omani.works est libre ?",)),
        ("es", ("¿Y si tuviéramos tres workers?", "¿Y si fuera en Helsinki?")), ("es", ("¿está libre acme-cloud.omani.works?",)),
        ("tr", ("Üç worker olsaydı ne kadar olurdu?", "Ya Helsinki'yi alsaydık?")), ("tr", ("acme-cloud.omani.works boş mu?",)),
        ("ar", ("ماذا لو كان لدينا ثلاثة عمال؟", "وماذا لو اخترنا هلسنكي؟")), ("ar", ("هل acme-cloud.omani.works متاح؟",)),
    ],
)  # fmt: skip
def test_the_plan_stays(language: str, words: tuple[str, ...]) -> None:
    talk = begun(language)
    before = talk.plan
    for text in words:
        talk.say(text)
        assert talk.state.understood is not None
        assert any(act.name == "ask" for act in talk.state.understood.acts), text
        assert talk.plan == before, text


def test_suppositions_add_up() -> None:
    talk = begun()
    reply = talk.say("what if we had three workers?", "and with HA?")
    assert "three workers and high availability" in reply
    assert "EUR 152.94" in reply
    talk.say("ok, take that")
    assert talk.plan["workers"] == 3
    assert talk.plan["highAvailability"] is True


def test_another_of_a_kind_takes_the_place_of_the_first() -> None:
    talk = begun()
    assert "EUR 127.45" in talk.say("what if we had three workers?", "and four?")
    assert "Ashburn" in (reply := talk.say("what would it cost in Helsinki?", "and in Ashburn?"))
    assert "Helsinki" not in reply


@pytest.mark.parametrize(
    ("words", "slot", "value"),
    [
        (("how about Helsinki?",), "regions", ["hel1"]), (("could we have HA?",), "highAvailability", True), (("what if we had three workers?", "ok, make it large"), "size", "cpx52"),
        (("what if we had three workers?", "and with HA, please"), "highAvailability", True), (("how much with HA?", "then add a wiki"), "apps", ["bookstack"]),
        (("what if we took Helsinki?", "let's go there"), "regions", ["hel1"]), (("use gamma.omani.works",), "domain", "gamma.omani.works"),
    ],
)  # fmt: skip
def test_what_is_wished_is_taken(words: tuple[str, ...], slot: str, value: object) -> None:
    talk = begun()
    talk.say(*words)
    found = talk.plan[slot]
    assert (found["fqdn"] if slot == "domain" else found) == value
