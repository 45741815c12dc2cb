"""How far "not", "add" and "instead of" reach: the cue that stands before a span, within its clause."""

from dataclasses import dataclass
from typing import Literal

from dialogue.understanding.numbers import numbers
from dialogue.understanding.predicates import cue_after as cue_after  # noqa: PLC0414 - both directions from one place
from dialogue.understanding.text import Utterance

Mode = Literal["plain", "add", "remove", "replace_to", "dropped", "either"]
"""remove: the value that goes; replace_to: what comes in its place; dropped: taken back in the same breath; either:
one of several, and it is open which."""
Kind = Literal["deny", "determiner", "take", "without", "except", "beside", "add", "none"]
"""What a cue is, which decides how far it reaches over a list. deny: "don't"; determiner: "no"; take: "drop"; except:
"all but"; beside: "instead of"."""


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in text.split("|"))


_CUES: tuple[tuple[Kind, tuple[tuple[str, ...], ...]], ...] = (
    ("beside", _phrases("instead of|rather than|in place of|in lieu of|and not|not so much|as opposed to|over and above")),
    ("except", _phrases(
        "all but|nothing but|none but|everything but|anything but|anywhere but|everywhere but|somewhere but|them but|those but|these but|apps but|ones but|thing but|lot but|suggest but|except|except for|excepting|apart from|aside from|other than|save for|minus|excluding|exclude|but not|but no|"
        "but without|but for|with the exception of"
    )),
    ("without", _phrases("without|w/o|sans|minus|free of|away from|none of|neither|nor")),
    ("determiner", _phrases("no|no more|zero|none")),
    ("deny", _phrases(
        "not|do not|don't|dont|doesn't|doesnt|didn't|didnt|won't|wont|never|can't|cant|cannot|couldn't|wouldn't|shouldn't|needn't|mustn't|haven't|hasn't|"
        "wasn't|weren't|isn't|aren't|ain't|no longer|no need for|no need of|no use for|no interest in|no point in|nobody|tired of|sick of|fed up with|"
        "done with|enough of|hate|hates|hated|dislike|dislikes|against|detest|loathe"
    )),
    ("take", _phrases(
        "drop|dropping|remove|removing|delete|deleting|skip|skipping|lose|losing|forget|forget about|exclude|replace|swap|strike|scrap|scratch|cut|cancel|dump|"
        "ditch|axe|bin|chuck|omit|uninstall|erase|purge|discard|deselect|nix|forgo|waive|spare us|spare me|get rid of|rid of|take out|take off|take away|leave out|"
        "leave off|leave aside|throw out|kick out|cut out|cross out|cross off|knock off|do away with|pass on|opt out of|no to|no thanks to|hold the|hold off on|say no to|never mind|nevermind|"
        "do without|live without|manage without|go without|get by without|cope without|instead of using|keep out of|keep it out of|kept out of|keep us out of|keep them out of|keep everything out of|stay out of|stays out of|leave it out of"
    )),
    ("add", _phrases(
        "as well as|in addition|on top|on top of|add|adding|also|plus|another|additionally|include|including|extra|too|additional|as well|throw in|along with|together with"
    )),
)  # fmt: skip
_RESET = frozenset(
    "but instead use make want need prefer rather with choose pick take go keep switch yes just only merely simply leave give get install put have let however".split()
)
_CLAUSAL = frozenset("so because since although though while when if whereas".split())
"""They begin a clause of their own."""
_VERBS = frozenset(
    "use take make put go have want need choose pick keep get install prefer require like love give run host add include wish order set deploy looking".split()
)
"""A verb begins something of its own: what was denied before it is over, unless the denial is the verb's own."""
_TRANSPARENT = frozenset(
    "a an any the in to it for at on of or our my this that these those be go have use want need put host like "
    "going really actually please us me we i do require either also anything is needed wanted one with no not nor "
    "think believe suppose guess imagine reckon see feel point absolutely necessarily currently interested keen both all even such kind sort too more get using having".split()
)
_ARTICLES = frozenset("a an the our my any some your this that these those either another".split())
_OWN_ARTICLES = frozenset({"a", "an", "the", "our", "my", "some", "another"})
_BEFORE_NOUNS = frozenset("its it's a an the our my your their for called named".split())
_JOINS = frozenset({"and", "or", "nor"})
# "no, make it Helsinki": a "no" that answers what was said before negates no value of its own.
_ANSWERING = frozenset({"no", "nope"})
_FRESH = frozenset(
    "make use i we it that let's put change go actually just only add drop remove thanks thank sorry wait please don't not you leave skip keep give take "
    "the this my our his her their it's that's we're i'm".split()
)
_DENIALS = frozenset(
    "not don't dont doesn't didn't won't wont never can't cant cannot couldn't wouldn't shouldn't needn't mustn't isn't aren't nobody nothing no hardly impossible unable".split()
)
_BETWEEN_DENIAL = frozenset("can could will would possibly really get by is there want to do be able really ever you please let's we i live work need going plan for me us should would could that reason way it any just even".split())
_ADDING = frozenset("add adding include including throw".split())
_FORBIDS = frozenset("don't dont not never needn't mustn't shouldn't won't nobody".split())
_BETWEEN_FORBIDDEN = frozenset("want to you need going ever please even us me have be also any".split())
_UNIVERSAL = frozenset("all everything anything anywhere everywhere somewhere apps app ones applications nothing none them stuff things any thing whole lot else".split())
_MISHAPS = frozenset("lose losing forget forgetting cut cutting dropping".split())
_HAPPENING = frozenset("keep keeps kept we they people staff always often constantly i everybody everyone nobody you guests customers clients".split())
_WELCOMES = frozenset({"mind", "object", "hesitate", "forget", "miss", "overlook", "omit", "skip"})
"""Denied, they ask for a thing: "wouldn't mind a wiki", "don't forget the blog"."""
_LIMITS = frozenset("only just merely simply solely exclusively purely".split())
_LONGEST_LIST = 12
_REACH = 40
"""Words that a cue reaches over at most."""
_FARTHEST = 3
"""Words that aren't small which may stand between a cue and its value."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What stands before a span."""

    mode: Mode = "plain"
    at: int = -1
    """Word index of the cue."""
    kind: Kind = "none"
    only: bool = False
    """Everything but this goes: "nothing but a wiki", "drop all except the wiki"."""


