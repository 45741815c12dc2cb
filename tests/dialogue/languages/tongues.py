"""Conversations with the words and the readers of every language."""

from pathlib import Path

from dialogue import events as ev
from dialogue.core import Core
from dialogue.understanding.languages.readers import Readers
from dialogue.wording import Phrases
from tests.dialogue import talk

PROMPTS = Path(__file__).parents[3] / "prompts"
OTHERS = ("ar", "de", "es", "fr", "tr")


def prompts(name: str) -> dict[str, str]:
    """One file of each language."""
    return {path.parent.name: path.read_text(encoding="utf-8") for path in sorted(PROMPTS.glob(f"*/{name}.json"))}


PHRASES = Phrases.gather(prompts("phrases"), prompts("messages"))
CORE = Core(talk.LEXICON, PHRASES, Readers.build(prompts("lexicon"), talk.LEXICON))


def said(conversation: talk.Talk) -> list[ev.AssistantSaid]:
    """All utterances of the assistant."""
    return [logged.event for logged in conversation.log if isinstance(logged.event, ev.AssistantSaid)]


ACME = {
    "en": "We're Acme, a@acme.com", "de": "Wir sind Acme, a@acme.com", "fr": "Nous sommes Acme, a@acme.com", "es": "Somos Acme, a@acme.com",
    "tr": "Biz Acme, a@acme.com", "ar": "اسم الشركة Acme، a@acme.com",
}  # fmt: skip
"""Who they are, in each language."""


def begun(language: str) -> talk.Talk:
    """A conversation with Acme, which has an address of the pool."""
    conversation = talk.Talk(started=ev.ConversationStarted(language=language), core=CORE)
    conversation.say(ACME[language])
    assert conversation.plan["domain"]["fqdn"] == "acme.omani.works"
    return conversation
