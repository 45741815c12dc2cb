"""Words that announce a name ("called …", "we trade as …", "company: …"), and how far the name behind them goes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dialogue.patterns import regex
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
from dialogue.understanding.proper import run_at
from dialogue.understanding.text import fold

ORG_NOUNS = (
    "company|business|firm|organi[sz]ation|org|enterprise|start-?up|association|society|club|union|federation|foundation|trust|charity|ngo|co-?op|cooperative|"
    "school|academy|college|university|institute|nursery|kindergarten|practice|clinic|hospital|pharmacy|surgery|shop|store|bakery|cafe|café|restaurant|bar|pub|"
    "brewery|hotel|hostel|inn|lodge|studio|agency|office|outfit|brand|label|team|band|choir|church|parish|museum|gallery|theat(?:er|re)|cinema|library|"
    "workshop|garage|salon|gym|farm|winery|factory|mill|bank|broker|insurer|consultancy|law firm|lab|laboratory|publisher|radio|station|client|customer|employer|"
    "group|partnership|crew|troupe|guild|squad|concern|house|place|venture|institution|party|league|council|community|collective|tenant"
)
"""What an organisation may be; alternatives of a pattern."""
_OTHER_NAMES = regex(
    r"(?i)(?:\b(?:user|domain|sub-?domain|host|file|mesh|cluster|server|machine|node|first|last|family|sur|maiden|nick|product|project|admin(?:istrator)?(?:'s)?|"
    r"owner's|boss's|contact|app(?:lication)?s?|program(?:me)?|software|tool|region|place|town|city|village|street|country|district|provider|plan|thing|label|"
    r"address|site|person|man|woman|lady|guy|colleague|friend|sister|brother|wife|husband|daughter|son|developer|manager|someone|somebody|dog|cat|feature|service)(?:\s+(?:is|was|are|who\s+is|which\s+is))?\s*|"
    r"\bmy\s+(?:own\s+|full\s+|first\s+)?)$"
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
      (?:(?:please|just|let's|you\s+can|we|i|they|people|everyone|everybody|folks|customers|locals)\s+)?call(?:s|ed)?\s+(?:it|us|ourselves|me|(?:the|our|my|this)\s+(?:new\s+)?(?:{ORG_NOUNS}|thing|whole\s+thing|cloud|sovereign|project|plan))
    | called | named | titled | (?:rebranded|rebranding|renamed|changed)(?:\s+(?:it|ourselves|the\s+\w+|our\s+\w+))?\s+(?:to|as|into)
    | (?:it|that|this)\s+(?:should|must|has\s+to|ought\s+to|needs\s+to)\s+(?:read|say|be\s+(?:called|named))
    | (?:it's|it\s+is|we're|we\s+are|that's|it\s+is)\s+(?:now|actually\s+called|really\s+called)(?=\s+(?-i:[^\W\da-z_]))
    | (?:name|re-?named|re-?branded)\b[^.;!?\n:]{{0,30}}[,;:.]\s*(?:so\s+)?(?:it's|its|it\s+is|that's|we're|we\s+are)(?:\s+now)?(?=\s+(?-i:[^\W\da-z_]))
    | known\s+(?:\w+\s+)?(?:as|under)(?:\s+the\s+name(?:\s+of)?)?
    | (?:trad(?:e|es|ed|ing)|operat(?:e|es|ed|ing)|(?:do|does|doing)\s+business|incorporated|registered|listed|filed|run|d\.?b\.?a\.?|t/a)\s+(?:as|under)(?:\s+the\s+(?:trading\s+|business\s+)?name(?:\s+of)?)?
    | d\.?b\.?a\.? | t/a
    | go(?:es|ing)?\s+by(?:\s+the\s+name)?(?:\s+of)? | (?:by|under|with|in)\s+the\s+name(?:\s+of)? | (?:a|the)?\s*name\s+of(?!\s+(?:(?:the|our|my|your)\b|(?:{ORG_NOUNS})\s*(?:is|:|=)))
    | (?:re)?name\s+(?:it|us|the\s+\w+)(?:\s+to|\s+as)? | rename[d]?(?:\s+\w+){{0,3}}\s+(?:to|as|into)
    | (?:change|set|correct|update|make|switch|turn|alter|amend)\s+(?:the\s+|our\s+|my\s+)?(?:\w+\s+)?name(?:\s+\w+){{0,3}}?\s+(?:in)?to
    | (?:change|set|correct|update)\s+(?:the\s+|our\s+|my\s+)?(?:company|business|organi[sz]ation|firm|org)\s+(?:in)?to
    | {_NAME_WORD}(?:\s+(?:of|for)\s+(?:(?:the|our|my|this)\s+)?(?:{ORG_NOUNS}))?(?:\s*,[^.;!?\n:]{{1,30}}|\s+(?:here|now|itself|in\s+full|as\s+such|\w+ly))?\s*{_IS}
    | (?:(?:the|our|company|organi[sz]ation|business|firm|org)\s+)*name(?=\s+(?-i:[^\W\da-z_]))
    | (?:is|are|be|gets?|was)\s+(?:to\s+be\s+)?(?:properly\s+|correctly\s+)?(?-i:written|spelled|spelt|styled)(?:\s+(?:as|like|so|thus)\b)?(?!\s+with)(?!\s*,?\s+(?-i:[A-Z])[\s.-])[:,]?
    | (?:we|they|people|you)\s+(?:write|spell|style)\s+(?:it|that|ourselves|the\s+name)(?:\s+(?:as|like))?:?
    | (?:put|write|note|take|jot|mark)\s+(?:(?:it|us|me|that|this)\s+)?down(?:\s+as|\s+under)?
    | (?:write|spell|enter|put|record|register|list|save|file|book|set)\s+(?:it|us|me|that|this|(?:the|our|my)\s+(?:name|{ORG_NOUNS})(?:'s\s+name|\s+name)?)\s+(?:up\s+)?(?:as|under|like)(?:\s+[^.;!?\n:]{{1,30}}:)?
    | (?:the\s+|our\s+|my\s+|your\s+)?(?:company|business|organi[sz]ation|firm|org)(?:'s)?\s*(?:is|'s|:|=|should\s+be|shall\s+be|will\s+be)(?!\s+(?:called|in|a|an|based|located|small|large|not|from)\b)
    | (?:(?<=^)|(?<=[,;.(/|\n]\s)|(?<=[\n(/|]))(?:the\s+|our\s+|my\s+)?(?:{ORG_NOUNS}|name)\s*[:=]
    )\s*["“']?""",
)
_LITERAL = regex(r"(?i)\b(?:(?:exactly|literally|verbatim|precisely)(?:\s+(?:this|so|that|as\s+follows|like\s+this|thus))?|as\s+follows|letter\s+for\s+letter|like\s+so)\s*[:=]\s*(?=\S)")
_ROLE = r"(?:owner|founder|manager|director|head|ceo|cto|coo|cfo|administrator|secretary|partner|chair\w*|president|treasurer|principal|rector|dean|boss|member|pastor|vicar|curator|co-?founder|trustee|bursar|clerk)"
_SPEAKS = regex(
    rf"""(?ix)(?:^|(?<=[\s,.;:!?(]))(?:we(?:'re|\s+are|\s+at)|(?:it's|it\s+is|calling|writing|this\s+is|asking|speaking|here)\s+(?:for|from|on\s+behalf\s+of)|i(?:'m|m|\s+am)\s+(?:with|from|at|of)|
    i\s+represent|(?:on|in)\s+behalf\s+of|i\s+work\s+(?:for|at|with)|(?:i|we)\s+(?:\w+\s+)?(?:run|own|manage|lead|head|represent|founded|started|opened|speak\s+for)|
    (?:{_ROLE})\s+(?:of|at|for))\s+"""
)
_WE_ARE = regex(r"(?i)(?:^|(?<=[\s,.;:!?(]))(?:(?:we(?:'re|\s+are))|were(?=\s+[a-z]+\s+[a-z]+\s*[,.]))\s+(?=[a-zß-ÿ])")
_AS = regex(r"(?<![Ss]uch )(?<![Ss]ame )(?<!\bwell )\b[Aa]s\s+(?=[^\W\da-z_]|the\s+[^\W\da-z_])")
_NOUN_IS = regex(r"(?i)\b(?:our|my|the|its|their|this|whose|his|her)\s+((?:[^\W\d_]+[\s-]+){0,3}?)([^\W\d_]+)\s+(?:is|are|'s|=)\s+(?:still\s+)?(?:called\s+)?(?:the\s+)?(?=\S)")
_NOT_ORG = frozenset(
    "admin administrator contact boss director owner manager ceo accountant lawyer developer colleague husband wife sister brother partner friend son daughter person mail "
    "email e-mail address domain website site page subdomain label region location country city town capital place choice favourite favorite plan provider tool software system "
    "app problem deadline question answer server size machine code password phone number budget mesh id name one idea point reason first second third last next other mother father "
    "language street building head time date month day week year".split()
)
_ORG_NOUN = regex(rf"(?i)^(?:{ORG_NOUNS})$")
QUOTES = "\"“'‘„«"
_CLOSING = regex(r"[\"”“»]|['’](?!\w)")
_BREAK = regex(r"[,;!?\n()–—|]|\.(?=\s|$)|\s[-/]\s|:")
_WORD = regex(r"[^\s,;!?()–—|:=]+")
_SPELT = regex(r"\s*:?\s*(?:(?:spelled|spelt|written|spelling)\s+)?")
_KIND = regex(rf"(?:the\s+)?(?:{ORG_NOUNS})\s+(?=[A-Z])")
_INSIDE = frozenset("of and the & de la van der von del et y und + for in at on by".split())
_MOST_SMALL = 6
"""Words of a name that is written small."""
_MOST_TAIL = 3
"""Small words that go on a name in capitals ("Oak tree school")."""
_PLAIN = 6.0
"""From this weight on a single everyday word in capitals is a name too ("we are called Thursday")."""
_PEOPLE = frozenset("we i our my it need want please which who that who's".split())


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


