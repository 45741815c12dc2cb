"""A word and its letters right after it: "we're called Claddagh Sails, c l a double d a g h", as people say names to a machine or on the telephone.

The letters settle how the word is spelled and are no part of what was said; what is repeated after them is said once.
"""

import re

from rapidfuzz.distance import OSA

from dialogue.patterns import regex
from dialogue.understanding.text import fold

_LETTER = r"(?:(?:double|triple)[\s-]+)?[a-z](?:\s+(?:as\s+in|for|like|wie)\s+[a-z]{2,12})?"
_RUN = regex(rf"(?i)(?P<lead>[\s,;:(–—-]*(?:\b(?:that(?:'s|s|\s+is)|spel(?:led|t)|it's\s+spel(?:led|t)|written|with)\s+)?)(?<![\w@.'’-])(?P<letters>(?:{_LETTER}[\s,.-]+){{2,24}}{_LETTER})(?![\w@'’])\)?")
_SINGLE = regex(r"(?<![\w'’@])[A-Za-z](?![\w'’@])")
_ONE = regex(r"(?i)(?:(?P<many>double|triple)[\s-]+)?(?P<letter>[a-z])(?![a-z])(?:\s+(?:as\s+in|for|like|wie)\s+[a-z]{2,12})?")
_CORRECTS = regex(r"(?i)\b(?:is|it's|should\s+be|must\s+be)\s+(?:spel(?:led|t)|written)[\s,:]*$")
"""What comes then is for the reader of corrections: "Harbor is spelt H A R B O U R"."""
_TIMES = {"double": 2, "triple": 3}
_WORD = regex(r"[^\W\d_][\w'’&-]*")
_BACK = 6
"""Words between a name's first and the letters of one of its words."""
_MOST = 4
"""Runs in one message."""
_SHORTEST = 3
_SLIPS = 2


def spelled_once(text: str) -> str:
    """`text` without letters that only spell a word just said; that word is written as they say."""
    if len(_SINGLE.findall(text)) < _SHORTEST:
        return text
    at = 0
    for _ in range(_MOST):
        run = _RUN.search(text, at)
        if run is None:
            break
        mended = None if _CORRECTS.search(text, 0, run.start("letters")) else _settled(text, run)
        at = run.end() if mended is None else 0
        text = mended if mended is not None else text
    return text


def _settled(text: str, run: re.Match[str]) -> str | None:
    before = list(_WORD.finditer(text, 0, run.start()))[-_BACK:]
    word, end = _spells(run, [fold(b.group()) for b in before])
    said = next((b for b in reversed(before) if _same(fold(b.group()), word)), None) if word else None
    if said is None:
        return None
    rest = text[end:]
    repeated = text[said.end() : run.start()].strip(" ,;:")
    if repeated and (again := re.match(rf"(?i)[\s,]*{re.escape(repeated)}(?!\w)", rest)):
        rest = rest[again.end() :]
    written = word if said.group().islower() else word.upper() if said.group().isupper() and len(word) > 1 else word.capitalize()
    right = said.group() if fold(said.group()) == word else written
    return f"{text[: said.start()]}{right}{text[said.end() : run.start()]}{rest}"


def _spells(run: re.Match[str], before: list[str]) -> tuple[str, int]:
    """The word, and where its letters end: a letter may begin what follows ("r y e a website")."""
    letters, ends = "", []
    for one in _ONE.finditer(run.string, run.start("letters"), run.end("letters")):
        letters += one["letter"].lower() * _TIMES.get((one["many"] or "").lower(), 1)
        ends.append((letters, one.end()))
    for word, end in reversed(ends):
        if any(_same(b, word) for b in before):
            return word, run.end() if end == run.end("letters") else end
    return "", run.end()


def _same(said: str, word: str) -> bool:
    """As far apart as a word and what a recogniser made of it."""
    if len(word) < _SHORTEST or said[:1] != word[:1] or len(said) < _SHORTEST:
        return False
    return said == word or (len(word) > _SHORTEST + 1 and OSA.distance(said, word, score_cutoff=_SLIPS) <= _SLIPS)
