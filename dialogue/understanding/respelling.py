"""A correction of the name that stands: "it's Harbour with a u", "not Blue Harbor but Zephyr", a word spelled out."""

import re
from collections.abc import Iterator
from itertools import islice

from rapidfuzz.distance import JaroWinkler

from dialogue.patterns import regex
from dialogue.understanding.bare_names import bare_name
from dialogue.understanding.everyday import is_everyday
from dialogue.understanding.kinds import ORG_NOUNS
from dialogue.understanding.legal_forms import is_form
from dialogue.understanding.organisation import FARTHEST, LONGEST, Name
from dialogue.understanding.proper import Run, run_at, runs, starts_like_a_sentence, tokens
from dialogue.understanding.small_names import small_end
from dialogue.understanding.text import fold

_WHOLE = regex(r"(?i)\b(?:name|it|we|company|organi[sz]ation)\b")
_CORRECTS = regex(
    r"(?i)\b(?:no|nope|not|actually|sorry|meant|mean|mis-?spel\w+|spel\w+|written|wrong|typo|correct\w*|should be|must be|with an?|without|instead|rather|change|"
    r"it'?s|it is|we're|we are|that's|the name|is now|'s now|scratch)\b"
    rf"|\b(?:the|our|my)\s+(?:{ORG_NOUNS})(?:'s|\s+is|\s+was)\b"
)
_ALONE = regex(r"\s*[^\W\d_a-z][\w&'’-]*(?:\s+[\w&'’-]+){1,5}[\s.!]*")
"""Nothing else is said than what may be the name."""
_SPELLED = regex(r"\b(?:[A-Za-z][-.\s]\s*){2,}[A-Za-z]\b")
_BEHIND = regex(r"\s+([^\W\d_][\w'’-]{2,})")
_SPELLS = regex(r"(?i)\b(?:spel(?:led|t|ling)|written|letters|letter by letter)\b")
_LEADS_TO = regex(r"(?i)(?:\b(?:but|meant|mean|it's|it is|be|to|with|for|by|into|use|take|rather|actually|we're|we are)|[,→])\s+(?:the\s+)?")
_LEADS_SMALL = regex(r"(?i)(?:\b(?:but|meant|mean|it'?s|it\s+is|should\s+be|must\s+be|that'?s|we're|we\s+are|called|name\s+is|to|into|with|by)|[,→])\s+(?:the\s+)?(?=(?-i:[^\W\d_A-Z]))")
_TAKEN_BACK = regex(r"(?i)\b(?:(?:i|we) (?:said|wrote|typed|told you)|not|instead of|rather than|replace|change|swap|rename|scratch|from)\s+(?:the\s+|from\s+|name\s+)*$")
_GIVES_WAY = regex(r"(?i)^\s*(?:should|must|is wrong|becomes?|is now)\b")
_NAME = r"(?:(?:the|our|my|that)\s+)?(?:(?:company|organi[sz]ation|business|firm|legal|full|whole)(?:'s)?\s+)?(?:name|it|that)\b"
_THE_NAME = regex(r"(?i)\bname\b")
_PART = r"[\"'“«]?(?P<part>[^\W\d_][\w.&/’'-]*(?:\s+(?-i:[A-Z])[\w.&/’'-]*){0,2}?)[\"'”»]?"
_APPENDED = regex(
    rf"(?i)\b(?:add|append|put|write|stick|include|tack|need|needs|want|with|goes|comes|there\s+should\s+be)\s+(?:an?\s+|the\s+|on\s+)?{_PART}\s+(?:(?:goes|comes|on|in|right)\s+)?"
    rf"(?:(?:after|behind|onto|following|to|at\s+the\s+end\s+of|to\s+the\s+end\s+of)\s+{_NAME}|at\s+the\s+end(?:\s+of\s+{_NAME})?)"
)
_PREPENDED = regex(rf"(?i)\b(?:add|put|write|stick|include|place)\s+(?:an?\s+|the\s+)?{_PART}\s+(?:(?:right|in)\s+)?(?:in\s+front\s+of|before|at\s+the\s+(?:beginning|start|front)\s+of)\s+{_NAME}")
_FORGOTTEN = regex(
    rf"(?i)\b(?:(?:you(?:'ve)?|i|we)\s+(?:forgot|forgotten|left\s+out|dropped|missed|lost|omitted)|(?:it's|is|it\s+is|there's|name's|name\s+is)\s+missing|missing|don't\s+forget|without\s+(?:the\s+)?\w+\s+it's\s+wrong)\s+(?:out\s+)?(?:the\s+|an?\s+|our\s+){_PART}(?=\W|$)"
)
_LEFT_OUT = regex(
    rf"(?i)\b(?:drop|remove|lose|delete|omit|skip|strike|cut|leave\s+(?:out|off)|take\s+(?:off|out|away)|without|no|not)\s+(?:the\s+)?(?P<part>[^\W\d_][\w.]*)(?:\s+(?:from|in|of|at\s+the\s+end\s+of|behind|after)\s+{_NAME}|(?=[\s,.!]*(?:please|then|thanks)?[\s.!]*$))"
)
_MOST = 4
"""Mentions of the standing name that are looked at."""
_ALIKE = 0.88
_ALIKE_WORD = 0.84


