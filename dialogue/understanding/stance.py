"""How a thing is spoken of: wished for, or only mentioned (had, used before, elsewhere, compared with, heard of)."""

from typing import Literal

from dialogue.understanding.clauses import clause
from dialogue.understanding.predicates import said_of
from dialogue.understanding.text import Utterance
from dialogue.understanding.told import told

Stance = Literal["wish", "bare", "passing"]
"""bare: it just stands there ("website, bookings")."""


def _phrases(text: str) -> tuple[str, ...]:
    """Each with a space on both sides, to be found among joined words."""
    return tuple(f" {phrase} " for phrase in text.split("|"))


_MODALS = frozenset(
    "to would should could can may might must will shall let's lets i'd we'd i'll we'll they'd they'll you'd he'd she'd it'd gotta wanna please d ll ought rather better".split()
)
_WISHING = frozenset(
    "need needs needing needed want wants wanting wanted require requires required wish wishing add adding install installing include including looking "
    "interested keen hoping prefer preferring choose choosing pick picking plus give get getting set setup host hosting deploy create creating order ordering "
    "love like please now wanna gimme after put take bring throw launch provide offer go going expect expecting fancy desire seeking seek enable have having use "
    "using run running keep keeping build make manage track handle organise organize must".split()
)
"""Verbs that ask for their object, unless somebody is said to do so already (`_HELD`)."""
_ALWAYS = frozenset(
    "need needs needing needed want wants wanting wanted require requires required wish wishes add adding install installing include including looking interested keen hoping "
    "prefer preferring plus please wanna gimme fancy desire seeking seek must love".split()
)
_HELD = frozenset(
    "have has had use uses using own owns run runs running operate operates maintain maintains keep keeps host hosts got pay pays get gets manage manages handle handles put puts take takes "
    "build builds make makes create creates offer offers provide provides give gives go goes set sets order orders publish publishes write writes do does sends handles tracks shares stores collects issues".split()
)
"""With a subject and no modal they tell what is so."""
_ACTIVITIES = frozenset("take manage handle track send write share store collect organise organize issue keep do".split())
"""What people do all day and want software for."""
_TOLD = frozenset(
    "used tried had ran gave stopped ended closed quit retired hated hate hates left abandoned dropped ditched switched moved came started built bought paid lost did was were been became "
    "sell sells selling sold design designs designing develop develops developing teach teaches repair repairs distribute produce produces manufacture specialise specialize "
    "heard hear read know knows knew seen saw see recommended recommends recommend suggested suggests mentioned mentions told says said swears raves "
    "loves thinks thought looks looked unlike via through called hacked crashed compare compared comparing competes".split()
)
_COMPARES = _phrases(
    "comparable to|as good as|compared to|compared with|inspired by|versus|vs|unlike|competitor of|competitor to"
)
_LIKENS = _phrases(
    "like|similar to|along the lines of|in the style of"
)
_REPLACES = _phrases(
    "alternative to|alternatives to|replacement for|replacements for|equivalent of|equivalent to|substitute for|replace|replacing|instead of|migrate from|migrating from|away from|get off|rid of|rather than|kind of|sort of|our own|my own|an own|private"
)
_SUBSTITUTES = 7
"""How many of them, from the first, name what isn't meant itself."""
_SUBSTITUTE_NOUNS = frozenset("alternative replacement clone substitute equivalent style like".split())
_PLACED = frozenset("on from via through at about under behind of in into".split())
_PROCESSES = frozenset(
    "storage storing handling management managing sharing hosting keeping organisation organization editing sending scheduling lot lots plenty kind sort type use form way pile piles tons bunch "
    "one any copy copies all some each number set collection archive".split()
)
_OWNERS = frozenset("our my their the your his her this that its".split())
_NOW = frozenset("already currently presently today nowadays still elsewhere externally anyway".split())
_AT = frozenset("on at in with via by through".split())
_KEEPS = frozenset("keep keeps have has do does store stores run runs manage manages handle handles host hosts send sends are is".split())
_COPULAS = frozenset("is are it's that's be".split())
_NEAR = 3
_MAINLY = frozenset("mainly mostly only just primarily really all about".split())
_MATTERS = frozenset("need want wish care matter matters thing things tool app apps priority important what all only missing essential main request requirement interested wanted point".split())
"""What is said to be them is wished for: "all we care about is a wiki"."""
_FOLLOWS = 14
_TAKES_UP = frozenset("want need add install get take use love have try".split())
_PRONOUNS = frozenset("it that one this them".split())
_DENIALS = frozenset("not don't won't never no didn't doesn't isn't can't wouldn't without before".split())
_COMPLAINTS = frozenset("pain mess nightmare chaos chaotic hassle headache scattered everywhere tedious annoying change help unmanageable messy struggle struggling lose losing overview".split())
_FAR = 99
_AT_ONCE = frozenset({"now", "today", "immediately", "asap"})
_LATER = frozenset("later eventually someday sometime until till tomorrow".split())
_LATER_PHRASES = _phrases(
    "next year|next month|next quarter|one day|some day|at some point|in the future|down the road|down the line|not yet|some time|second phase|phase two|in a year|a few months|further down"
)
_BEFORE = frozenset("before previously formerly earlier ago once".split())
_DOUBTS = _phrases(
    "not sure|don't know if|don't know whether|not certain|no idea if|wonder if|wondering if|wondering whether|depends|suppose we"
)
_ALARMS = frozenset("tell tells told alert alerts alerted warn warns warned notify notifies notified inform informed know notice message messaged ping pinged alarm sms wake wakes woken waken page paged".split())
_OBJECT_HAD = frozenset("have had has use used uses run ran built made bought got own tried hated".split())
_MEANS = frozenset("place somewhere something space tool app software system solution program platform way home thing service anything room module option means".split())


