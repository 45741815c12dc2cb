"""The answer to the question for the organisation's name: all of it is the name, or none of it is."""

from dialogue.understanding.languages.cues import cue_here
from dialogue.understanding.languages.page import Named, Page, capital_end, for_whom
from dialogue.understanding.languages.runs import past_verb
from dialogue.understanding.languages.sentences import is_sentence

_ACTS = frozenset(
    {"speak to a human", "undo", "start over", "repeat that", "send the code again", "try again", "redo", "thanks", "hello", "nothing else", "the code is",
     "can we have", "what about", "we need", "i need", "we want", "i want", "actually", "enough", "too many"}
)  # fmt: skip
"""English of pieces that no answer with a name has."""
_CLAUSE = 3
"""Words of a sentence that is no name although it begins with a capital."""


def answer(page: Page) -> Named | None:
    """The whole answer to the question for the name, when nothing in it means anything else."""
    tokens = page.tokens
    if _says_all(page):
        return None
    start = 0
    while start < len(tokens) and (item := page.over(start)) is not None and item.kind in ("drop", "say") and not tokens[start].capital:
        start += 1
    if start == 0 and tokens and (item := page.over(0)) is not None and item.kind in ("drop", "say") and len(tokens) > item.end and tokens[item.end].brk:
        start = item.end
    start = past_verb(page, start)
    end = start
    while end < len(tokens) and tokens[end].kind == "word" and not (tokens[end].brk and end > start):
        end += 1
    start = max(start, _behind_cue(page))
    if _put_somewhere(page, start):
        return None
    meant = [i for i in page.items if start <= i.start < end and (i.kind in ("yes", "no", "ask", "op", "hedge") or i.english in _ACTS)]
    wished = not tokens[start].capital and any(start <= i.start < end and i.kind in ("value", "vocabulary") for i in page.items) if start < len(tokens) else False
    if meant or wished or not start < end <= start + 6 or not any(page.unknown(n) for n in range(start, end)):
        return None
    if end < len(tokens) and tokens[end].kind == "word" and page.unknown(end) and tokens[end].brk == ",":
        return None
    known = sum(not page.unknown(n) and not _named_so(page, n) for n in range(start, end))
    if not tokens[start].capital and known > (end - start) // 2:
        return None  # a sentence of its own
    if tokens[start].capital and _says_something(page, start, end):
        return None
    if tokens[start].capital:
        run = max(capital_end(page, start), start + 1) if any(t.capital for t in tokens[start + 1 : end]) else end
        end = end if run == start + 1 and tokens[start].norm in page.book.naming.inside else run  # "Zum goldenen Anker"
        end = for_whom(page, start, end)
    return page.named(start, end)


def _says_all(page: Page) -> bool:
    """The whole message is a sentence: its own words say so, or it tells who speaks ("ich bin Tom"), and doesn't tell a name as such."""
    cues = [cue[0].english for n in range(len(page.tokens)) if (cue := cue_here(page, n))]
    if "sure" in cues:
        return False
    words = [t for t in page.tokens if t.kind == "word"]
    naming = page.book.naming
    insults = any(i.english == _INSULT for i in page.items)
    asks = page.text.rstrip().endswith(("?", "؟"))
    me = page.over(0) if len(words) == _ME else None
    return "not" in cues or (me is not None and me.english == "i am") or is_sentence(words, naming.sentences, inside=naming.inside, sure=asks or insults)


_INSULT = "you idiot"
_ME = 2
"""Words of "I am" and who."""


def _put_somewhere(page: Page, start: int) -> bool:
    """ "in Graz", "في غنت": behind a word for where a place stands, and no name."""
    led = page.over(start - 1) if 0 < start < len(page.tokens) and not page.tokens[start - 1].capital else None
    return led is not None and led.english in _WHERE


_WHERE = frozenset({"in", "near", "closest to", "at"})


def _says_something(page: Page, start: int, end: int) -> bool:
    """ "Überleg ich mir noch": the capital of a sentence whose other words are everyday ones."""
    rest = range(start + 1, end)
    if len(rest) < _CLAUSE - 1 or any(page.tokens[n].capital for n in rest):
        return False
    everyday = [n for n in rest if page.tokens[n].norm in page.book.function or not page.unknown(n)]
    return len(everyday) == len(rest) and not any(_named_so(page, n) for n in rest)


def _behind_cue(page: Page) -> int:
    """ "la organización se llama tres raices": what leads to the name is no part of it."""
    found = [cue[1] for n in range(len(page.tokens)) if (cue := cue_here(page, n)) and cue[0].english == "sure" and cue[1] < len(page.tokens)]
    return found[-1] if found else 0


def _named_so(page: Page, at: int) -> bool:
    """A word that names of houses are made of: a trade, an article, a linking word."""
    item = page.over(at)
    return page.tokens[at].norm in page.book.naming.inside | page.book.naming.skips or (item is not None and item.kind == "trade")
