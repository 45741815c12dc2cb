"""From readings to transcripts: windows, guards, repair against the sound."""

import numpy as np
import pytest

from speech.ears.hearing import Abandoned, Hearing, Task
from speech.ears.languages import Languages
from speech.ears.port import Vocabulary
from tests.speech.ears.making import WrittenModel, noise, tokens

TOKENS = tokens()
REGIONS = Vocabulary(("Falkenstein", "Nuremberg", "Helsinki", "Ashburn", "Hillsboro"), slot="region")
FREE = Vocabulary()
QUIET = {f"{name}.": -24.0 for name in REGIONS.names}
"""What names are worth in silence."""


class Voice:
    """A voice detector that has made up its mind."""

    def __init__(self, share: float) -> None:
        self._share = share
        self.asked = 0

    def share(self, samples: object) -> float:
        self.asked += 1
        return self._share


def hearing(*readings: tuple[int, str, float], voice: float = 0.9, **more: object) -> tuple[Hearing, WrittenModel, Voice]:
    model = WrittenModel(TOKENS, {window: (text, score) for window, text, score in readings}, **more)  # type: ignore[arg-type] # a twin, and keywords passed on
    detector = Voice(voice)
    return Hearing(model, Languages(("en", "de")), detector), model, detector  # type: ignore[arg-type] # a twin, and keywords passed on


def task(vocabulary: Vocabulary = FREE, **more: object) -> Task:
    return Task("s", "en", vocabulary, **more)  # type: ignore[arg-type] # a twin, and keywords passed on


def test_a_good_reading_of_the_short_window_is_enough() -> None:
    ears, model, voice = hearing((0, "Put it in Helsinki, please.", -0.1))
    found = ears.hear(noise(2_000), task(REGIONS))
    assert found.text == "Put it in Helsinki, please."
    assert (found.names, found.repairs, found.audio_ms, found.window_ms) == (("Helsinki",), (), 2_000, 3_000)
    assert model.encoded == [3_000]
    assert voice.asked == 0
    assert found.confidence == pytest.approx(0.905)
    assert [w.text for w in found.words] == ["Put", "it", "in", "Helsinki,", "please."]
    assert found.words[0].start_ms == 0
    assert found.words[-1].end_ms == 2_000


def test_a_poor_reading_is_tried_in_a_longer_window_and_the_better_one_is_kept() -> None:
    ears, model, _ = hearing((3_000, "Put it in hell.", -1.2), (6_000, "Put it in Helsinki.", -1.0), (30_000, "Put in skin", -0.3))
    found = ears.hear(noise(2_000), task())
    assert model.encoded == [3_000, 6_000], "noise is no reason to pay for thirty seconds"
    assert (found.text, found.window_ms) == ("Put it in Helsinki.", 6_000)


def test_where_names_can_be_answers_an_unclear_reading_is_held_against_a_slower_one() -> None:
    ears, model, _ = hearing((3_000, "Put it in a box.", -0.5), (4_000, "Put it in Helsinki.", -0.3), (6_000, "Put in skin", -0.1))
    found = ears.hear(noise(2_000), task(REGIONS))
    assert (found.text, found.window_ms) == ("Put it in Helsinki.", 4_000)
    assert max(word.confidence for word in found.words) < 0.6, "they differ: the dialogue says it back"
    assert (found.words[0].start_ms, found.words[-1].end_ms) == (0, pytest.approx(2_000, abs=2)), "as it was said, not as it was played"
    assert 6_000 not in model.encoded
    assert model.pondered == 0, "there is an answer"
    model.encoded.clear()
    ears.hear(noise(2_000), task())
    assert model.encoded == [3_000], "without names a fair reading is enough"


def test_two_readings_that_agree_are_no_less_sure() -> None:
    ears, _, _ = hearing((3_000, "Put it in Helsinki.", -0.5), (4_000, "Use Helsinki.", -0.3))
    found = ears.hear(noise(2_000), task(REGIONS))
    assert (found.text, found.names) == ("Use Helsinki.", ("Helsinki",))
    assert max(word.confidence for word in found.words) > 0.6


def test_a_name_that_only_the_slower_reading_has_must_be_nearly_as_likely() -> None:
    ears, _, _ = hearing((3_000, "We are a shop.", -0.5), (4_000, "We are in Helsinki.", -0.8))
    assert ears.hear(noise(2_000), task(REGIONS)).heard == "We are a shop."