def stance(utterance: Utterance, start: int, end: int, *, covered: set[int], foreign: bool, named: bool = False) -> Stance:
    """How the words from `start` to `end` are meant.

    Args:
        covered: word indices that belong to recognised values; a list of them shares one verb.
        foreign: the name of somebody else's product, which stands for what it does.
        named: an app's own name, not what it is for.
    """
    before = utterance.norms(max(0, start - 3), start)
    inside = before[1:] in (("in", "a"), ("in", "an"), ("in", "one"), ("on", "a")) and before[0] in _SITS  # "our passwords are in a spreadsheet"
    if inside or told(utterance, clause(utterance, start)[0], start, end) or _made_by_them(utterance, start, end):
        return "passing"
    how = _stance(utterance, start, end, covered=covered, foreign=foreign)
    if how != "wish" and (_enabled(utterance, start) or _taken_up(utterance, end) or (not named and not foreign and _complained_of(utterance, start))):
        return "wish"
    return how


def _made_by_them(utterance: Utterance, start: int, end: int) -> bool:
    """ "we write payroll software", "I build booking systems": what they make for others."""
    begin, _ = clause(utterance, start)
    before = utterance.norms(max(begin, start - 3), start)
    makes = before[-2:-1] in (("we",), ("i",)) and before[-1:] and before[-1] in _MAKES
    last = utterance.words[end - 1].norm
    return bool(makes) and (last in _MADE or utterance.norms(end, end + 1) != () and utterance.norms(end, end + 1)[0] in _MADE)


_MAKES = frozenset("write build make code program develop sell produce craft".split())
_MADE = frozenset("software apps systems tools programs plugins".split())


def _enabled(utterance: Utterance, start: int) -> bool:
    """ "guests should be able to book a table": they are to do it, and don't yet."""
    begin, _ = clause(utterance, start)
    able = utterance.norms(max(begin, start - _ABLE), start)
    return "able" in able and bool(_TO_BE & set(utterance.norms(begin, start)))


_ABLE = 3
"""Words between that word and the thing."""
_TO_BE = frozenset("should must shall need needs want wants have has ought would like".split())


def _stance(utterance: Utterance, start: int, end: int, *, covered: set[int], foreign: bool) -> Stance:
    begin, stop = clause(utterance, start)
    stop = max(stop, end)
    compared = _compared(utterance, begin, start, end, foreign=foreign)
    if compared:
        return compared
    placed = foreign and start > begin and utterance.words[start - 1].norm in _PLACED | {"with", "using", "by"}
    if placed or _kept_elsewhere(utterance, begin, start, end):
        return "passing"  # "in Excel", "our files on Dropbox"
    if _owned_by_relative(utterance, end, stop) or _in_passing(utterance, begin, start, stop):
        return "passing"
    if _nearest_time(utterance.norms(begin, stop), start - begin) == "now" or set(utterance.norms(max(begin, start - 1), start)) & {"only", "just"} or _told_when(utterance, begin, start):
        return "wish"
    led = _led(utterance, begin, start, covered)
    if led != "bare":
        return led
    match said_of(utterance, end, stop):
        case "wished":
            return "wish"
        case "told":
            return "passing"
        case "nothing":
            return "bare"


