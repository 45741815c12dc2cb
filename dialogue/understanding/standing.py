"""Names that just stand in a message ("Kumo Nine, indie games, dev@kumonine.jp"): how much speaks for each.

Nothing announces them; what they look like, what stands around them and the e-mail address tell them from people,
places and things.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from dialogue.patterns import regex
from dialogue.understanding.bare_names import bare_name
from dialogue.understanding.everyday import GREETINGS, is_everyday, is_short_form
from dialogue.understanding.introductions import tail
from dialogue.understanding.kinds import ORG_NOUNS
from dialogue.understanding.legal_forms import is_form
from dialogue.understanding.proper import INSTITUTIONS, Run, is_company, run_at, runs
from dialogue.understanding.text import fold

Meaning = Literal["place", "thing", ""]
Meaning_of = Callable[[int, int], Meaning]
"""What our vocabulary says of a stretch of the text: a place, one of our things, or nothing that covers all of it."""
ENOUGH = 3.0
"""What must speak for a run that nothing announced."""
ENOUGH_ASKED = 1.5
"""The same when the name has just been asked for."""
_MARGIN = 0.75
"""As much less than the best must speak for every other one; else it is open which was meant."""
_BEGINS = regex(r"(?:^|[.!?;:,\n(–—|•*]|\s[-/]|[\"“])\s*(?:(?:[Aa]nd|[Ss]o|[Tt]hen|[Ww]ell|[Oo]k(?:ay)?|[Hh]i|[Hh]ello|[Hh]ey|[Tt]he|[Aa]t|[Oo]f|[Ff]or|[Ff]ine|[Aa]lright|[Yy]es|[Nn]o|[Ss]ure|[Oo]h)[\s,.!?]+)*$")
_ENDS = regex(r"\s*(?:[,.;:!?)\n–—|\"”]|\s[-/]|$|\d|\S+@)")
_STOPS = regex(r"\s*(?:[.,;!?)\n]|$)")
_IS_NAMED = regex(
    r"(?ix)\s*,?\s*(?:(?:that(?:'s|s|\s+is)|this\s+is|which\s+is|it(?:'s|s|\s+is)|is|was)\s+(?:what|how|(?:the|our|my)\s+(?:\w+\s+)?name|us\b|the\s+(?:full|whole|legal|official)|"
    r"(?:our|the|my)\s+(?:" + ORG_NOUNS + r"))|that\s+is\b|that's\s+(?:it|us|me)|is\s+(?:our|the|my)\s+(?:\w+\s+)?(?:" + ORG_NOUNS + r"|name)|(?:is|are)\s+(?:us|who)\b|is\s+(?:it|we|what)\b|by\s+name\b|speaking\b|calling\b|(?:is\s+)?on\s+the\s+line\b)"
)
_ACTS = regex(
    r"(?i)\s+(?:needs?|wants?|requires?|would\s+(?:like|want|need|love)|is\s+(?:looking|an?|moving|based|after|going)|are\s+(?:looking|an?|moving|based)|runs|has|have|is\s+(?:in|at|from)|does|do|sells?|makes?|offers?|here\b)"
)
_IS_MINE = regex(r"(?i)\s*,?\s*(?:is|that's|that\s+is)\s+my\s+(?:(?:own|full|first|last|real|given|maiden)\s+)?name\b")
"""What a person says of their own name."""
_NEEDS = regex(r"(?i)\s+(?:needs|wants|requires|would\s+(?:like|want|need))\b")
_KIND_BEFORE = regex(rf"(?i)\b(?:my|our|the|an?|this|his|her|their)\s+(?:[\w'’-]+\s+){{0,4}}?(?:{ORG_NOUNS})(?:\s+(?:in|from|near|at|of|around|outside|by)\s+[\w'’ .-]{{2,40}}?)?\s*[,:(]\s*(?:the\s+)?$")
_PUT = regex(r"(?i)\b(?:put|set\s+up|host|launch|create|deploy|move|build|place|start|open|register|provision|bring|for|of|at|is|as|by|called|client|customer|company|organi[sz]ation|org|firm|business|brand|agency|shop|practice|name)\s+(?:(?:the|a|our)\s+)?$")
_PLACED = regex(r"(?i)\b(?:in|near|from|to|around|outside|across|into|between|through|towards?|downtown|north\s+of|south\s+of|east\s+of|west\s+of|city\s+of|town\s+of|back\s+in|via|over\s+in|within|inside|beyond|off)\s+(?:the\s+)?$")
_USED = regex(
    r"(?i)\b(?:use[sd]?|using|with|like|than|via|on|know|love|hate|recommend(?:s|ed)?|tried|try|replac(?:e|es|ing)|leav(?:e|es|ing)|than|about|our\s+old|the\s+old|have|had|install|add|want|wants|need|needs|"
    r"migrat\w+|switch\w*|against|by|and\s+not|not|without|instead\s+of|rather\s+than|or|every|each|this|next|last|until|since|before|after|during)\s+(?:the\s+)?$"
)
_THEIRS = regex(
    r"(?i)\b(?:(?:those|that|deployments?|sovereigns?|plans?|clouds?|accounts?|data|details|records|passwords?|servers?|everything)\s+(?:of|from|at|by|belonging\s+to|owned\s+by)"
    r"|(?:competitors?|rivals?|neighbou?rs?|suppliers?|landlords?|banks?|accountants?|insurers?|parent\s+company|previous\s+(?:provider|host|agency)|unlike|similar\s+to|compared\s+(?:to|with)|starting\s+with|like))[\s,:]+(?:the\s+)?$"
)
"""Before the name of somebody else."""
_PERSON_BEFORE = regex(
    r"(?i)\b(?:i'm|i\s+am|im|me\s+is|my\s+name\s+is|my\s+name's|ask\s+for|contact|attn\.?|attention|colleague|boss|husband|wife|son|daughter|brother|sister|friend|dog|cat|horse|baby|kid|lawyer|accountant|developer|admin(?:istrator)?|manager|owner|director|founder|dear|regards|signed|mr|mrs|ms|dr|prof|mister)[\s,.:]+$"
)
_TITLES = frozenset("mr mrs ms miss mister dr prof professor pastor father sister brother reverend rev imam rabbi sheikh sheik captain sir madam lady lord herr frau señor senor señora monsieur madame".split())
_FROM = regex(r"(?i)\s*,?\s*(?:here\s+|speaking\s+|calling\s+)?(?:from|of|at|with|for)\s+")
FREE_MAIL = frozenset("gmail googlemail outlook hotmail live msn yahoo ymail icloud me mac proton protonmail gmx web aol mail posteo fastmail zoho yandex qq orange free laposte wanadoo libero tiscali t-online freenet btinternet comcast verizon omantel".split())
PARTS = frozenset("www mail email e co com net org ac edu gov go or ne gob gouv asso office info example cloud app".split())
_SMALL = frozenset("the of and for de la le du der die das und et y el al von van &".split())
_OF = regex(r"\s(?:of|from|at)\s+(?:the\s+)?")
_ORG_NOUN = regex(rf"(?i)^(?:{ORG_NOUNS})$")
_STREET = regex(r"(?i)^\d{1,4}[a-z]?\s+(?:[\w'’.-]+\s+){1,4}(?:road|rd|street|st|lane|ln|avenue|ave|drive|close|way|square|terrace|court|row|crescent|boulevard|blvd|alley|mews|quay|parade|hill|grove)\.?$")
"""Where they are to be found, by house and street."""
_MACHINE = regex(r"(?i)^(?:cpx|ccx|cax|cx)(?:\d*|\b)$")
_MOST = 60
"""Runs that are looked at in one message."""
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december christmas easter eve".split())
_SHORT = 20
"""Letters up to which capitals may be a name's own."""
_LEAST = 4
"""Letters of a word that must be found in an address."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A run and what speaks for it."""

    run: Run
    score: float