YES_NO = Vocabulary(("Yes", "No", "Not yet"), slot="yes_no")


@pytest.mark.parametrize(("first", "slow"), [("Yes, create it.", "No, leave it."), ("No, leave it.", "Yes, create it."), ("Dress it.", "Yes, create it.")])
def test_a_yes_on_which_two_readings_differ_is_no_clear_one(first: str, slow: str) -> None:
    ears, _, _ = hearing((3_000, first, -0.6), (4_000, slow, -0.45))
    found = ears.hear(noise(2_000), task(YES_NO))
    assert (found.heard, found.confidence) == (slow, 0.45)
    assert all(word.confidence <= 0.45 for word in found.words)


def test_a_yes_on_which_they_agree_is_as_clear_as_it_was_read() -> None:
    ears, _, _ = hearing((3_000, "Yes, greet it.", -0.6), (4_000, "Yes, create it.", -0.45))
    found = ears.hear(noise(2_000), task(YES_NO))
    assert (found.heard, found.confidence) == ("Yes, create it.", pytest.approx(0.638, abs=0.001))


def test_a_slower_reading_that_nobody_would_have_said_is_left_out() -> None:
    ears, _, _ = hearing((3_000, "Put it in hell.", -0.5), (4_000, "Thanks for watching.", -0.2))
    assert ears.hear(noise(2_000), task(YES_NO)).heard == "Put it in hell."


def test_long_speech_and_partials_are_not_read_slowly() -> None:
    for ms, window, more in ((12_000, 15_000, {}), (2_000, 4_000, {"partial": True})):
        ears, model, _ = hearing((0, "Put it in Helsinki or anywhere.", -0.5))
        ears.hear(noise(ms), task(REGIONS, **more))
        assert [w for w in model.encoded if w >= window] == ([window] if ms > 10_000 else [])


def test_a_voice_in_which_nothing_is_read_is_nothing_heard() -> None:
    ears, _, _ = hearing((0, "", -1.0), voice=0.9)
    found = ears.hear(noise(2_000), task(REGIONS))
    assert (found.text, found.names, found.repairs) == ("", (), ())


def test_a_decoder_that_finds_no_end_gets_the_whole_window() -> None:
    endless = "and then we went on and on with all of the other things that nobody had thought of before in this house"
    ears, model, _ = hearing((3_000, endless, -0.3), (6_000, endless, -0.3), (30_000, "Put it in Helsinki.", -0.2))
    assert ears.hear(noise(2_000), task()).text == "Put it in Helsinki."
    assert model.encoded == [3_000, 6_000, 30_000]


def test_an_unclear_reading_is_thought_over_and_one_that_answers_is_taken() -> None:
    no_name = {"We nick it all.": -1.0}
    ears, model, _ = hearing((0, "We nick it all.", -0.5), weights=no_name, others=[("We need Gitea. Ghost.", -0.5), ("We need Cal.com.", -0.6), ("We nickel.", -0.4)])
    found = ears.hear(noise(2_000), task(Vocabulary(("Cal.com", "Gitea", "Ghost"), slot="app")))
    assert (found.text, found.names) == ("We need Cal.com.", ("Cal.com",))
    assert found.confidence == pytest.approx(0.607, abs=0.001), "each token's own probability, not the search's"
    assert (model.pondered, model.encoded[0]) == (1, 3_000)


def test_while_others_wait_nothing_is_read_twice_and_few_names_are_weighed() -> None:
    heard = "Put it in hell sinking."
    for hurried, pondered, weighed in ((False, 1, 1 + len(REGIONS.names)), (True, 0, 1 + 3)):
        ears, model, _ = hearing((0, heard, -0.6), weights=QUIET | {heard: -10.0, "Put it in Helsinki.": -6.0, "Put it in Hillsboro.": -6.0})
        ears.hear(noise(2_000), task(REGIONS, hurried=lambda hurried=hurried: hurried))
        assert model.pondered == pondered
        assert len({text for texts in model.weighed for text in texts if text.startswith("Put it in")}) == weighed
        assert (4_000 in model.encoded) is not hurried, "the slower copy"