def _kept_elsewhere(utterance: Utterance, begin: int, start: int, end: int) -> bool:
    """ "we keep our files on Dropbox": it has its place."""
    after = utterance.words[end : end + 2]
    if len(after) < 2 or after[0].brk or after[0].norm not in _AT or not (after[1].text[0].isupper() or after[1].norm in ("our", "paper")):
        return False
    last = next((i for i in range(start, begin, -1) if utterance.words[i].brk), begin)
    if last > begin and not set(utterance.norms(last, start)) & _KEEPS and _is_name(utterance, last - 1):
        begin = last  # "we run Kaffeehaus Nord, bookings in Germany": the name ends what was said of it
    before = set(utterance.norms(begin, end))
    return start > begin and bool(before & _KEEPS) and not before & (_MODALS | _ALWAYS)


def _is_name(utterance: Utterance, index: int) -> bool:
    """A capital, or a name that was put out of sight (`Utterance.without`)."""
    return utterance.words[index].text[0].isupper() or utterance.words[index].norm == "_"


def _taken_up(utterance: Utterance, end: int) -> bool:
    """ "… and want one again", "… so let's take it": what was only mentioned is wished for after all."""
    words = utterance.norms(end, min(len(utterance.words), end + 2 * _FOLLOWS))
    for index, norm in enumerate(words[:-1]):
        if norm in _TAKES_UP and _place_for_them(words[index + 1 : index + 7]) and not _DENIALS & set(words[max(0, index - 3) : index]):
            return True
        if index >= _FOLLOWS - 1:
            continue
        wanting = norm in _TAKES_UP or (norm == "like" and words[index - 1 : index] in (("we'd",), ("i'd",), ("would",)))
        past = {"before"} if "and" in words[max(0, index - 2) : index] else set[str]()  # "we had one before and want it again"
        if wanting and _PRONOUNS & set(words[index + 1 : index + 3]) and not (_DENIALS - past) & set(words[max(0, index - 3) : index]):
            following = words[index + 1 : index + 4]
            return not {"to", "without"} & set(following[:3]) and following[-1:] != ("of",)
    if any(norm in _SELF_HOSTED and not _DENIALS & set(words[max(0, i - 3) : i]) for i, norm in enumerate(words)):
        return True  # "we're on GitHub, want to self-host"
    return any(words[i : i + 3] == ("that", "one", "please") for i in range(len(words)))


_SELF_HOSTED = frozenset({"self-host", "self-hosted", "selfhost", "self-hosting"})
_SITS = frozenset("is are live lives sit sits kept stored written stay stays".split())


def _place_for_them(words: tuple[str, ...]) -> bool:
    """ "I want a proper safe for them"."""
    return any(norm in _KEEPERS and words[i + 1 : i + 2] == ("for",) and words[i + 2 : i + 3] and words[i + 2] in _PRONOUNS | {"those", "these"} for i, norm in enumerate(words))


_KEEPERS = frozenset("safe vault home place tool app solution system program something somewhere software".split())


def _complained_of(utterance: Utterance, start: int) -> bool:
    """ "passwords are on sticky notes, it's a mess": what goes wrong today is what help is wanted for."""
    words = set(utterance.norms(*utterance.sentence(start)))
    return bool(words & _COMPLAINTS) and not words & _DENIALS


def _in_passing(utterance: Utterance, begin: int, start: int, stop: int) -> bool:
    """Deferred, doubted, or told of the past."""
    words = utterance.norms(begin, stop)
    if _ends(utterance, begin, start, _DOUBTS, within=8):
        return True
    if _nearest_time(words, start - begin) == "later":
        return True
    return bool(_BEFORE & set(words[start - begin :])) and bool(_TOLD & set(words)) and not _ALWAYS & set(words)