def standing(text: str, meaning: Meaning_of, addresses: Sequence[str]) -> Iterator[Scored]:
    """Every run that may be a name, with what speaks for it; people's names give way to where they come from."""
    if _shouted(text):
        yield from _shouted_items(text, addresses)
        return
    found = () if text.islower() and text.isascii() and not any(map(str.isdecimal, text)) else runs(text)
    for run in islice(found, _MOST):
        if all(len(word) == 1 for word in run.text.split()):
            continue  # spelled out
        part = without_person(run) if fold(run.text.split()[0]).rstrip(".") in _TITLES else run
        score = _score(text, part, meaning, addresses)
        if score > 0:
            yield Scored(_whole(text, part), score)
    yield from _small(text, addresses)


def best(found: Sequence[Scored], enough: float) -> Run | None:
    """The one that was meant, when that is clear."""
    ranked = sorted(found, key=lambda s: -s.score)
    if not ranked or ranked[0].score < enough:
        return None
    first = ranked[0]
    rivals = [s for s in ranked[1:] if fold(s.run.text) not in fold(first.run.text) and fold(first.run.text) not in fold(s.run.text)]
    return first.run if not rivals or first.score - rivals[0].score >= _MARGIN else None


def _shouted(text: str) -> bool:
    """Everything is in capitals, or in a script that has none: the shape of the words says nothing."""
    if text.islower() and text.isascii():
        return False
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    caseless = sum(map(str.isalpha, text)) > 2 * (capitals + small)
    return caseless or (capitals + small > _SHORT and capitals > 9 * small)


