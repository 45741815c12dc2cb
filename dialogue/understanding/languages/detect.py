"""Which language an utterance is in: by script, and by the words each language knows. Deterministic, small."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dialogue.understanding.languages.book import Book
from dialogue.understanding.languages.tokens import Token

LONG = 4
"""Words that an utterance must have to change the language of a conversation."""
_TERSE = 4
"""Words that a message must have to change it when all that it says is said in the other language."""
_ENGLISH = "en"
_MARGIN = 2
"""Words of another language beyond those of the current one."""
_SHARE = 0.3
"""Part of the words that must be known to the language."""
_INSIDE = frozenset("de del della di da do dos das der die den von van und y e et la le les los las el al of and the des du".split())
"""Small words inside names."""
_REQUEST = 9
"""Words that a request for another language has at most."""

Knows = Callable[[Token], bool]


@dataclass(frozen=True, slots=True)
class Detected:
    """The likeliest language, and whether it is certain enough to change to."""

    language: str
    certain: bool


def detect(found: Sequence[Token], knows: Mapping[str, Knows], scripts: Mapping[str, str], current: str) -> Detected:
    """The language of these words. Addresses, numbers and names (capitals that nobody knows) don't count."""
    words = [t for t in found if t.kind == "word" and len(t.norm) > 1 and any(c.isalpha() for c in t.norm) and not _suffix(found, t)]
    for language, script in scripts.items():
        inside = sum(_in_script(t.text, script) for t in words)
        if inside:  # no other language of ours is written so
            return Detected(language, certain=inside >= LONG - 1 and len(words) >= LONG)
    runs = _runs(words)
    known = {language: _outside_names([test(t) for t in words], words, runs) for language, test in knows.items()}
    counted = [t for n, t in enumerate(words) if not t.capital or any(flags[n] for flags in known.values())]
    counts = {language: sum(flags) for language, flags in known.items()}
    best = max(counts, key=lambda language: (counts[language], language == current), default=current)
    beyond = counts.get(best, 0) - counts.get(current, 0)
    others = max((c for language, c in counts.items() if language not in (best, current)), default=0)
    if best == current or beyond < 1:
        return Detected(current, certain=False)
    ours, theirs = known.get(current) or [False] * len(words), known[best]
    loans = current == _ENGLISH and not any(a and not b for a, b in zip(ours, theirs, strict=True))  # "Helsinki, iki worker"
    likely = beyond >= _MARGIN or loans or not counts.get(current)
    alone = sum(b and not a for a, b in zip(ours, theirs, strict=True))
    if len(words) >= _TERSE and alone >= _MARGIN and counts[best] > others and not any(a and not b for a, b in zip(ours, theirs, strict=True)):
        return Detected(best, certain=True)  # "Scierie Jourdan, deux workers, facturation"
    certain = len(counted) >= LONG and counts[best] >= LONG - 1 and beyond >= _MARGIN and counts[best] > others and counts[best] >= _SHARE * len(counted)
    shared = not counts.get(current) and any(not t.text.isascii() for t in words)  # "Lale Çiçekçilik, site": the same in several
    return Detected(best if likely and (counts[best] > others or certain or shared) else current, certain)


def _runs(words: Sequence[Token]) -> list[tuple[int, int]]:
    """Words in capitals beside each other, with the small ones between them ("Casa del Sol"): what names are made of."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        end = at + 1
        while words[at].capital and end < len(words) and not words[end].brk:
            if words[end].capital:
                end += 1
            elif words[end].norm in _INSIDE and end + 1 < len(words) and words[end + 1].capital and not words[end + 1].brk:
                end += 2
            else:
                break
        if end - at > 1:
            found.append((at, end))
        at = end
    return found


def _outside_names(flags: list[bool], words: Sequence[Token], runs: Sequence[tuple[int, int]]) -> list[bool]:
    """What the language knows, but for words in a run with one that it doesn't know: that is a name, whatever it is made of."""
    opening: list[int] = []
    for start, end in runs:
        if not all(flags[start:end]):
            opening += [start] if flags[start] and words[start].brk else []
            flags[start:end] = [False] * (end - start)
    for at in opening if any(flags) else ():
        flags[at] = True  # "Adımız Dere Organik, Falkenstein'ı seçelim": how a sentence begins, where other words say so too
    return flags


def _suffix(found: Sequence[Token], token: Token) -> bool:
    """Behind an apostrophe after a whole word (`Helsinki'de`), not after an elision (`l'adresse`)."""
    at = found.index(token)
    return token.glued and at > 0 and len(found[at - 1].norm) > 2


def _in_script(word: str, script: str) -> bool:
    return script == "arabic" and any("\u0600" <= c <= "\u06ff" or "\u0750" <= c <= "\u077f" for c in word)


def asked_for(found: Sequence[Token], books: Sequence[Book], *, current: str) -> tuple[str, frozenset[int]] | None:
    """The language that was asked for by name ("auf Deutsch bitte", "can we speak French") and the tokens
    that asked, else None."""
    if len(found) > _REQUEST:
        return None
    for at, token in enumerate(found):
        for book in books:
            code = book.languages.get(token.norm)
            if code is None or code == current:
                continue
            near = range(max(0, at - 5), min(len(found), at + 4))
            asking = frozenset(n for n in near if found[n].norm in book.asks)
            if asking or len(found) <= 2:
                return code, asking | {at}
    return None
