"""A no in more than one word, and what takes back a yes that was given before."""

import pytest

from dialogue import events as ev
from dialogue.understanding.yes_no import yes_no
from tests.dialogue.languages import tongues
from tests.dialogue.talk import CODE, Talk

SHOP = "We are Acme Foods in Ghent, mail ops@acme.com"
BEGINS = {
    "en": (SHOP, "yes"),
    "de": ("Wir heißen Acme Foods, ops@acme.com", "ja"),
    "fr": ("Nous sommes Acme Foods, ops@acme.com", "oui"),
    "es": ("Somos Acme Foods, ops@acme.com", "sí"),
    "ar": ("اسم المؤسسة Acme، البريد ops@acme.com", "نعم"),
    "tr": ("Kuruluşumuzun adı Acme, e-posta ops@acme.com", "evet"),
}
NOES = [
    ("en", "absolutely not"), ("en", "certainly not"), ("en", "of course not!"), ("en", "definitely not"), ("en", "most certainly not"), ("en", "hell no"),
    ("en", "no way"), ("en", "heavens no"), ("en", "Lord, no!"), ("en", "sure as hell not"), ("en", "not a chance"), ("en", "over my dead body"),
    ("en", "under no circumstances"), ("en", "just not today"), ("en", "no, absolutely"), ("en", "oh no no no"), ("en", "obviously not yet"), ("en", "thanks, but no thanks"), ("en", "great, but no thank you"),
    ("en", "yes. no, wait."), ("en", "sure, hold on"), ("en", "ok… actually no"), ("en", "yes, wait"), ("en", "go ahead. no, sorry"), ("en", "fine, don't"),
    ("de", "auf gar keinen Fall"), ("de", "natürlich nicht"), ("de", "ganz sicher nicht"), ("de", "um Gottes willen nein"), ("de", "aber nein"), ("de", "ja. nein, warte"),
    ("fr", "bien sûr que non"), ("fr", "certainement pas"), ("fr", "évidemment que non"), ("fr", "hors de question"), ("fr", "jamais"),
    ("es", "claro que no"), ("es", "por supuesto que no"), ("es", "ni loco"), ("es", "jamás"), ("es", "sí. no, espera"),
    ("ar", "بالطبع لا"), ("ar", "طبعا لا"), ("ar", "أكيد لا"), ("ar", "لا طبعا"), ("ar", "قطعا لا"), ("ar", "مستحيل"), ("ar", "نعم. لا، انتظروا"),
    ("tr", "kesinlikle hayır"), ("tr", "tabii ki hayır"), ("tr", "elbette hayır"), ("tr", "kesinlikle olmaz"), ("tr", "mümkün değil"), ("tr", "evet. hayır, dur"),
]  # fmt: skip
HALF = [
    ("en", "well, ok, not today though"), ("en", "sure, but only next week"), ("en", "yes, if it's free"), ("en", "yes, provided my boss agrees"),
    ("en", "yes, on one condition"), ("en", "ok, once I have the money"), ("en", "sure, unless it rains"), ("en", "yes, tomorrow"), ("en", "I guess so, yes, maybe"),
    ("de", "ja, aber erst nächste Woche"), ("de", "ja, wenn es nichts kostet"), ("de", "ja, nicht heute"), ("fr", "oui, si c'est gratuit"), ("fr", "oui, mais seulement demain"),
    ("es", "sí, si es gratis"), ("es", "sí, pero hoy no"), ("ar", "نعم إذا كان مجانا"), ("ar", "نعم، لكن الأسبوع القادم"), ("tr", "evet, bedavaysa"), ("tr", "evet, haftaya"),
]  # fmt: skip
PASSING = ["ok, thanks", "great, thank you!", "mhm", "I see", "ok let me check my inbox", "yes, the code is coming", "sure, let me look for the mail", "thanks", "what does it cost?"]


def agreed(language: str) -> Talk:
    """A yes stands, and only the code is missing."""
    talk = Talk(core=tongues.CORE, started=ev.ConversationStarted(language=language))
    talk.say(*BEGINS[language])
    assert talk.state.yes is not None
    return talk


@pytest.mark.parametrize(("language", "words"), NOES)
def test_a_no_takes_the_yes_back(language: str, words: str) -> None:
    talk = agreed(language)
    talk.say(words)
    assert talk.state.yes is None
    assert talk.state.understood is not None
    assert [act.name for act in talk.state.understood.acts if act.name in ("affirm", "deny")] == ["deny"]
    talk.say(CODE)
    assert talk.creates == []


@pytest.mark.parametrize(("language", "words"), HALF)
def test_a_yes_with_a_condition_takes_the_clear_one_back(language: str, words: str) -> None:
    talk = agreed(language)
    talk.say(words, CODE)
    assert talk.creates == []


@pytest.mark.parametrize(("language", "words"), [*NOES, *HALF])
def test_neither_is_a_yes_to_the_plan(language: str, words: str) -> None:
    talk = Talk(core=tongues.CORE, started=ev.ConversationStarted(language=language))
    talk.say(BEGINS[language][0], CODE)
    assert talk.asking == "confirm"
    talk.say(words)
    assert talk.creates == []


@pytest.mark.parametrize("words", ["absolutely not", "hell no", "no way", "certainly not"])
def test_a_strong_no_to_the_plan_is_taken_for_one(words: str) -> None:
    talk = Talk()
    talk.say(SHOP, CODE)
    talk.say(words)
    assert talk.asking == "clarify"
    assert talk.creates == []


@pytest.mark.parametrize("words", PASSING)
def test_what_is_said_by_the_way_leaves_the_yes_standing(words: str) -> None:
    talk = agreed("en")
    talk.say(words, CODE)
    assert len(talk.creates) == 1


@pytest.mark.parametrize("words", ["absolutely, no problem", "of course, no changes", "sure, not a problem", "certainly, no objections", "yes, no more questions", "definitely"])
def test_what_only_sounds_like_a_no_is_a_yes(words: str) -> None:
    assert [(act.name, act.topic) for act in yes_no(words, asks=False)] == [("affirm", None)]


@pytest.mark.parametrize("words", ["absolutely no workers", "certainly no website", "of course no Helsinki"])
def test_a_no_to_a_thing_is_none_to_the_whole(words: str) -> None:
    assert all(act.name != "deny" for act in yes_no(words, asks=False))