def _nearest_time(words: tuple[str, ...], place: int) -> Literal["now", "later", "unsaid"]:
    """When it is wished for, by the word of time that stands nearest."""
    joined = f" {' '.join(words)} "
    later = [abs(i - place) for i, word in enumerate(words) if word in _LATER]
    later += [abs(joined[: joined.index(phrase)].count(" ") - place) for phrase in _LATER_PHRASES if phrase in joined]
    now = [abs(i - place) for i, word in enumerate(words) if word in _AT_ONCE]
    if not later and not now:
        return "unsaid"
    return "later" if min(later, default=_FAR) <= min(now, default=_FAR) else "now"


def _led(utterance: Utterance, begin: int, start: int, covered: set[int]) -> Stance:
    """By the nearest verb or preposition before it in its clause."""
    if _beside_preposition(utterance, begin, start):
        return "passing"
    crossed = False
    for at in range(start - 1, begin - 1, -1):
        norm = utterance.words[at].norm
        crossed = crossed or (utterance.words[at + 1].brk > 0 and at not in covered)
        if at in covered and norm not in _ALWAYS:
            continue
        if norm == "for" and _MEANS & set(utterance.norms(max(begin, at - 3), at)):
            return "wish"
        if norm == "to" and utterance.norms(max(begin, at - 1), at) == ("yes",):
            return "wish"
        if norm in ("for", "to", "of") and {"thanks", "thank", "used"} & set(utterance.norms(max(begin, at - 2), at)):
            return "passing"
        if norm in _COPULAS and start - at <= _NEAR and not crossed and utterance.norms(at + 1, at + 2) != ("able",):
            return _is_said_to_be(utterance, begin, at, start)
        if norm == "own" and (_OWNERS | {"an"}) & set(utterance.norms(max(begin, at - 1), at)):
            continue  # "our own website"
        if norm in _WISHING | _HELD | _TOLD:
            said = _verb(utterance, begin, at)
            return "bare" if crossed and said == "passing" else said
    return "bare"


def _is_said_to_be(utterance: Utterance, begin: int, at: int, start: int) -> Stance:
    """ "all we need is a wiki", "our site is WordPress"."""
    subject = {*utterance.norms(begin, at), utterance.words[at].norm.removesuffix("'s")}
    if subject & _MATTERS or _MAINLY & set(utterance.norms(at, start)):
        return "wish"
    return "passing" if subject & {"our", "my", "the"} else "bare"


def _told_when(utterance: Utterance, begin: int, start: int) -> bool:
    """ "let us know when the site goes down": what sets off the alarm that is wished for."""
    before = utterance.norms(max(0, start - 7), start)
    return bool(_ALARMS & set(before)) and bool({"when", "if", "whenever", "once", "in"} & set(utterance.norms(max(0, begin - 1), start)))


def _verb(utterance: Utterance, begin: int, at: int) -> Stance:
    """What this verb says of its object."""
    norm = utterance.words[at].norm
    before = utterance.norms(max(begin, at - 4), at)
    if norm in _ALWAYS:
        return "wish"
    if norm in ("keep", "keeps") and utterance.norms(at + 1, at + 2)[0].endswith("ing"):
        return "wish"  # "people keep forgetting their passwords"
    if norm in ("used", "had") and before[-1:] == ("get",):
        return "wish"
    modal = bool(_MODALS & set(before[-3:])) or norm in _MODALS
    if norm in ("have", "had") and utterance.norms(at + 1, at + 2) == ("to",):
        return "wish"  # "we have to get a wiki"
    if norm == "like":
        return "wish" if modal or before[-1:] in (("i",), ("we",), ("also",)) else "bare"
    if norm in ("know", "see", "knowing", "seeing") and utterance.norms(at + 1, at + 2) in (("how",), ("who",), ("what",)):
        return "wish"
    if norm in _TOLD:
        return "wish" if modal and norm not in ("used", "been", "was", "were") and norm in ("see", "hear", "know") else "passing"
    if norm in _HELD:
        if modal or at == begin or not _has_subject(utterance, begin, at):
            return "wish" if not _NOW & set(utterance.norms(begin, at)) else "passing"
        return "wish" if norm in _ACTIVITIES else "passing"
    return "wish"


def _has_subject(utterance: Utterance, begin: int, at: int) -> bool:
    """Somebody is said to do it: a word before the verb that isn't just polite or joining."""
    lead = frozenset("kindly simply and or also then so please just now ok okay yes no well but actually first second only better plus hi hello hey maybe".split())
    before = utterance.norms(begin, at)
    return not {"than", "instead"} & set(before) and any(norm not in lead for norm in before)