def _shouted_items(text: str, addresses: Sequence[str]) -> Iterator[Scored]:
    """ "ELEPHANT ROOM RECORDS, ROOM@ELEPHANT.EXAMPLE": of what is in capitals throughout, an item that an address repeats."""
    for item in _ITEM.finditer(text):
        value = item.group().strip()
        words = [fold(w) for w in value.split()]
        if 0 < len(words) <= _SHORT_ITEM and "@" not in value and not all(map(is_everyday, words)) and not is_short_form(words[0]) and alike(value, addresses) > 0:
            start = item.start() + item.group().index(value)
            yield Scored(Run(value, start, start + len(value)), ENOUGH + alike(value, addresses))


_ITEM = regex(r"[^,;|\n]+")
_SHORT_ITEM = 5


def _whole(text: str, run: Run) -> Run:
    """With the small words that end it, where nothing else stands between two breaks ("Silver Lake Hospital supplies.")."""
    end = tail(text, run.end)
    if end == run.end or not _BEGINS.search(text[max(0, run.start - 60) : run.start]) or not _STOPS.match(text[end:]):
        return run
    return Run(text[run.start : end], run.start, end)


def without_person(run: Run) -> Run:
    """A run, or what remains of it behind a person ("Pastor Emeka of Living Rock Assembly", "Maria of Kite Works")."""
    words = run.text.split()
    link = _OF.search(run.text)
    if link is None:
        return run
    before = fold(run.text[: link.start()]).split()
    titled = before[0].rstrip(".") in _TITLES
    if titled or (words[1] in ("of", "from", "at") and not INSTITUTIONS.intersection(before) and not _ORG_NOUN.match(before[0])):
        return Run(run.text[link.end() :], run.start + link.end(), run.end)
    return run


def _score(text: str, run: Run, meaning: Meaning_of, addresses: Sequence[str]) -> float:
    words = run.text.split()
    before, after = text[max(0, run.start - 60) : run.start], text[run.end : run.end + 60]
    weighty = [w for w in words if fold(w) not in _SMALL]
    what = meaning(run.start, run.end)
    if what == "place" or _STREET.match(run.text) or _is_label(after, weighty) or _MACHINE.match(words[0]):
        return 0.0
    likeness = alike(run.text, addresses)
    if likeness <= 0 and not _IS_NAMED.match(after) and (what == "thing" or fold(words[-1]) in _DAYS):
        return 0.0  # "Black Friday"
    sentence = _at_sentence_start(before) and is_everyday(fold(words[0]))
    if all(is_everyday(fold(w).rstrip(".")) for w in words) and (len(weighty) == 1 or not likeness > 0):
        return 0.0
    if sentence and len(weighty) == 1 and not (words[0] == "The" and _ENDS.match(after) and (likeness > 0 or not is_everyday(fold(weighty[0])))):
        return 0.0  # "Berlin, the …"; "The Inkwell, hello@…" is called so
    score = 1.5 * min(len(weighty), 2) + (0.5 if len(weighty) > 2 else 0.0) if len(weighty) > 1 else 0.0
    score += 3.0 * is_company(run) + likeness
    score += _around(text, run, before, after, meaning, several=len(weighty) > 1)
    if len(weighty) == 1 and run.text.isupper() and len(run.text) < 6:
        score -= 1.5
    return score