def leads(text: str) -> Iterator[Lead]:
    """Every place behind which a name may stand."""
    for match in _LITERAL.finditer(text):
        if re.search(r"(?i)\b(?:name|organi[sz]ation|company|firm|business|called|us|it)\b", text[: match.start()]):
            yield Lead(match.end(), 7.0, literal=True)
    for match in _STRONG.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if not _OTHER_NAMES.search(before) and not _NEGATED.search(before) and match.group().casefold().split()[:2] != ["my", "name"]:
            yield Lead(match.end(), 6.0)
    for match in _SPEAKS.finditer(text):
        yield Lead(match.end(), 5.0, capital=True)
    for match in _WE_ARE.finditer(text):
        yield Lead(match.end(), 4.0)
    for match in _AS.finditer(text):
        yield Lead(match.end(), 4.0, capital=True, several=True)
    for match in _NOUN_IS.finditer(text):
        head = match.group(2).casefold()
        if head in _NOT_ORG or _NEGATED.search(text[max(0, match.start() - 20) : match.start()]):
            continue
        ours = _ORG_NOUN.match(head) is not None
        if match.group().split()[0].casefold() in ("the", "this", "their") and not ours:
            continue
        yield Lead(match.end(), 5.0 if ours else 4.0, capital=not ours, several=not ours)


