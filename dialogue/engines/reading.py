"""One utterance as it is read against a conversation: what every slot reader is given."""

from dataclasses import dataclass

from dialogue.lexicon import Lexicon, Span
from dialogue.state import State
from dialogue.understanding.acts import Acts
from dialogue.understanding.contacts import Contact
from dialogue.understanding.numbers import Number, numbers
from dialogue.understanding.organisation import Name
from dialogue.understanding.text import Utterance


@dataclass(frozen=True, slots=True)
class Reading:
    """Words, the names and addresses found in them, and what they stand against."""

    state: State
    utterance: Utterance
    shape: Acts
    spans: list[Span]
    """Names of our vocabulary, without those inside the organisation's name or an address."""
    addresses: list[Contact]
    lexicon: Lexicon
    name: Name | None = None
    """The organisation's name as said; its words mean nothing else."""
    said: Utterance | None = None
    """The words as they were, when those of the name are taken out of `utterance`."""

    def numbers(self) -> list[Number]:
        """Numbers that belong to no name of a thing and to no address."""
        named = {i for s in self.spans if s.get("sku", "region", "compliance", "app") for i in range(s.start, s.end)}
        named |= self.taken()
        return [n for n in numbers(self.utterance) if n.start not in named]

    def taken(self) -> set[int]:
        """Words of addresses and of the organisation's name."""
        words = {i for c in self.addresses for i in range(c.start, c.end)}
        if self.name:
            begin, end = self.name.start, self.name.end
            words |= {i for i, w in enumerate(self.utterance.words) if begin <= w.start < end}
        return words