def respelled(text: str, known: str) -> Name | None:
    """The name as it should be, when the utterance corrects it."""
    text = text[:FARTHEST]
    return _word_changed(text, known) or _affixed(text, known) or _spelled_out(text, known) or _exchanged(text, known) or _by_now(text, known) or (_alike(text, known) if _CORRECTS.search(text) or _ALONE.fullmatch(text) else None)


_WORD_CHANGED = regex(r"(?i)\b(?:change|replace|swap|turn|make)\s+(?:the\s+)?[\"'“«]?(?P<old>[\w'’&-]{2,30})[\"'”»]?\s+(?:to|into|with|by|for)\s+[\"'“«]?(?P<new>[\w'’&-]{2,30})[\"'”»]?\s+in\s+(?:the|our|that|my)\s+(?:\w+\s+)?name\b")


def _word_changed(text: str, known: str) -> Name | None:
    """ "change forge to force in the name": one word of it, with the capital that it had."""
    said = _WORD_CHANGED.search(text)
    old = next((word for word in known.split() if said and fold(word) == fold(said["old"])), None)
    if said is None or old is None:
        return None
    new = said["new"].capitalize() if old[0].isupper() and said["new"].islower() else said["new"]
    return Name(known.replace(old, new), said.group(), said.start(), said.end())


def _affixed(text: str, known: str) -> Name | None:
    """Something is added to the standing name or left out of it: "add Ltd after the name", "you forgot the GmbH", "without the Inc"."""
    for pattern in (_APPENDED, _FORGOTTEN, _PREPENDED, _LEFT_OUT):
        match = pattern.search(text)
        if match is None or not (is_form(match["part"]) or _THE_NAME.search(match.group())):
            continue  # "add a blog to it"
        part = match["part"].strip(" \"'“”«»,")
        has = fold(part).rstrip(".") in [fold(w).rstrip(".,") for w in known.split()]
        if pattern is _LEFT_OUT:
            value = " ".join(w for w in known.split() if fold(w).rstrip(".,") != fold(part).rstrip(".")) if has else ""
        elif has:
            value = ""
        else:
            value = f"{part} {known}" if pattern is _PREPENDED else f"{known} {part}"
        if value and value != known:
            return Name(value, match.group(), match.start(), match.end())
    return None


def _spelled_out(text: str, known: str) -> Name | None:
    """Letter by letter: the whole name, or one word of it."""
    letters = _SPELLED.search(text)
    if letters is None or not _SPELLS.search(text):
        return None
    word = re.sub(r"[\W_]", "", letters.group()).capitalize()
    behind = _BEHIND.match(text, letters.end())
    if behind and fold(behind[1]) in [fold(part) for part in known.split()[1:]]:
        rest = known[known.casefold().index(behind[1].casefold()) :]
        return Name(f"{word} {rest}", text[letters.start() : behind.end()], letters.start(), behind.end())  # "T-y-s-o-n Boatyard"
    likeness = {part: _likeness(part, word) for part in known.split()}
    best = max(likeness, key=lambda part: likeness[part])
    whole = len(likeness) == 1 or (_WHOLE.search(text) and fold(best) not in fold(text)) or _likeness(known.replace(" ", ""), word) >= likeness[best]
    value = word if whole or likeness[best] < _ALIKE_WORD else known.replace(best, word)
    return Name(value, letters.group(), letters.start(), letters.end())


