"""Words that announce a name ("called …", "we trade as …", "company: …"), and how far the name behind them goes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dialogue.patterns import regex
from dialogue.understanding.described import described
from dialogue.understanding.everyday import (
    ADVERBS,
    AUXILIARIES,
    CONVERSATION,
    FUNCTION,
    VERBS,
    is_everyday,
    is_short_form,
    speaks,
)
from dialogue.understanding.kinds import ORG_NOUNS
from dialogue.understanding.proper import run_at
from dialogue.understanding.small_names import BREAK, INSIDE, STOPS, WORD, Ours, nothing_of_ours, small_end
from dialogue.understanding.text import fold

_OTHER_NAMES = regex(
    r"(?i)(?:\b(?:user|domain|sub-?domain|host|file|mesh|cluster|server|machine|node|first|last|family|sur|maiden|nick|product|project|admin(?:istrator)?(?:'s)?|"
    r"owner's|boss's|contact|app(?:lication)?s?|program(?:me)?|software|tool|region|place|town|city|village|street|country|district|provider|plan|thing|label|"
    r"address|site|person|man|woman|lady|guy|colleague|friend|sister|brother|wife|husband|daughter|son|developer|manager|someone|somebody|dog|cat|feature|service)(?:\s+(?:is|was|are|who\s+is|which\s+is))?\s*|"
    r"\bmy\s+(?:own\s+|full\s+|first\s+)?|\bthere(?:'s|\s+is|\s+was|\s+are)\s+(?:already\s+|also\s+)?(?:an?|another|this|some)\s+(?:[\w-]+\s+){1,3})$"
)
"""Before "named", "called" or "name": the name of something else, or of a person."""
_NEGATED = regex(
    r"(?i)(?:\b(?:not|never|no longer|isn't|aren't|wasn't|weren't|don't|doesn't|won't|formerly|previously|once|was|were|used to be|originally|stop|stopped|instead of|rather than|"
    r"has been|had been|what is it|what's it|it was|before it was)|n't)\s*(?:(?:currently|really|actually|be|being|the|our|company|\w+ing)\s*)?$"
)
_NAME_WORD = r"(?:(?:legal|full|official|proper|registered|trading|trade|brand|business|company|new|correct|right|real|actual|whole|exact|complete|organi[sz]ation(?:'s)?|org)\s+)*name"
_IS = r"(?:is|'s|was|=|:|reads?|should\s+(?:be|read)|will\s+be|would\s+be|shall\s+be|must\s+be|has\s+to\s+be|ought\s+to\s+be|to\s+be)"
_STRONG = regex(
    rf"""(?ix)(?:^|(?<=[\s,.;:!?(]))(?:
      (?:(?:please|just|let's|you\s+can|we|i|they|people|everyone|everybody|folks|customers|locals)\s+)?call(?:s|ed)?\s+(?:(?-i:it|us|IT|US)|ourselves|(?-i:me)|(?:the|our|my|this)\s+(?:new\s+)?(?:{ORG_NOUNS}|thing|whole\s+thing|cloud|sovereign|project|plan))
    | called | named | titled | (?:rebranded|rebranding|renamed|changed)(?:\s+(?:it|ourselves|the\s+\w+|our\s+\w+))?\s+(?:to|as|into)
    | (?:it|that|this)\s+(?:should|must|has\s+to|ought\s+to|needs\s+to)\s+(?:read|say|be\s+(?:called|named))
    | (?:it's|it\s+is|we're|we\s+are|that's|it\s+is)\s+(?:now|actually\s+called|really\s+called)(?=\s+(?-i:[^\W\da-z_]))
    | (?:name|re-?named|re-?branded)\b[^.;!?\n:]{{0,30}}[,;:.]\s*(?:so\s+)?(?:it's|its|it\s+is|that's|we're|we\s+are)(?:\s+now)?(?=\s+(?-i:[^\W\da-z_]))
    | known\s+(?:\w+\s+)?(?:as|under)(?:\s+the\s+name(?:\s+of)?)?
    | (?:trad(?:e|es|ed|ing)|operat(?:e|es|ed|ing)|(?:do|does|doing)\s+business|incorporated|registered|listed|filed|run|d\.?b\.?a\.?|t/a)\s+(?:as|under)(?:\s+the\s+(?:trading\s+|business\s+)?name(?:\s+of)?)?
    | d\.?b\.?a\.? | t/a
    | go(?:es|ing)?\s+by(?:\s+the\s+name)?(?:\s+of)? | (?:by|under|with|in)\s+the\s+name(?:\s+of)? | (?:a|the)?\s*name\s+of(?!\s+(?:(?:the|our|my|your)\b|(?:{ORG_NOUNS})\s*(?:is|:|=)))
    | (?:re)?name\s+(?:it|us|the\s+\w+)\b(?:\s+to|\s+as)? | rename[d]?(?:\s+\w+){{0,3}}\s+(?:to|as|into)
    | (?:change|set|correct|update|make|switch|turn|alter|amend)\s+(?:the\s+|our\s+|my\s+)?(?:\w+\s+)?name(?:\s+\w+){{0,3}}?\s+(?:in)?to
    | (?:change|set|correct|update)\s+(?:the\s+|our\s+|my\s+)?(?:company|business|organi[sz]ation|firm|org)\s+(?:in)?to
    | {_NAME_WORD}(?:\s+(?:of|for)\s+(?:(?:the|our|my|this)\s+)?(?:{ORG_NOUNS}))?(?:\s*,(?!\s*(?:and|but|or|so|while|whereas|mine|my|our|her|his|their)\b)[^.;!?\n:]{{1,30}}|\s+(?:here|now|itself|in\s+full|as\s+such|\w+ly))?\s*{_IS}
    | (?:(?:the|our|company|organi[sz]ation|business|firm|org)\s+)*name(?=\s+(?-i:[^\W\da-z_]))
    | (?:is|are|be|gets?|was)\s+(?:to\s+be\s+)?(?:properly\s+|correctly\s+)?(?-i:written|spelled|spelt|styled)(?:\s+(?:as|like|so|thus)\b)?(?!\s+with)(?!\s*,?\s+(?-i:[A-Z])[\s.-])[:,]?
    | (?:we|they|people|you)\s+(?:write|spell|style)\s+(?:it|that|ourselves|the\s+name)(?:\s+(?:as|like))?:?
    | (?:put|write|note|take|jot|mark)\s+(?:(?:it|us|me|that|this)\s+)?down(?:\s+as|\s+under)?
    | (?:write|spell|enter|put|record|register|list|save|file|book|set)\s+(?:it|us|me|that|this|(?:the|our|my)\s+(?:name|{ORG_NOUNS})(?:'s\s+name|\s+name)?)\s+(?:up\s+)?(?:as|under|like)(?:\s+[^.;!?\n:]{{1,30}}:)?
    | (?:the\s+|our\s+|my\s+|your\s+)?(?:company|business|organi[sz]ation|firm|org)(?:'s)?\s*(?:is|'s|:|=|should\s+be|shall\s+be|will\s+be)(?!\s+(?:called|in|a|an|based|located|small|large|not|from)\b)
    | (?:(?<=^)|(?<=[;.\n]\s))(?:organi[sz]ation|org)\s+(?=(?-i:[^\W\da-z_]))
    | (?:(?<=^)|(?<=[,;.!?(/|\n]\s)|(?<=[\n(/|]))(?:the\s+|our\s+|my\s+)?(?:{ORG_NOUNS}|name)\s*[:=]
    )\s*["“']?""",
)
_LITERAL = regex(r"(?i)\b(?:(?:exactly|literally|verbatim|precisely)(?:\s+(?:this|so|that|as\s+follows|like\s+this|thus))?|as\s+follows|letter\s+for\s+letter|like\s+so)\s*[:=]\s*(?=\S)")
_ROLE = r"(?:owner|founder|manager|director|head|ceo|cto|coo|cfo|administrator|secretary|partner|chair\w*|president|treasurer|principal|rector|dean|boss|member|pastor|vicar|curator|co-?founder|trustee|bursar|clerk)"
_SPEAKS = regex(
    rf"""(?ix)(?:^|(?<=[\s,.;:!?(]))(?:we(?:'re|\s+are|\s+at)|(?:it's|its|it\s+is|thats?|that's|calling|writing|this\s+is|asking|speaking|here)\s+(?:for|from|on\s+behalf\s+of)|i(?:'m|m|\s+am)\s+(?:with|from|at|of)|
    i\s+represent|(?:on|in)\s+behalf\s+of|i\s+work\s+(?:for|at|with)|(?:i|we)\s+(?:\w+\s+)?(?:run|own|manage|lead|head|represent|founded|started|opened|speak\s+for)|
    (?:{_ROLE})\s+(?:of|at|for))\s+"""
)
_WE_ARE = regex(r"(?i)(?:^|(?<=[\s,.;:!?(]))(?:(?:we(?:'re|\s+are))|were(?=\s+[a-z]+\s+[a-z]+\s*[,.]))\s+(?=[a-zß-ÿ])")
_CHANGED = regex(
    r"""(?ix)(?:\b(?:name|entity|company|firm|business|organi[sz]ation|org)\b[^.;!?\n:]{0,30}\b(?:chang\w+|wrong|different|new|merged|renamed|rebranded|acquired|incorrect|outdated|mistake\w*|old|updated?)\b
    |\b(?:chang\w+|wrong|different|new|another|other|old|incorrect)\s+(?:\w+\s+)?(?:name|entity|company|firm|business|organi[sz]ation|org)(?=\s*[,;:.!–—-]))
    [^.;!?\n:]{0,40}[,;:.!–—-]\s*(?:(?:i'?m\s+)?(?:sorry|apologies|my\s+bad|my\s+mistake|my\s+fault|actually|so|well|ok|and|please|oops|now)[\s,.!]+){0,3}
    (?:it'?s|it\s+is|that'?s|we're|we\s+are|make\s+it|(?:it\s+)?should\s+be|(?:please\s+)?(?:use|put|take))(?:\s+(?:now|actually|really))?\s+(?=(?:the\s+)?(?-i:[^\W\da-z_]))"""
)
"""What it is now, said after that it changed ("legal entity changed, sorry. it's …")."""
_CALLS = regex(
    rf"(?i)\b(?:(?:the|our|my|this)\s+(?:\w+\s+){{0,2}}?(?!(?:client|customer|employer|team|crew|party|council|label)\b)(?:{ORG_NOUNS}|praxis|atelier)|it)\s+(?:it\s+|is\s+|itself\s+)?"
    r"(?:call|name|calls?\s+itself)\s+(?=(?-i:[^\W\da-z_]))"
)
"""As people say it whose language has no "is called" ("the praxis call …")."""
_NAME_SMALL = regex(r"(?i)\b(?:(?:company|business|organi[sz]ation|firm|org)(?:'s)?\s+name|name\s+of\s+(?:the|our|my)\s+(?:company|business|organi[sz]ation|firm|org))\s+(?=(?-i:[a-zß-ÿ]))")
_ASKS = regex(r"(?i)\b(?:can|could|should|will|would|does|did|do|must|may|let|have|when|if)\s+$")
_AS = regex(r"(?<![Ss]uch )(?<![Ss]ame )(?<!\bwell )\b[Aa]s\s+(?=[^\W\da-z_]|the\s+[^\W\da-z_])")
_NOUN_IS = regex(r"(?i)\b(?:our|my|the|its|their|this|whose|his|her)\s+((?:[^\W\d_]+[\s-]+){0,3}?)([^\W\d_]+)\s+(?:is|are|'s|=)\s+(?:still\s+)?(?:called\s+)?(?:the\s+)?(?=\S)")
_NOT_ORG = frozenset(
    "admin administrator contact boss director owner manager ceo accountant lawyer developer colleague husband wife sister brother partner friend son daughter person mail "
    "email e-mail address domain website site page subdomain label region location country city town capital place choice favourite favorite plan provider tool software system "
    "app problem deadline question answer server size machine code password phone number budget mesh id name one idea point reason first second third last next other mother father "
    "language street building head time date month day week year".split()
)
_NAMES_IT = regex(r"name|entity|company|firm|business|organi[sz]ation|\borg\b")
"""Without any of these the first two of the leads have nothing to begin with."""
_LEADS = ((_CHANGED, 6.0, True, False), (_NAME_SMALL, 4.5, False, True), (_SPEAKS, 5.0, True, False), (_WE_ARE, 4.0, False, False), (_AS, 4.0, True, True))
"""Patterns with the weight of what follows, and whether it takes capitals and more than one word."""
_ORG_NOUN = regex(rf"(?i)^(?:{ORG_NOUNS})$")
QUOTES = "\"“'‘„«"
_CLOSING = {'"': regex(r'"'), "“": regex(r"[”“\"]"), "„": regex(r"[“”\"]"), "«": regex(r"»"), "'": regex(r"'(?!\w)"), "‘": regex(r"['’](?!\w)")}
_SPELT = regex(r"\s*:?\s*(?:(?:spelled|spelt|written|spelling)\s+)?")
_KIND = regex(rf"(?:the\s+)?(?:{ORG_NOUNS})\s+(?=[A-Z])")
_MOST_TAIL = 3
"""Small words that go on a name in capitals ("Oak tree school")."""
_PLAIN = 6.0
"""From this weight on a single everyday word in capitals is a name too ("we are called Thursday")."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a name was announced."""

    begin: int
    """Offset of what follows."""
    weight: float
    capital: bool = False
    """Only capitals name anything here."""
    several: bool = False
    """It takes more than one word."""
    literal: bool = False
    """All that follows on this line, as it is."""


def leads(text: str, *, strong: bool = False) -> Iterator[Lead]:
    """Every place behind which a name may stand; `strong`: only what announces one in so many words."""
    for match in _LITERAL.finditer(text):
        if re.search(r"(?i)\b(?:name|organi[sz]ation|company|firm|business|called|us|it)\b", text[: match.start()]):
            yield Lead(match.end(), 7.0, literal=True)
    for match in _STRONG.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if not _within_a_name(match.group(), before) and not _OTHER_NAMES.search(before) and not _NEGATED.search(before) and match.group().casefold().split()[:2] != ["my", "name"]:
            yield Lead(match.end(), 6.0)
    lower = text.casefold()
    if strong:
        yield from (Lead(match.end(), 6.0, capital=True) for match in (_CHANGED.finditer(text) if _NAMES_IT.search(lower) else ()))
        return
    for match in _CALLS.finditer(text) if " call" in lower or " name" in lower else ():
        if not _ASKS.search(text, max(0, match.start() - 12), match.start()):
            yield Lead(match.end(), 5.0, capital=True)
    for pattern, weight, capital, several in _LEADS if _NAMES_IT.search(lower) else _LEADS[2:]:
        for match in pattern.finditer(text):
            yield Lead(match.end(), weight, capital=capital, several=several)
    for match in _NOUN_IS.finditer(text):
        head = match.group(2).casefold()
        if head in _NOT_ORG or _NEGATED.search(text[max(0, match.start() - 20) : match.start()]):
            continue
        ours = _ORG_NOUN.match(head) is not None
        if match.group().split()[0].casefold() in ("the", "this", "their") and not ours:
            continue
        yield Lead(match.end(), 5.0 if ours else 4.0, capital=not ours, several=not ours)


def _within_a_name(cue: str, before: str) -> bool:
    """ "A Good Name Ltd", "The Long Named Company": one word with a capital, right behind another one, announces nothing."""
    return " " not in cue.strip() and cue.strip().istitle() and _CAPITAL_BEFORE.search(before) is not None


_CAPITAL_BEFORE = regex(r"(?<![.!?]\s)\b(?!(?:I|We|Our|My|The|It|Company|Business|Firm|Organi[sz]ation|Org)\b)[A-Z][a-z'’-]*\s+$")


def extent(text: str, lead: Lead, ours: Ours = nothing_of_ours) -> tuple[int, int]:
    """Where the announced name begins and ends."""
    begin = lead.begin
    if lead.literal:
        end = text.find("\n", begin)
        return begin, len(text.rstrip()) if end < 0 else end
    opening = text[begin - 1 : begin] if text[begin - 1 : begin] in QUOTES else text[begin : begin + 1]
    closing = _CLOSING[opening].search(text, begin + 1) if opening and opening in QUOTES else None
    if closing:
        return begin + (1 if text[begin] in QUOTES else 0), closing.start()
    if lead.weight < _PLAIN and (name := described(text, begin, ours)):
        return name.start, name.end
    if lead.weight < _PLAIN - 1 and text[begin : begin + 4].casefold() == "the ":
        begin += 4  # "we are the old town museum"
    if lead.weight < _PLAIN and (kind := _KIND.match(text, begin)):
        begin = kind.end()  # "we are enterprise Sunrise Poultry"
    begin += len(_SPELT.match(text[begin:]).group())  # type: ignore[union-attr]  # matches the empty string
    run = run_at(text, begin)
    if run:
        return run.start, tail(text, run.end)
    return begin, small_end(text, begin, ours)


def tail(text: str, end: int) -> int:
    """Past small words that go on the name ("Oak tree school", "Silver Lake Hospital supplies"), not past a sentence."""
    at = end
    for _ in range(_MOST_TAIL):
        word = _next(text, at)
        body = word.group().rstrip(".…") if word else ""
        if word is None or not body[:1].isalpha() or _ends_tail(body):
            break
        at = word.start() + len(body)
    rest = text[at:]
    goes_on = BREAK.match(rest.lstrip()) or not rest.strip() or (word := _next(text, at)) is not None and is_everyday(fold(word.group().rstrip(".")))
    return at if goes_on else end


def _ends_tail(body: str) -> bool:
    norm = fold(body)
    return is_everyday(norm) or norm in INSIDE or norm in STOPS or body.endswith(("ing", "ed", "ly")) or "@" in body or "." in body


def _next(text: str, at: int) -> re.Match[str] | None:
    """The word behind `at`, when only spaces stand between."""
    gap = len(text[at:]) - len(text[at:].lstrip(" "))
    return WORD.match(text, at + gap) if gap and not text[at + gap : at + gap + 1].isupper() else None


def is_talk(value: str, weight: float) -> bool:
    """What stands behind the announcement is no name but how a sentence goes on ("is wrong", "called in")."""
    words = [fold(w) for w in value.split()]
    if not words:
        return True
    first = words[0].rstrip(",.")
    if value[0].isupper():
        return len(words) == 1 and (first in FUNCTION or is_short_form(first) or (weight < _PLAIN and is_everyday(first)))
    if all(is_everyday(w) for w in words) or is_short_form(first):
        return True
    if words[-1] in ("people", "persons", "staff", "employees", "one", "ones"):
        return True
    small = FUNCTION - frozenset("the one all off up down over under above below after before beyond between near here there we".split())
    return first in small or first in ADVERBS - frozenset("little most many fast well first last once even".split()) or first in _SPOKEN or any(speaks(w) for w in words[1:])


_SPOKEN = frozenset("offline online down up open closed broken wrong right correct fine ok okay sure ready busy unsure good great booming thriving growing expanding struggling moving".split()) | AUXILIARIES | (CONVERSATION & VERBS)
