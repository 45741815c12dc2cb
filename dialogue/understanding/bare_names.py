"""The whole answer to "what is your organisation called?": when it is a name, and when it is talk.

A name is a noun phrase: capitals throughout, or a few small words without a verb, a pronoun or anything else that makes
a sentence. Everything else leaves the question open, so that it is asked again.
"""


from dialogue.patterns import regex
from dialogue.understanding.everyday import (
    ADVERBS,
    ARTICLES,
    AUXILIARIES,
    BASE_VERBS,
    CONJUNCTIONS,
    CONVERSATION,
    EVERYDAY,
    GREETINGS,
    NEGATIONS,
    PARTICIPANTS,
    PREPOSITIONS,
    PRONOUNS,
    VERBS,
    WONDERS,
    is_everyday,
    is_short_form,
)
from dialogue.understanding.kinds import ORG_NOUNS
from dialogue.understanding.proper import Run, is_company, titled
from dialogue.understanding.text import fold

_LEAD_IN = regex(
    r"(?ix)^(?:(?:well|ok(?:ay)?|sure|yes|yeah|yep|right|fine|alright|great|good|hi|hello|um+|uh+|er+|hmm+|so|oh|ah|and|then|sorry|it's|its|it\s+is|that's|thats|that\s+is|that\s+would\s+be|it\s+would\s+be|(?:the\s+|our\s+)?organi[sz]ation(?:'s)?(?:\s+name)?(?:\s+is)?|(?:the\s+|our\s+)?(?:company|business|firm|org)\s+name(?:\s+is)?|ugh|gah|argh|phew|eek|"
    r"we\s+are|we're|i'm|the\s+name\s+is|our\s+name\s+is|name\s+is|name:|this\s+is|just|call\s+it|called|no|actually|let's\s+say|make\s+it|say|probably|of\s+course|certainly)[\s,.:!-]+)+"
)
_TAIL = regex(r"(?i)[\s,]+(?:please|pls|plz|thanks|thx|cheers|thank you|is the name|is our name|it is|that is|then|is what we are called|is what we're called|i guess|i think|if you like|by the way|btw)[\s.!]*$")
_BREAK = regex(r"[,;:!?\n()–—|]|\.(?=\s|$)|\s-\s")
_MOST = 6
_NOUNS_TOO = frozenset(
    "care copy design hope love order plan play press sound work store cook sign live share slow note click cost host trade test swap switch print wonder care "
    "mind fall walk watch run build fix rename show need move".split()
) - frozenset("fix run rename show move need test switch swap note".split())
"""Verbs that a name in small letters may begin with all the same."""
_FINITE = frozenset("sounds looks seems means needs wants goes gets makes says takes comes thinks knows hates lets sits feels happens broke crashed froze".split())
_IN_NAMES = frozenset(
    "good great right fine nice super perfect lovely line phone night day morning evening afternoon sound machine bot robot human chat button buttons screen "
    "call message text thing things way wonderful brilliant cool excellent true second july june april august monday friday sunday".split()
)
"""Words of talk that a name may hold too."""
_FIRST = frozenset("little most many first last next well even once fast".split())
_HARD = (CONVERSATION | GREETINGS) - _IN_NAMES
_SPEAKING = (PRONOUNS | AUXILIARIES | WONDERS | NEGATIONS) - frozenset("one all other another both none no".split())
_MACHINE_TALK = regex(r"(?:^|\s)(?:-{1,2}\w|[/~.]/?\w|/(?:\s|$))|[$|<>={}\\`*]|^sudo\b|^kubectl\b")
"""Flags, paths and signs of a command line."""
_HEADS = frozenset("people persons employees staff".split())
_SPELLED = regex(r"\b(?:[A-Za-z](?:[-.]|\s+)){2,}[A-Za-z]\b")


def is_titled_name(text: str) -> bool:
    """Several capitalised words that are more than talk: a name, whatever they mean ("Stop Motion Films")."""
    words = [fold(w).strip(".!") for w in text.split()]
    talk = EVERYDAY - PARTICIPANTS
    return titled(text) and not all(w in talk or is_short_form(w) for w in words) and not _SPELLED.fullmatch(text.strip())


