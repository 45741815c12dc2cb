"""Whisper's tokens: text to numbers and back, the marks that steer it, and which tokens make up a word."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

_SPACE = "Ġ"
"""How the vocabulary writes the blank that begins a word."""
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})
_SAYS_SOMETHING = re.compile(r"\w")
MOST_HINT = 100
"""Tokens of a hint; longer ones cost time in every turn and blur each other."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A word as it is made of tokens: `first` to `end` (half open) of the reading."""

    text: str
    first: int
    end: int
    confidence: float


class Tokens:
    """The vocabulary of one model."""

    def __init__(self, folder: Path, *, english: bool = False) -> None:
        """`english`: the model was taught no other language, nor to translate, and no mark says so."""
        self._english = english
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.end = self._mark("<|endoftext|>")
        self.stops = frozenset(filter(None, map(self._tokenizer.token_to_id, ".?!")))
        """What ends a sentence."""
        self._start = self._mark("<|startoftranscript|>")
        self._before = self._mark("<|startofprev|>")
        self._transcribe = self._mark("<|transcribe|>") if not english else self._start
        self._untimed = self._mark("<|notimestamps|>")

    def knows(self, language: str) -> bool:
        """The model was taught this language."""
        if self._english:
            return language == "en"
        return self._tokenizer.token_to_id(f"<|{language}|>") is not None

    def encode(self, text: str) -> list[int]:
        """Tokens of a text; nothing in it is taken for a mark."""
        text = re.sub(r"<\|[^|]*\|>", " ", text)
        return self._tokenizer.encode(f" {text.strip()}", add_special_tokens=False).ids

    def decode(self, ids: Sequence[int]) -> str:
        """The text, without marks."""
        return self._tokenizer.decode([t for t in ids if t < self.end]).strip()

    def plain(self, token: int) -> int:
        """The same in small letters, where the vocabulary has it: a sentence that is begun again may have its capital or not."""
        piece = self._tokenizer.id_to_token(token) or ""
        small = self._tokenizer.token_to_id(piece.lower().replace(_SPACE.lower(), _SPACE)) if piece else None
        return token if small is None else small

    def start(self, language: str, hint: str = "") -> list[int]:
        """What the decoder is told first, up to (not including) the mark that there are no times."""
        told = [self._before, *self.encode(hint)[:MOST_HINT]] if hint else []
        return [*told, self._start] if self._english else [*told, self._start, self._mark(f"<|{language}|>"), self._transcribe]

    def prompt(self, language: str, hint: str = "") -> list[int]:
        """What the decoder is told before it writes text without times."""
        return [*self.start(language, hint), self._untimed]

    def words(self, ids: Sequence[int], log_probs: Sequence[float], language: str = "en") -> tuple[Spelled, ...]:
        """The reading's words; each as sure as its tokens are on average, punctuation left out."""
        groups: list[list[int]] = []
        for index, token in enumerate(ids):
            piece = self._tokenizer.id_to_token(token) or ""
            begins = piece.startswith(_SPACE) or language in _UNSPACED
            if begins or not groups:
                groups.append([])
            groups[-1].append(index)
        found = (self._word(group, ids, log_probs) for group in groups)
        return tuple(word for word in found if word.text)

    def _word(self, group: list[int], ids: Sequence[int], log_probs: Sequence[float]) -> Spelled:
        text = self.decode([ids[i] for i in group])
        telling = [log_probs[i] for i in group if _SAYS_SOMETHING.search(self._tokenizer.decode([ids[i]]))]
        counted = telling or [log_probs[i] for i in group]
        return Spelled(text, group[0], group[-1] + 1, round(math.exp(sum(counted) / len(counted)), 3))

    def _mark(self, name: str) -> int:
        found = self._tokenizer.token_to_id(name)
        if found is None:
            raise ValueError(f"the tokenizer has no {name}")
        return found