def cue_before(utterance: Utterance, start: int, *, spans: set[int]) -> Cue:
    """The nearest negation or addition that reaches `start`.

    It reaches over small words and over other values joined to it ("no website or bookings"), never over a verb of
    its own, nor over the end of a sentence.

    Args:
        spans: word indices that belong to recognised values; the cue reaches across them.
    """
    return _cue(utterance, start, spans, _LONGEST_LIST)


def _cue(utterance: Utterance, start: int, spans: set[int], items: int) -> Cue:
    """`items`: how many values of a list may still be crossed."""
    words = utterance.words
    at, verb, far, crossed = start, False, 0, False
    while at > 0 and far < 2 * _FARTHEST and start - at < _REACH:
        if words[at].brk == 2:
            break
        joined = words[at - 1].norm in _JOINS
        if words[at].brk == 1 or joined:
            before = at - 1 if joined else at
            if before > 0 and before - 1 in spans and words[before].brk < 2:
                return Cue() if verb or not items else _inherited(utterance, (at, before, start), spans, items - 1)
            if words[at].brk == 1 and words[at].norm in _VERBS and _denied_before_aside(utterance, at):
                return Cue("remove", at, "deny")
            if words[at].brk == 1 or verb:
                break
            crossed = crossed or joined
        at -= 1
        norm = words[at].norm
        found = _cue_at(utterance, at, start)
        if found is not None:
            # "Helsinki instead of Falkenstein and four workers": what is joined is no second alternative
            return Cue() if crossed and found.kind == "beside" else found
        if norm == "and" and at == 0 and start - at <= _FARTHEST:
            return Cue("add", at, "add")  # "and Hillsboro", at the very beginning, adds to what stands
        if verb and at in spans:
            break  # "instead of Nuremberg use Ashburn": the verb begins something new
        verb = verb or norm in _VERBS
        if at in spans or norm in _TRANSPARENT or norm in _JOINS:
            continue
        if norm in _RESET or norm in _CLAUSAL:
            return Cue("remove", at, "deny") if norm in _VERBS and _forbidden(utterance, at) else Cue()
        far += 1
        if start - at > _FARTHEST:
            break
    return Cue()