def _likes(utterance: Utterance, begin: int, start: int) -> bool:
    """ "I'd like a wiki", "we would really like": a wish and no comparison."""
    for at in range(start - 1, max(begin - 1, start - 4), -1):
        if utterance.words[at].norm == "like":
            before = set(utterance.norms(max(begin, at - 3), at))
            return bool(before & {"would", "i'd", "we'd", "they'd", "should", "d", "he'd", "she'd", "also", "you'd"}) or utterance.norms(at - 1, at) in (("i",), ("we",))
    return False


def _compared(utterance: Utterance, begin: int, start: int, end: int, *, foreign: bool) -> Stance | None:
    """ "something like X", "an alternative to X", "better than X": its kind is wished for, or not even that."""
    likened = _ends(utterance, begin, start, _LIKENS, within=3) and not _only_filler(utterance, start)
    if foreign and (likened or _ends(utterance, begin, start, _REPLACES, within=4)):
        return "wish"
    after = utterance.norms(end, end + 1)
    if foreign and after and after[0] in _SUBSTITUTE_NOUNS:
        return "wish"
    if likened and not _likes(utterance, begin, start):
        return "passing" if after == ("but",) else None if _MEANS & set(utterance.norms(max(begin, start - 4), start)) else "passing"
    near = utterance.norms(max(begin, start - 4), start)
    if "than" in near[1:] and near[near.index("than") - 1] not in ("other", "more", "rather"):
        return "passing"  # "better than WordPress"
    if _ends(utterance, begin, start, _COMPARES, within=3) or _ends(utterance, begin, start, _REPLACES[:_SUBSTITUTES], within=3):
        return "passing"
    return None


def likened(utterance: Utterance, start: int, end: int) -> bool:
    """Not the product itself but what it does is spoken of: "something like Slack", "a private ChatGPT"."""
    begin, _ = clause(utterance, start)
    after = utterance.norms(end, end + 1)
    near = _ends(utterance, begin, start, (*_LIKENS, *_REPLACES), within=4)
    return (near and not _likes(utterance, begin, start)) or bool(after) and after[0] in _SUBSTITUTE_NOUNS


def _only_filler(utterance: Utterance, start: int) -> bool:
    """ "people book, like, appointments": no comparison."""
    words = utterance.words
    like = next((i for i in range(start - 1, max(-1, start - 4), -1) if words[i].norm == "like"), None)
    return like is not None and words[like].brk >= 1 and words[like + 1].brk == 1


def _beside_preposition(utterance: Utterance, begin: int, start: int) -> bool:
    """ "on our website", "about the blog": it is there already, or only a place for something else."""
    at = start - 1
    while at > begin and utterance.words[at].norm in _OWNERS and start - at <= 2:
        at -= 1
    if at < begin or at == start - 1 or utterance.words[at].norm not in _PLACED:
        return False
    return not (utterance.words[at].norm == "of" and (_PROCESSES & set(utterance.norms(max(begin, at - 1), at)) or at == begin))


def _owned_by_relative(utterance: Utterance, end: int, stop: int) -> bool:
    """ "the wiki we have", "a blog that we already use"."""
    after = utterance.norms(end, min(stop + 4, len(utterance.words)))
    if end < len(utterance.words) and utterance.words[end].brk:
        return False
    index = 1 if after[:1] in (("that",), ("which",)) else 0
    if after[index : index + 1] not in (("i",), ("we",), ("they",), ("i've",), ("we've",), ("she",), ("he",)):
        return after[:1] in (("already",), ("elsewhere",)) or after[:2] in (("from", "before"), ("in", "place"))
    rest = [w for w in after[index + 1 : index + 4] if w not in _NOW]
    if rest[1:2] and rest[1] in ("is", "are", "was", "were", "isn't", "aren't"):
        return True  # "the invoices we send are done elsewhere"
    return rest[:1] != [] and rest[0] in _OBJECT_HAD and not {"to", "need"} & set(rest)


def _ends(utterance: Utterance, begin: int, start: int, phrases: tuple[str, ...], *, within: int) -> bool:
    """One of the phrases stands shortly before `start`."""
    joined = f" {' '.join(utterance.norms(max(begin, start - within), start))} "
    return any(phrase in joined for phrase in phrases)
