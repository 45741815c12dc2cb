"""What an utterance means in a given state, through the readers and the engine; no reply is made."""

from typing import Any

from dialogue.draft import Draft
from dialogue.engines.embedded import EmbeddedEngine
from dialogue.events import Asking, Understood, UserSaid
from dialogue.lexicon import Lexicon
from dialogue.state import State
from dialogue.understanding.languages.readers import Readers
from tests.dialogue.talk import CATALOGUE, LEXICON, ROOT

LANGUAGES = ("de", "fr", "es", "tr", "ar")


def readers(lexicon: Lexicon = LEXICON) -> Readers:
    """The readers that the program loads."""
    texts = {p.parent.name: p.read_text(encoding="utf-8") for p in (ROOT / "prompts").glob("*/lexicon.json")}
    return Readers.build(texts, lexicon)


READERS = readers()
ENGINE = EmbeddedEngine(LEXICON, READERS)
assert CATALOGUE


def understood(text: str, language: str, asking: Asking | None = None, **draft: Any) -> Understood:
    """The utterance as understood against this draft and open question."""
    state = State(language=language, asking=asking, draft=Draft(**draft))
    return ENGINE.understand(state, UserSaid(text=text), 1)


def acts(heard: Understood) -> set[str]:
    """Names of the acts; a yes that isn't clear is `affirm?`."""
    return {f"{a.name}?" if a.name == "affirm" and a.topic else a.name for a in heard.acts}