def test_a_clear_reading_is_not_thought_over_and_a_partial_never_is() -> None:
    for score, more in ((-0.1, {}), (-0.6, {"partial": True})):
        ears, model, _ = hearing((0, "What does it cost?", score))
        ears.hear(noise(2_000), task(REGIONS, **more))
        assert model.pondered == 0


def test_of_two_poor_readings_one_with_a_likely_name_is_favoured() -> None:
    ears, _, _ = hearing((3_000, "Bought it in bills narrow", -0.95), (6_000, "Bought it in Hillsboro", -1.05))
    assert ears.hear(noise(2_000), task(REGIONS)).heard == "Bought it in Hillsboro"


def test_a_partial_has_no_second_try_and_asks_the_sound_nothing() -> None:
    ears, model, _ = hearing((0, "Put it in fall constant", -1.2))
    found = ears.hear(noise(2_000), task(REGIONS, partial=True))
    assert model.encoded == [3_000]
    assert model.weighed == []
    assert found.text == "Put it in Falkenstein"


def test_a_partial_of_long_speech_is_made_of_its_end() -> None:
    ears, model, _ = hearing((0, "and so on", -0.2))
    found = ears.hear(noise(20_000), task(partial=True))
    assert model.encoded == [15_000]
    assert found.audio_ms == 20_000


def test_very_long_speech_is_heard_in_pieces() -> None:
    ears, model, _ = hearing((0, "and so on", -0.2))
    found = ears.hear(noise(65_000), task())
    assert found.text == "and so on and so on and so on"
    assert len(model.encoded) == 3
    assert len(found.words) == 9


def test_a_decoder_in_a_circle_is_cut() -> None:
    ears, model, _ = hearing((0, "Yes, go ahead. Yes, go ahead. Yes, go ahead.", -0.1))
    found = ears.hear(noise(5_000), task())
    assert found.text == "Yes, go ahead."
    assert len(model.encoded) == 1


def test_silence_is_not_even_encoded() -> None:
    ears, model, _ = hearing((0, "Thank you.", -0.1))
    found = ears.hear(np.zeros(16_000, dtype=np.int16), task())
    assert (found.text, found.discarded) == ("", "silence")
    assert model.encoded == []


@pytest.mark.parametrize(
    ("text", "voice", "discarded"),
    [
        ("Thanks for watching!", 0.9, "phantom"),
        ("ありがとうございました", 0.9, "script"),
        ("Thank you.", 0.1, "silence"),
        ("Falkenstein, Nuremberg, Helsinki.", 0.1, "prompt"),
        ("Falkenstein.", 0.1, "silence"),
        ("incomprehensibilities notwithstanding, internationally", 0.9, "unsure"),
    ],
)
def test_what_is_made_up_is_discarded_and_said_to_be(text: str, voice: float, discarded: str) -> None:
    ears, _, _ = hearing((0, text, -0.2), voice=voice)
    found = ears.hear(noise(1_200), task(REGIONS))
    assert (found.text, found.discarded, found.heard) == ("", discarded, text)


@pytest.mark.parametrize("text", ["Thank you.", "Falkenstein, Nuremberg, Helsinki."])
def test_where_there_is_a_voice_it_is_believed(text: str) -> None:
    ears, _, voice = hearing((0, text, -0.2), voice=0.9)
    assert ears.hear(noise(2_500), task(REGIONS)).text == text
    assert voice.asked == 1


def test_no_speech_by_the_models_own_account_needs_a_voice() -> None:
    ears, _, _ = hearing((0, "We need a bakery in the", -0.3), voice=0.2, no_speech=0.8)
    assert ears.hear(noise(2_000), task()).discarded == "silence"


def test_candidates_are_weighed_against_the_sound() -> None:
    heard = "Put it in hell sinking."
    ears, model, _ = hearing((0, heard, -0.6), weights={heard: -6.0, "Put it in Helsinki.": -5.0})
    found = ears.hear(noise(2_000), task(REGIONS))
    assert found.text == "Put it in Helsinki."
    assert found.heard == heard
    assert model.weighed[0][0] == heard
    assert "Put it in Helsinki." in model.weighed[0]
    assert [(r.written, r.done) for r in found.repairs] == [("Helsinki", True)]
    assert [w.text for w in found.words] == ["Put", "it", "in", "Helsinki"]