def _denied_before_aside(utterance: Utterance, at: int) -> bool:
    """ "we do not, under any circumstances, want WordPress": the verb after an aside is the one denied before it."""
    for index in range(at - 1, max(0, at - 8), -1):
        if utterance.words[index].brk == 2:
            return False
        if utterance.words[index].brk == 1:
            return utterance.words[index - 1].norm in _DENIALS - _ANSWERING  # "no, wait, use three" answers what was said before
    return False


def _cue_at(utterance: Utterance, at: int, start: int) -> Cue | None:
    """The cue whose last word stands at `at`; a plain one when it says that nothing is taken away."""
    for phrase, kind in _ENDING.get(utterance.words[at].norm, ()):
        begin = at - len(phrase) + 1
        if begin < 0 or utterance.norms(begin, at + 1) != phrase:
            continue
        if kind == "add" and phrase[0] in _ADDING and _forbidden(utterance, begin):
            return Cue("remove", begin, "deny")
        if kind == "add":
            return None if utterance.words[at].brk == 1 and utterance.words[at].norm in ("too", "extra") else Cue("add", at, "add")
        if utterance.words[at].norm in _ANSWERING and _is_answer(utterance, at):
            return Cue()
        if kind == "take" and len(phrase) == 1 and begin and not utterance.words[begin].brk and utterance.words[begin - 1].norm in _BEFORE_NOUNS:
            return None  # "it's Scrap Metal Sven", "for the Swap Shop": no verb can stand there
        if kind == "take" and phrase[-1] in _MISHAPS and set(utterance.norms(max(0, begin - 1), begin)) & _HAPPENING:
            return None  # "people keep losing their logins"
        if kind == "deny" and set(utterance.norms(at + 1, at + 2)) & _WELCOMES:
            return Cue()
        if set(utterance.norms(at + 1, at + 2)) & _LIMITS and kind == "deny" and start > at + 1:
            return Cue("add", at, "add")  # "not only X but also Y"
        if phrase == ("no", "more") and utterance.norms(at + 1, at + 2) == ("than",):
            return Cue("plain", begin, "except", only=True)  # "no more than a website"
        if kind == "except" and _nothing_later(utterance, begin, start):
            return Cue("plain", begin, kind, only=True)
        if kind == "except" and _universal(utterance, begin, phrase):
            keeps = phrase[0] not in ("nothing", "none") and _keeps(utterance, begin)
            return Cue("remove", begin, kind) if keeps else Cue("plain", begin, kind, only=True)
        if kind in ("take", "without") and (_denied(utterance, begin) or _for_that(utterance, at, start)):
            return Cue()
        return Cue("remove", at, kind)
    return None


def _forbidden(utterance: Utterance, begin: int) -> bool:
    """ "don't add", "never include", "you needn't throw in": no "why don't you add", nor "can't you add"."""
    at = begin - 1
    while at >= 0 and begin - at <= _FARTHEST + 1 and utterance.words[at + 1].brk == 0:
        norm = utterance.words[at].norm
        if norm in _FORBIDS:
            return utterance.norms(at - 1, at) != ("why",) and (norm != "not" or utterance.norms(at - 1, at) in (("do",), ("need",), ("please",), ("must",), ("should",), ("to",)))
        if norm not in _BETWEEN_FORBIDDEN:
            return False
        at -= 1
    return False


def _for_that(utterance: Utterance, at: int, start: int) -> bool:
    """ "swap that for a wiki", "replace it with Ghost": the pronoun goes, what is named comes."""
    between = utterance.norms(at + 1, start)
    return between[:1] in (("that",), ("it",), ("this",), ("them",), ("those",)) and bool({"for", "with", "by", "to", "into"} & set(between[1:3]))