def extent(text: str, lead: Lead) -> tuple[int, int]:
    """Where the announced name begins and ends."""
    begin = lead.begin
    if lead.literal:
        end = text.find("\n", begin)
        return begin, len(text.rstrip()) if end < 0 else end
    opening = text[begin - 1 : begin] if text[begin - 1 : begin] in QUOTES else text[begin : begin + 1]
    closing = _CLOSING.search(text, begin + 1) if opening and opening in QUOTES else None
    if closing:
        return begin + (1 if text[begin] in QUOTES else 0), closing.start()
    if lead.weight < _PLAIN - 1 and text[begin : begin + 4].casefold() == "the ":
        begin += 4  # "we are the old town museum"
    if lead.weight < _PLAIN and (kind := _KIND.match(text, begin)):
        begin = kind.end()  # "we are enterprise Sunrise Poultry"
    begin += len(_SPELT.match(text[begin:]).group())  # type: ignore[union-attr]  # matches the empty string
    run = run_at(text, begin)
    if run:
        return run.start, tail(text, run.end)
    return begin, _small(text, begin)


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
    goes_on = _BREAK.match(rest.lstrip()) or not rest.strip() or (word := _next(text, at)) is not None and is_everyday(fold(word.group().rstrip(".")))
    return at if goes_on else end


def _ends_tail(body: str) -> bool:
    norm = fold(body)
    return is_everyday(norm) or norm in _INSIDE or norm in _STOPS or body.endswith(("ing", "ed", "ly")) or "@" in body or "." in body


def _next(text: str, at: int) -> re.Match[str] | None:
    """The word behind `at`, when only spaces stand between."""
    gap = len(text[at:]) - len(text[at:].lstrip(" "))
    return _WORD.match(text, at + gap) if gap and not text[at + gap : at + gap + 1].isupper() else None


def _small(text: str, begin: int) -> int:
    """A name in small letters: to a break or a word that begins something else."""
    words = 0
    at = end = begin
    while words < _MOST_SMALL:
        gap = len(text[at:]) - len(text[at:].lstrip(" "))
        word = _WORD.match(text, at + gap)
        if word is None or (at > begin and not gap):
            break
        body = word.group().rstrip(".…'’\"")
        norm = fold(body)
        if "@" in body or not any(c.isalnum() or c in "&+" for c in body) or (words and _ends_name(text, norm, word.end())):
            break
        words += 1
        at = word.end()
        if norm not in _INSIDE or words == 1:
            end = word.start() + len(body)
        if len(body) < len(word.group()):
            break  # a full stop
    return end


def _ends_name(text: str, norm: str, after: int) -> bool:
    """The word begins something else than a part of the name."""
    if norm in ("and", "&", "+"):
        rest = _WORD.match(text, after + len(text[after:]) - len(text[after:].lstrip()))
        following = fold(rest.group()) if rest else ""
        return norm == "and" and (not following or is_short_form(following) or following in FUNCTION or following in _PEOPLE)
    if norm in ("of", "the", "de", "la", "von", "van"):
        return False
    return norm in FUNCTION or norm in _PEOPLE or norm in _STOPS or is_short_form(norm)


_STOPS = frozenset(
    "please pls plz thanks thank thx cheers mail email e-mail mails hosted need needs want wants based located instead rather actually sorry now today using use running runs "
    "domain website would should already currently really also too looking just".split()
)


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


_SPOKEN = frozenset("offline online down up open closed broken wrong right correct fine ok okay sure ready busy unsure good great".split()) | AUXILIARIES | (CONVERSATION & VERBS)
