"""Words compared with words: alignment, and the error rates."""

import re
from dataclasses import dataclass
from typing import Literal

Step = tuple[Literal["same", "other", "gone", "added"], str, str]
"""What became of a word: what was said (empty when added), what was heard (empty when gone)."""
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EQUAL = {
    "e-mail": "email", "okay": "ok", "gb": "gigabytes", "gigs": "gigabytes", "hyphen": "dash", "&": "and",
    "organisation": "organization", "organisations": "organizations", "theatre": "theater", "centre": "center",
}  # fmt: skip
"""Spellings of one word."""
_LONGEST_JOIN = 5


def normal(text: str) -> list[str]:
    """Words as they are spoken: "CPX52" → c p x fifty two, "a@b.com" → a at b dot com, case and punctuation gone."""
    text = text.lower().replace("’", "'").replace("@", " at ")
    text = re.sub(r"(?<=\w)\.(?=\w)", " dot ", text)
    text = re.sub(r"(?<=[a-z0-9])-(?=[a-z0-9])", " ", text.replace("e-mail", "email"))
    text = re.sub(r"\b(c)([pca])?(x)\s?(?=\d)", lambda m: " ".join(filter(None, m.groups())) + " ", text)
    text = re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", " ", text)
    words: list[str] = []
    for found in re.finditer(r"[^\W_]+(?:'[^\W_]+)?|&", text):
        word = found.group()
        if word.isdecimal():
            words += _spoken(word)
        elif word in ("cpx", "ccx", "cax"):
            words += list(word)
        else:
            words.append(_EQUAL.get(word, word))
    return words


def _spoken(digits: str) -> list[str]:
    number = int(digits)
    if len(digits) > 2 or (len(digits) == 2 and digits[0] == "0"):
        return [_UNITS[int(d)] for d in digits]
    if number < 20:
        return [_UNITS[number]]
    return [_TENS[number // 10], *([_UNITS[number % 10]] if number % 10 else [])]


def fitted(said: list[str], heard: list[str]) -> list[str]:
    """What was heard, with words split and joined as they were said: "riversidetennis" is no error, nor is "any more"."""
    joined = {"".join(said[i : i + n]): said[i : i + n] for n in range(1, _LONGEST_JOIN) for i in range(len(said) - n + 1)}
    out: list[str] = []
    position = 0
    while position < len(heard):
        for length in range(min(_LONGEST_JOIN, len(heard) - position), 0, -1):
            words = joined.get("".join(heard[position : position + length]))
            if words is not None:
                out += words
                break
        else:
            length = 1
            out.append(heard[position])
        position += length
    return out


def align(said: list[str], heard: list[str]) -> list[Step]:
    """The cheapest way from what was said to what was heard."""
    rows, columns = len(said) + 1, len(heard) + 1
    cost = [[0] * columns for _ in range(rows)]
    for i in range(rows):
        cost[i][0] = i
    for j in range(columns):
        cost[0][j] = j
    for i in range(1, rows):
        for j in range(1, columns):
            swap = cost[i - 1][j - 1] + (said[i - 1] != heard[j - 1])
            cost[i][j] = min(swap, cost[i - 1][j] + 1, cost[i][j - 1] + 1)
    steps: list[Step] = []
    i, j = rows - 1, columns - 1
    while i or j:
        if i and j and cost[i][j] == cost[i - 1][j - 1] + (said[i - 1] != heard[j - 1]):
            i, j = i - 1, j - 1
            steps.append(("same" if said[i] == heard[j] else "other", said[i], heard[j]))
        elif i and cost[i][j] == cost[i - 1][j] + 1:
            i -= 1
            steps.append(("gone", said[i], ""))
        else:
            j -= 1
            steps.append(("added", "", heard[j]))
    return steps[::-1]


@dataclass(slots=True)
class Errors:
    """Counts that add up."""

    words: int = 0
    wrong: int = 0
    """Other, gone and added."""
    entity_words: int = 0
    entity_wrong: int = 0
    """Other and gone among the words of names, numbers and addresses."""
    lines: int = 0
    perfect: int = 0

    def add(self, said: str, heard: str, entities: frozenset[str]) -> None:
        """Another line."""
        words = normal(said)
        steps = align(words, fitted(words, normal(heard)))
        self.lines += 1
        self.words += sum(1 for kind, _, _ in steps if kind != "added")
        wrong = sum(1 for kind, _, _ in steps if kind != "same")
        self.wrong += wrong
        self.perfect += wrong == 0
        self.entity_words += sum(1 for _, word, _ in steps if word in entities)
        self.entity_wrong += sum(1 for kind, word, _ in steps if word in entities and kind != "same")

    @property
    def rate(self) -> float:
        """Word error rate."""
        return self.wrong / self.words if self.words else 0.0

    @property
    def entity_rate(self) -> float:
        """Error rate of the words of entities."""
        return self.entity_wrong / self.entity_words if self.entity_words else 0.0