def _inherited(utterance: Utterance, place: tuple[int, int, int], spans: set[int], items: int) -> Cue:
    """What the value before in the same list is under, if that reaches on to this one.

    Args:
        place: where this value's own words begin, where the value before ended, and where this value is.
    """
    at, before, start = place
    if ":" in utterance.text[utterance.words[before - 1].end : utterance.words[before].start]:
        return Cue()  # "neither of them American: Nuremberg"
    head = before - 1
    while head - 1 in spans and utterance.words[head].brk == 0:
        head -= 1
    cue = _cue(utterance, head, spans, items)
    if cue.mode != "remove":
        return cue
    joiner = utterance.words[at - 1].norm if before < at else _later_joiner(utterance, at)
    own = bool(_OWN_ARTICLES & set(utterance.norms(at, start)))
    plainly = before < at
    denied = cue.kind in ("deny", "determiner") and utterance.words[cue.at].norm == "not" and set(utterance.norms(cue.at + 1, head)) <= _ARTICLES
    if set(utterance.norms(at, start)) & (_RESET - _ARTICLES) or (denied and (not plainly or utterance.words[before].brk)):
        return Cue()  # "not Falkenstein, Helsinki": what comes instead; "not Ghost, and Umami": what goes on
    if joiner in ("or", "nor") or cue.kind == "take":
        return cue
    if cue.kind == "determiner" and own:
        return Cue()  # "no wiki and a blog"
    if cue.kind == "beside":
        return Cue()
    return cue if joiner == "and" else Cue()


def _later_joiner(utterance: Utterance, at: int) -> str:
    """The "or" or "and" that ends the list."""
    for index in range(at + 1, min(len(utterance.words), at + 8)):
        if utterance.words[index].brk == 2:
            break
        if utterance.words[index].norm in _JOINS:
            return utterance.words[index].norm
    return ""


def _universal(utterance: Utterance, begin: int, phrase: tuple[str, ...]) -> bool:
    """ "everything except", "no apps but": the exception is one to all there is."""
    return bool(_UNIVERSAL & {*phrase, *utterance.norms(max(0, begin - 3), begin)})


def _nothing_later(utterance: Utterance, begin: int, start: int) -> bool:
    """ "apart from a wiki we need nothing": the exception is all there is."""
    _, end = utterance.sentence(begin)
    opens = begin == 0 or utterance.words[begin].brk > 0
    return opens and bool({"nothing", "none"} & set(utterance.norms(start, end)))


def _keeps(utterance: Utterance, begin: int) -> bool:
    """All the rest stays; else (a verb of removal, a denial before it) the exception is what stays."""
    at = begin - 1
    while at >= 0 and begin - at <= 10:
        word = utterance.words[at]
        if _DENIALS & {word.norm} or word.norm in ("none", "without"):
            return False
        if any(kind == "take" and utterance.norms(at - len(p) + 1, at + 1) == p for p, kind in _ENDING.get(word.norm, ())):
            return _denied(utterance, at)
        if word.brk == 2:
            break
        at -= 1
    return True


def _denied(utterance: Utterance, begin: int) -> bool:
    """A denial right before a word that takes away: "don't drop", "can't do without", "no need to remove"."""
    at = begin - 1
    while at >= 0 and begin - at <= 6 and utterance.words[at + 1].brk == 0:
        norm = utterance.words[at].norm
        if norm in _DENIALS:
            return True
        if norm not in _BETWEEN_DENIAL:
            return False
        at -= 1
    return False


def _by_last() -> dict[str, tuple[tuple[tuple[str, ...], Kind], ...]]:
    """Phrases by their last word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Kind]]] = {}
    for kind, phrases in _CUES:
        for phrase in phrases:
            found.setdefault(phrase[-1], []).append((phrase, kind))
    return {last: tuple(sorted(some, key=lambda p: -len(p[0]))) for last, some in found.items()}


_ENDING = _by_last()


def _is_answer(utterance: Utterance, at: int) -> bool:
    """A "no" at the start of a sentence with a comma or a fresh clause after it."""
    words = utterance.words
    begins = at == 0 or words[at].brk == 2
    if not begins:
        return utterance.norms(at + 1, at + 3) in _ANEW
    if at + 1 >= len(words) or words[at + 1].brk >= 1:
        return True
    return words[at + 1].norm in _FRESH or any(n.start == at + 1 and n.value and not n.article for n in numbers(utterance))  # "no fifteen workers"


_ANEW = tuple((verb, what) for verb in ("put", "make") for what in ("it", "that", "them"))
"""What a sentence without marks goes on with behind a "no": "put it in nurem no put it in helsinki"."""