def _around(text: str, run: Run, before: str, after: str, meaning: Meaning_of, *, several: bool) -> float:
    """What stands before and behind."""
    begins, ends = _BEGINS.search(before) is not None, _ENDS.match(after) is not None
    score = 0.0
    if _PERSON_BEFORE.search(before) or fold(run.text.split()[0]).rstrip(".") in _TITLES - {"dr", "prof"}:
        score -= 4.0
    link = _FROM.match(after)
    home = run_at(text, run.end + link.end()) if link and _opens(before) else None
    if home:
        score += 1.5 if meaning(home.start, home.end) == "place" else -1.0  # "Nordwind from Bergen", "Sven from Nordwind"
    if _THEIRS.search(before):
        score -= 8.0
    elif _IS_MINE.match(after):
        score -= 4.0
    elif _IS_NAMED.match(after):
        score += 3.0
    elif begins and _ACTS.match(after):
        score += 1.5
        if not several and not before.strip() and _NEEDS.match(after):
            score += 1.5  # "Acme needs three regions"
    if begins and ends:
        score += 1.5
    elif ends and (_PUT.search(before)):
        score += 1.0
    elif _PUT.search(before):
        score += 1.5 if several else 0.0
    if _KIND_BEFORE.search(before) and ends:
        score += 1.5
    if _PLACED.search(before) and not _PUT.search(before):
        score -= 3.0
    elif _USED.search(before):
        score -= 2.5
    return score


def _opens(before: str) -> bool:
    return not before.strip() or before.rstrip()[-1:] in ".!?,"


def _at_sentence_start(before: str) -> bool:
    return not before.strip(" \"'“(") or before.rstrip(" \"'“(")[-1:] in ".!?:;\n"


def _is_label(after: str, weighty: Sequence[str]) -> bool:
    """ "Apps: Gitea, …" announces a list."""
    return len(weighty) == 1 and after.startswith(":")


def alike(name: str, addresses: Sequence[str]) -> float:
    """How much an address speaks for a name: its host is made of it; a mail's own part is a person's, if it alone is."""
    words = [re.sub(r"\W", "", fold(w)) for w in name.split() if fold(w) not in _SMALL and not is_form(w)]
    words = [w for w in words if w]
    if not words:
        return 0.0
    whole, initials = "".join(words), "".join(w[0] for w in words)
    found = 0.0
    for address in addresses:
        local, _, host = address.rpartition("@")
        labels = [re.sub(r"[\W_]", "", fold(p)) for p in host.split(".")[:-1] if p not in PARTS]
        if any(label in FREE_MAIL for label in labels):
            continue
        if any(_shares(label, words, whole, initials) for label in labels):
            found = max(found, 3.0)
        elif local and len(words) < 3 and all(w in re.sub(r"[\W_]", "", fold(local)) for w in words):
            found = found or -2.5
    return found


def _shares(label: str, words: Sequence[str], whole: str, initials: str) -> bool:
    if len(label) >= 2 and label == initials and len(initials) > 1:
        return True
    if len(label) >= _LEAST and (whole.startswith(label) or label.startswith(whole)):
        return True
    return any(len(w) >= _LEAST and (w in label or (len(label) > _LEAST and label in w) or (w[-1] == "s" and len(w) > _LEAST and w[:-1] in label)) for w in words)


_SEGMENT = regex(r"[^,;:!?\n()–—|.]+(?:\.(?=\S)[^,;:!?\n()–—|.]*)*")


def _small(text: str, addresses: Sequence[str]) -> Iterator[Scored]:
    """A name in small letters between two breaks that an address repeats ("redpoll card shop, cards@redpoll.example")."""
    if not addresses or any(c.isupper() for c in re.sub(r"\bI\b", "", text)[1:]):
        return
    for match in _SEGMENT.finditer(text):
        body = re.sub(r"^(?:(?:hi|hello|hey|so|ok|okay|and|well|the|yes|for)\s+)+", "", match.group().strip())
        words = body.split()
        start = text.find(body, match.start())
        if not body or len(words) > 5 or "@" in body or "." in body or any(is_short_form(fold(w)) for w in words) or fold(words[0]) in GREETINGS:
            continue
        talk = sum(is_everyday(fold(w)) for w in words)
        named = _IS_NAMED.match(text[match.end() :])
        if alike(body, addresses) > 0 and bare_name(body) and talk * 2 <= len(words) - (len(words) > 1):
            yield Scored(Run(body, start, start + len(body)), 3.0 + (2.0 if named else 0.0))