def _exchanged(text: str, known: str) -> Name | None:
    """The standing name is taken back by name, and another one is given."""
    called = "|".join(re.escape(name) for name in _called(known))
    for match in islice(re.finditer(rf"(?i)(?<!\w)(?:{called})(?!\w)", text), _MOST):
        back = _TAKEN_BACK.search(text, max(0, match.start() - 40), match.start())
        if not back and not _GIVES_WAY.match(text[match.end() :]):
            continue
        before, after = text[: back.start() if back else match.start()], text[match.end() :]
        for part, offset in ((after, match.end()), (before, 0)):
            given = next(_given(part), None) or _given_small(part, known, text)
            if given:
                return Name(given.text, given.text, offset + given.start, offset + given.end)
    return None


_NOW = regex(r"(?i)\b(?:it's|it\s+is|we're|we\s+are|that's|its)\s+(?=[A-Z])")
_BY_NOW = regex(r"(?i)\s+(?:by\s+)?now\b")


def _by_now(text: str, known: str) -> Name | None:
    """ "it's Davies & Daughters now": something of the standing name is in it, or the name is spoken of."""
    for lead in islice(_NOW.finditer(text), _MOST) if " now" in text.lower() else ():
        run = run_at(text, lead.end())
        if run is None or not _BY_NOW.match(text[run.end :]) or fold(run.text) == fold(known):
            continue
        shares = set(fold(run.text).split()) & {w for w in fold(known).split() if not is_everyday(w)}
        if shares or _THE_NAME.search(text):
            return Name(run.text, run.text, run.start, run.end)
    return None


def _called(known: str) -> tuple[str, ...]:
    """The standing name, and how it is called without what the company is by law."""
    words = known.split()
    return (known, " ".join(words[:-1])) if len(words) > 1 and is_form(words[-1]) else (known,)


def _given(part: str) -> Iterator[Run]:
    """Names in the rest of the sentence: after a word that leads to one, else any run."""
    for lead in _LEADS_TO.finditer(part):
        run = run_at(part, lead.end())
        if run:
            yield run
    yield from runs(part)


def _given_small(part: str, known: str, text: str) -> Run | None:
    """The same where nothing is in capitals; it shares a word with the standing name, or the name is spoken of."""
    for lead in _LEADS_SMALL.finditer(part):
        end = small_end(part, lead.end())
        value = part[lead.end() : end]
        shares = set(fold(value).split()) & {w for w in fold(known).split() if not is_everyday(w)}
        if bare_name(value) and fold(value) != fold(known) and (shares or _THE_NAME.search(text)):
            return Run(value, lead.end(), end)
    return None


def _alike(text: str, known: str) -> Name | None:
    """Something very like the standing name, or like one word of it, and yet not it."""
    own = set(fold(known).split())
    for run in _candidates(text, known):
        if _names_a_part(run.text, known) or run.text.casefold() in {name.casefold() for name in _called(known)} or len(run.text) > LONGEST or any(is_everyday(w) and w not in own for w in fold(run.text).split()):
            continue
        if _likeness(run.text, known) >= _ALIKE:
            return Name(run.text, run.text, run.start, run.end)
        part = next((p for p in known.split() if _one_word_of(run.text, p)), None)
        if part and len(known.split()) > 1:
            return Name(known.replace(part, run.text), run.text, run.start, run.end)
    return None


def _names_a_part(said: str, known: str) -> bool:
    """ "Print House" is how somebody speaks of Colibri Print House; "Orchid Florists" leaves something out of Orchid & Ash Florists."""
    part, whole = fold(said).split(), fold(known).split()
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


def _one_word_of(said: str, part: str) -> bool:
    return " " not in said and said.casefold() != part.casefold() and len(part) > 3 and _likeness(said, part) >= _ALIKE_WORD


def _candidates(text: str, known: str) -> list[Run]:
    """Capitalised runs; where nothing is capitalised, as many words in a row as the name has."""
    found = [_without_letter(r) for r in runs(text) if not starts_like_a_sentence(r.text.casefold())]
    if found or any(c.isupper() for c in text[1:]):
        return found
    words = tokens(text)
    size = len(known.split())
    grams = (words[i : i + size] for i in range(len(words) - size + 1))
    return [Run(text[g[0].start : g[-1].end], g[0].start, g[-1].end) for g in grams]


def _without_letter(run: Run) -> Run:
    """ "with a J. Fjord Lantern Tours": the letter that was told ends its own sentence."""
    letter = re.match(r"[^\W\d_]\.\s+(?=\S)", run.text)
    return Run(run.text[letter.end() :], run.start + letter.end(), run.end) if letter else run


def _likeness(first: str, second: str) -> float:
    return JaroWinkler.normalized_similarity(fold(first), fold(second))