def test_the_sound_can_speak_against_a_name() -> None:
    heard = "Is it near Asperen?"
    ears, _, _ = hearing((0, heard, -0.1), weights={heard: -2.0, "Is it near Ashburn?": -40.0})
    assert ears.hear(noise(2_000), task(REGIONS)).text == heard


def test_two_misheard_names_are_both_weighed_and_no_more_than_needed() -> None:
    heard = "Vulcanstein and then New Emberg"
    weights = {heard: -26.0, "Falkenstein and then New Emberg.": -14.0, "Vulcanstein and then Nuremberg.": -14.0}
    ears, model, _ = hearing((0, heard, -0.5), others=[(heard, -0.5)], weights=QUIET | weights)
    found = ears.hear(noise(2_500), task(REGIONS))
    assert found.text == "Falkenstein and then Nuremberg"
    assert len(model.weighed[0]) == 1 + 3, "the likeliest names, which decide it"


def test_of_two_names_the_sound_has_the_last_word() -> None:
    heard = "Put it in Helsinki."
    weights = QUIET | {heard: -9.0, "Put it in Hillsboro.": -3.0}
    ears, model, _ = hearing((0, heard, -0.3), weights=weights)
    found = ears.hear(noise(2_000), task(REGIONS))
    assert (found.text, found.names, found.heard) == ("Put it in Hillsboro.", ("Hillsboro",), heard)
    assert [(r.heard, r.written, r.done) for r in found.repairs] == [("Helsinki.", "Hillsboro", True)]
    ears.hear(noise(2_000), task(REGIONS))
    silent = [text for texts in model.weighed for text in texts if text in QUIET]
    assert len(silent) == len(set(silent)), "silence is asked once"


def test_names_are_learnt_a_few_at_a_time_and_then_the_final_needs_not_ask_for_them() -> None:
    names = tuple(f"{first}{second}" for first in ("Blum", "Grot", "Stell") for second in ("burg", "hafen", "au"))
    vocabulary = Vocabulary(names, slot="region")
    ears, model, _ = hearing((0, "Put it in Blumen.", -0.6))
    for _ in range(3):
        ears.learn(vocabulary, "en")
    assert [len(texts) for texts in model.weighed] == [6, 3]
    ears.hear(noise(2_000), task(vocabulary))
    assert all("Put it in" in text for texts in model.weighed[2:] for text in texts)
    ears.learn(Vocabulary(("Blue Lotus",), slot="organisation"), "en")
    assert not any("Lotus" in text for texts in model.weighed for text in texts)


def test_what_is_read_clearly_and_sounds_like_no_name_is_not_held_against_any() -> None:
    ears, model, _ = hearing((0, "What does it cost?", -0.15))
    assert ears.hear(noise(2_000), task(REGIONS)).names == ()
    assert model.weighed == []
    ears, model, _ = hearing((0, "What does it cost?", -0.3))
    ears.hear(noise(2_000), task(REGIONS))
    assert model.weighed != [], "less clearly read, it may be one after all"


def test_where_no_name_can_be_an_answer_a_fair_reading_is_enough() -> None:
    ears, model, _ = hearing((0, "Blue Lotus.", -0.4))
    ears.hear(noise(2_000), task(Vocabulary(slot="organisation")))
    assert model.pondered == 0
    ears.hear(noise(2_000), task(REGIONS))
    assert model.pondered == 1


def test_a_name_read_beyond_doubt_is_not_held_against_others() -> None:
    ears, model, _ = hearing((0, "Put it in Helsinki.", -0.05), weights={"Put it in Hillsboro.": 0.0})
    assert ears.hear(noise(2_000), task(REGIONS)).names == ("Helsinki",)
    assert model.weighed == []


def test_no_yes_is_ever_made_of_something_else() -> None:
    vocabulary = Vocabulary(("Yes", "No", "Yeah"), slot="yes_no")
    ears, model, _ = hearing((0, "Yest.", -0.6), others=[("Yest.", -0.6), ("Yes.", -0.9)], weights={"Yes": 0.0, "Yes.": 0.0})
    found = ears.hear(noise(1_000), task(vocabulary))
    assert (found.text, found.repairs, model.weighed) == ("Yest.", (), [])