def tells_who(text: str) -> bool:
    """ "I'm Tom", "I am Tom Baker": who speaks, and not for whom."""
    said = _WHO.match(text.strip())
    return said is not None and not is_company(Run(said[1], 0, len(said[1]))) and not _HOUSE.search(said[1])


_WHO = regex(r"(?i)^(?:(?:hi|hello|hey|well|so|ok(?:ay)?|good\s+(?:morning|day|evening|afternoon))[\s,.!]+)*(?:i'm|i\s+am|im)\s+(?-i:([A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)?))(?:\s+(?:here|speaking|by\s+the\s+way)|\s*,?\s+(?:from|in)\s+[\w .'’-]{2,40})?[\s.!]*$")
_HOUSE = regex(rf"(?i)['’]s\b|\d|\b(?:{ORG_NOUNS}|partners|services|solutions|systems|foods|works)$")
_LIES = regex(
    r"(?i)^(?:(?:all|mostly|mainly|currently|now|right|still|officially)\s+)?(?:based|located|situated|headquartered|sitting|somewhere|anywhere|resident|domiciled|registered|operating|working|living|established|founded|placed|hidden)"
    r"\s+(?:(?:right|just|out|deep|mostly|mainly|close|next)\s+)?(?:in|at|near|from|around|outside|by|on|to|of|off|within|inside|between)\b"
)
""" "based in Stockholm": where they are."""


def bare_name(text: str) -> tuple[str, int] | None:
    """The name that this answer is, and where it stands; None when it is talk."""
    body = _LEAD_IN.sub("", text.strip())
    body = _TAIL.sub("", body)
    stop = _BREAK.search(body)
    value = (body[: stop.start()] if stop else body).strip().strip("\"“”'«»„").strip()
    if not value or _LIES.match(value) or not _is_noun_phrase(value):
        return None
    return value, max(text.find(value), 0)


def _joined(value: str) -> str:
    """ "Ever After by Noor" without its small words; empty when those that are left aren't all in capitals, or are fewer than two."""
    if fold(value.split(maxsplit=1)[0]) in BASE_VERBS:
        return ""  # "Move to Falkenstein"
    words = [w for w in value.split() if w not in _SMALL]
    small = len(value.split()) - len(words)
    return " ".join(words) if small and len(words) > 1 and all(w[0].isupper() for w in words) and value[0].isupper() and value.rsplit(maxsplit=1)[-1] not in _SMALL else ""


_UNREAD = "zz"
"""What a reader of another language leaves of a word that it doesn't know: were it a name, it would have told."""
_SMALL = frozenset("by and of the for in at on to".split())
_PARTICIPLES = frozenset("spoke felt rose wound found bound grown drawn woven wove".split())
"""Verbs that nobody answers with, and things at the same time."""


def _is_noun_phrase(value: str) -> bool:
    words = [fold(w).strip(".'\"") for w in value.split()]
    words = [w for w in words if w]
    if not words or len(words) > _MOST or any("@" in w for w in words) or _MACHINE_TALK.search(value) or words[-1] in ("one", "ones"):
        return False
    joined = _joined(value)
    if titled(value) or joined:
        return is_titled_name(joined or value)
    if len(words) == 1 and words[0] in _PARTICIPLES and value[0].isupper():
        return True
    if _UNREAD in words or all(is_everyday(w) or w.isdecimal() for w in words) or any(is_short_form(w) or w in _FINITE for w in words):
        return False
    if len(words) == 1:
        return len(words[0]) > 2 and not words[0].isdecimal()  # "hq" may be anything
    capital = value[0].isupper() and not value[1:].islower()
    first = words[0]
    if not capital and _HEADS & set(words):
        return False  # "six people in a garage"
    begins = first in ARTICLES - {"the"} or first in CONJUNCTIONS or first in PREPOSITIONS or (first in ADVERBS - _FIRST)
    commands = not capital and first in VERBS and first not in _NOUNS_TOO and (first in BASE_VERBS or first.endswith("ing"))
    if begins or commands or any(w in _HARD or w in _SPEAKING for w in words):
        return False
    return not any(w in ADVERBS - _FIRST - {"only", "now", "today", "always", "ever", "away", "together"} for w in words[1:])
