"""Text scenarios as they might have been heard."""

from evals.fixtures import heard
from evals.loader import load
from evals.perturbed import MARK, perturbed
from tests.evals.making import FIXTURES


def test_lines_are_misheard_the_same_way_for_the_same_seed() -> None:
    scenarios = load().usable()
    noisy = perturbed(scenarios, 3)
    assert noisy == perturbed(scenarios, 3)
    assert noisy != perturbed(scenarios, 4)
    said = [(heard(entry), entry.say) for scenario in noisy for entry in scenario.entries if entry.say]
    assert 0.05 < sum(ours != theirs for ours, theirs in said) / len(said) < 0.95


def test_only_english_text_is_touched_and_marked() -> None:
    scenarios = load(FIXTURES).usable()
    noisy = perturbed(scenarios, 1)
    assert {s.id for s in noisy} == {s.id + MARK for s in scenarios if s.lang == "en" and s.channel == "text"}
    assert all(s.goal == next(t for t in scenarios if t.id + MARK == s.id).goal for s in noisy)