def test_the_open_words_are_the_hint() -> None:
    ears, model, _ = hearing((0, "Helsinki", -0.2))
    ears.hear(noise(1_000), task(Vocabulary(("Cal dot com", "Gitea"), {"Cal dot com": "Cal.com"}, "app")))
    ears.hear(noise(1_000), task(Vocabulary(("Yes", "No", "Nope"), slot="yes_no")))
    ears.hear(noise(1_000), Task("s", "de", Vocabulary(("Cal dot com", "Gitea"), {"Cal dot com": "Cal.com"}, "app")))
    assert model.hints[0] == "I would like Cal.com. We need Gitea."
    assert model.hints[1].startswith("No, "), "what is unclear had better be a refusal"
    assert model.hints[2] == "Cal.com. Gitea.", "whole answers are known in English alone"


def test_times_are_exact_when_asked_for() -> None:
    ears, _, _ = hearing((0, "Helsinki please", -0.2))
    words = ears.hear(noise(2_000), task(times=True)).words
    assert words[0].start_ms == 0
    assert words[1].start_ms % 100 == 0
    assert words[0].end_ms == words[1].start_ms


def test_the_language_is_found_out_once() -> None:
    ears, _, _ = hearing((0, "Ja, bitte nehmen wir Helsinki", -0.2), spoken="de")
    assert ears.hear(noise(2_000), Task("s", None, FREE)).language == "de"


OPEN = Vocabulary(("Falkenstein", "Nuremberg", "Helsinki", "Nextcloud"))


def test_a_name_that_the_hint_has_written_half_of_is_read_again_without_it() -> None:
    ears, model, _ = hearing((0, "We are Falkengate Bakery.", -0.1), unhinted="We are Golden Gate Bakery.")
    found = ears.hear(noise(2_000), task(OPEN))
    assert (found.text, found.repairs) == ("We are Golden Gate Bakery.", ())
    assert [bool(hint) for hint in model.hints] == [True, False]


@pytest.mark.parametrize("text", ["Put it in Falkenstein.", "We are Golden Gate Bakery.", "Put it in Falkenstine.", "The next one."])
def test_other_readings_are_left_as_the_hint_has_them(text: str) -> None:
    ears, model, _ = hearing((0, text, -0.1), unhinted="Something else.")
    assert ears.hear(noise(2_000), task(OPEN)).heard == text
    assert all(model.hints)


def test_while_a_name_is_asked_for_nothing_is_hinted_and_nothing_repaired() -> None:
    ears, model, _ = hearing((0, "Falken stone.", -0.1))
    assert ears.hear(noise(2_000), task(Vocabulary(OPEN.names, slot="organisation"))).text == "Falken stone."
    assert ears.hear(noise(2_000), task(Vocabulary(slot="organisation"))).text == "Falken stone."
    assert model.hints[-1] == ""


def test_a_place_said_while_an_address_is_asked_for_is_repaired_and_an_address_is_not() -> None:
    for slot in ("email", "code", "number"):
        ears, model, _ = hearing((0, "Put it in Helsinky.", -0.2))
        assert ears.hear(noise(2_000), task(Vocabulary(OPEN.names, slot=slot))).text == "Put it in Helsinki."
        assert model.hints == [""], "it is no answer, so nothing invites it"
    for address in ("It is jo at helsinky dot com.", "helsinky.com", "jo@helsinky.com", "jo dash helsinky"):
        ears, _, _ = hearing((0, address, -0.2))
        assert ears.hear(noise(2_000), task(Vocabulary(OPEN.names, slot="email"))).text == address


def test_what_nobody_wants_any_more_isnt_read() -> None:
    ears, model, _ = hearing((0, "Put it in Helsinki.", -0.2))
    answers = iter([True, False])
    with pytest.raises(Abandoned):
        ears.hear(noise(2_000), task(alive=lambda: next(answers)))
    assert model.encoded == [3_000]
    assert next(answers, None) is None


def test_it_stops_when_nobody_wants_it() -> None:
    ears, model, _ = hearing((0, "Put it in hell.", -1.2))
    answers = iter([True, False, False])
    with pytest.raises(Abandoned):
        ears.hear(noise(2_000), task(alive=lambda: next(answers)))
    assert model.encoded == [3_000]
