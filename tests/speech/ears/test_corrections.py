"""A correction asks for a name in just one place, and there misheard words are judged nearly as boldly as in an answer."""

from pathlib import Path

import pytest

from speech.ears.corrections import demands
from speech.ears.hearing import Hearing, Task
from speech.ears.languages import Languages
from speech.ears.port import Vocabulary
from speech.ears.repair import look
from speech.ears.rivals import places, text_with
from tests.speech.ears.making import WrittenModel, noise, recording, tokens
from tests.speech.ears.test_whisper import ears as real_ears

NAMES = ("Falkenstein", "Nuremberg", "Helsinki", "Ashburn", "Hillsboro", "Nextcloud", "Gitea")
MISHEARD = "Please use your remember instead."
MEANT = "Please use Nuremberg instead."
DAMAGED = Path(__file__).parent / "clips" / "use-nuremberg-instead.ogg"
"""That sentence by the packaged voice, with six holes of 10 ms in it."""


def beside(slot: str | None = "email") -> Vocabulary:
    return Vocabulary(NAMES, slot=slot)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (MISHEARD, ["your remember"]),
        ("No, make that fall constant, please.", ["fall constant,"]),
        ("Make it in the hell sinky.", ["the hell sinky."]),
        ("Change it to new Emberg and ash burn", ["new Emberg", "ash burn"]),
        ("Sorry, I meant hell sinky, sorry.", ["hell sinky,"]),
        ("Not Munich, ash burn.", ["ash burn."]),
        ("No, no, ash burn.", ["ash burn."]),
        ("I would like to go with get tea instead, thanks", ["get tea"]),
        ("Place use your Rember Ginstead.", ["your Rember"]),
        ("We use your remember for that.", []),
        ("Yes, please use it.", []),
        ("That makes it better, I think.", []),
        ("Use the one that my brother told me about the other day instead.", []),
        ("No.", []),
        ("", []),
    ],
)
def test_where_a_name_is_asked_for(text: str, asked: list[str]) -> None:
    words = text.split()
    found = [" ".join(words[d.start : d.end]) for d in demands(text)]
    assert [part for part in found if part != "no,"] == asked


def test_what_is_asked_for_is_its_words_without_the_small_ones() -> None:
    (demand,) = demands(MISHEARD)
    assert (demand.start, demand.core_start, demand.core_end, demand.end) == (2, 3, 4, 4)


@pytest.mark.parametrize("slot", ["email", "code", "number", None])
def test_the_names_are_in_question_in_the_place_of_all_that_was_asked_for(slot: str | None) -> None:
    looked = look(MISHEARD, beside(slot))
    (place,) = places(looked, beside(slot))
    assert (place.start, place.end, place.name, place.words) == (2, 4, "", 2)
    assert set(place.rivals) == set(NAMES) - {"Gitea"}, "six of them, without what sounds least like it"
    assert place.rivals[0] == "Nuremberg", "what sounds most like it comes first"
    assert text_with(looked, place, "Nuremberg", beside(slot)) == MEANT


@pytest.mark.parametrize("text", ["We use your remember often.", "I can't remember it.", "Your remember is fine, it is not this.", MEANT])
def test_outside_of_a_correction_and_where_a_name_stands_nothing_is_in_question(text: str) -> None:
    assert places(look(text, beside()), beside()) == ()


@pytest.mark.parametrize("slot", ["organisation", "domain", "person", "yes_no"])
def test_where_any_words_may_be_the_answer_a_correction_asks_for_none(slot: str) -> None:
    assert look(MISHEARD, beside(slot)).demands == ()


@pytest.mark.parametrize("text", ["Use jo at your remember dot com instead.", "Make it info dash remember."])
@pytest.mark.parametrize("slot", ["email", None])
def test_an_address_that_is_put_right_stays_one(text: str, slot: str | None) -> None:
    assert look(text, beside(slot)).demands == ()


def test_while_a_yes_is_asked_for_only_a_correction_may_hold_another_name() -> None:
    asked = Vocabulary(("Yes", "No", "Yeah"), slot="yes_no", beside=NAMES)
    (place,) = places(look("No, use your remember instead.", asked), asked)
    assert set(place.rivals) == set(NAMES) - {"Gitea"}, "six of them, and never a yes or a no"
    for text in ("Hell sinky.", "Yest.", "No.", "Fall constant, yes."):
        assert (look(text, asked).candidates, look(text, asked).demands) == ((), ())
    assert look("No, make it Helsinki.", asked).mentions[0].name == "Helsinki"


def hearing(text: str, score: float, weights: dict[str, float]) -> tuple[Hearing, WrittenModel]:
    model = WrittenModel(tokens(), {0: (text, score)}, {f"{name}.": -24.0 for name in NAMES} | weights)
    return Hearing(model, Languages(("en",))), model


@pytest.mark.parametrize("slot", ["email", "yes_no"])
def test_the_sound_decides_and_is_asked_without_a_hint(slot: str) -> None:
    ears, model = hearing(MISHEARD, -0.2, {MISHEARD: -9.0, MEANT: -4.0})
    asked = beside("email") if slot == "email" else Vocabulary(("Yes", "No"), slot="yes_no", beside=NAMES)
    found = ears.hear(noise(2_000), Task("s", "en", asked))
    assert (found.text, found.heard, found.names) == (MEANT, MISHEARD, ("Nuremberg",))
    assert [(r.heard, r.written, r.done) for r in found.repairs] == [("your remember", "Nuremberg", True)]
    assert [word.text for word in found.words] == ["Please", "use", "Nuremberg", "instead."]
    assert slot != "email" or model.hints == [""], "it is no answer, so nothing invites it"


@pytest.mark.parametrize("text", ["Use my phone number instead.", "No, not yet.", "Make it easy to remember."])
def test_where_the_sound_is_for_no_name_the_words_stay(text: str) -> None:
    ears, model = hearing(text, -0.1, {text: -5.0})
    found = ears.hear(noise(2_000), Task("s", "en", beside()))
    assert (found.text, found.repairs) == (text, ())
    assert model.weighed, "it was asked"


def test_what_sounds_like_a_name_beside_a_correction_is_repaired_as_ever() -> None:
    ears, _ = hearing("No, not this. We are in Helsinky.", -0.2, {"No, not this. We are in Helsinky.": -8.0, "No, not this. We are in Helsinki.": -5.0})
    assert ears.hear(noise(3_000), Task("s", "en", beside())).text == "No, not this. We are in Helsinki."


def test_a_partial_has_no_sound_to_ask_and_leaves_it() -> None:
    ears, model = hearing(MISHEARD, -0.2, {})
    found = ears.hear(noise(2_000), Task("s", "en", beside(), partial=True))
    assert (found.text, model.weighed) == (MISHEARD, [])


@pytest.mark.parametrize("slot", ["email", "yes_no", None])
def test_a_real_correction_that_is_read_as_something_else_is_understood(slot: str | None) -> None:
    asked = Vocabulary(("Yes", "No"), slot="yes_no", beside=NAMES) if slot == "yes_no" else beside(slot)
    found = real_ears().hear(recording(DAMAGED), Task("s", "en", asked))
    assert (found.text, found.names) == (MEANT, ("Nuremberg",))


def test_the_same_sound_without_a_name_to_ask_for_stays_what_was_read() -> None:
    found = real_ears().hear(recording(DAMAGED), Task("s", "en", Vocabulary(("Helsinki", "Ashburn"), slot="email")))
    assert (found.names, found.repairs) == ((), ())
