"""An English conversation stays one: short English isn't taken for another language that shares a word with it."""

import pytest

from dialogue.core import Core
from dialogue.understanding.languages.readers import Readers
from dialogue.wording import Phrases
from tests.dialogue import talk as support
from tests.dialogue.talk import CODE, LEXICON, ROOT, Talk

START = "We're Blue Door Ltd, mail ops@bluedoor.be"


@pytest.fixture(autouse=True)
def every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """The core as the server has it, with a reader for each language."""
    books = {path.parent.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "prompts").glob("*/lexicon.json"))}
    phrases = Phrases.parse((ROOT / "prompts/en/phrases.json").read_text(encoding="utf-8"))
    monkeypatch.setattr(support, "CORE", Core(LEXICON, phrases, Readers.build(books, LEXICON)))


@pytest.mark.parametrize("words", ["start over", "let's start over", "begin again"])
def test_starting_over_clears_everything_and_a_yes_then_creates_nothing(words: str) -> None:
    talk = Talk()
    talk.say(START, CODE, words)
    assert talk.plan["organisation"] is None
    talk.say("yes")
    assert talk.creates == []


@pytest.mark.parametrize("words", ["go ahead", "go", "yes please"])
def test_a_yes_is_a_yes(words: str) -> None:
    talk = Talk()
    talk.say(START, CODE, words)
    assert len(talk.creates) == 1


def test_single_words_of_ours_mean_what_they_mean_in_english() -> None:
    talk = Talk()
    talk.say(START, "citadel")
    assert len(talk.plan["regions"]) == 4
    assert talk.plan["apps"] == []
    talk.say("undo")
    assert talk.plan["regions"] == ["fsn1"]


@pytest.mark.parametrize("name", ["شركة الورد", "Кофейня Юг", "さくら商店"])
def test_a_name_in_another_script_inside_an_english_sentence_is_kept_whole(name: str) -> None:
    talk = Talk()
    talk.say(f"our organisation is called {name}")
    assert talk.plan["organisation"] == name
    assert talk.seen["language"] == "en"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Casa del Sol, Miami. Hotel, wiki, blog. hola@casadelsol.example", "Casa del Sol"),
        ("Das Boot Rentals, Kiel, info@dasboot.example", "Das Boot Rentals"),
        ("Por Favor Tacos in Austin needs a website", "Por Favor Tacos"),
        ("Un Deux Trois, kids store, mail a@undeuxtrois.example", "Un Deux Trois"),
    ],
)
def test_words_inside_a_name_are_no_language(words: str, name: str) -> None:
    talk = Talk()
    talk.say(words)
    assert talk.plan["organisation"] == name
    assert talk.seen["language"] == "en"
