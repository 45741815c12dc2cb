"""What a place is to the person: where it is to be hosted, where they or their customers are, or a mere remark.

The word that governs the place decides ("servers in", "our shop in", "put it in"), not any word nearby.
"""

from itertools import pairwise
from typing import Literal

from dialogue.lexicon import Entry, Span
from dialogue.understanding.text import Utterance, contains

Role = Literal["region", "location", "users", "weak", "none"]
"""region: hosted there; location: they are there; users: their people are; weak: only named; none: a mere remark."""

PREPOSITIONS = frozenset("in at near nearby around to from into on onto within inside across over throughout by outside beside off close closest nearest".split())
_NEAR = frozenset("near nearby close closest nearest".split())
_NEAR_OF = frozenset("close closest nearest near nearer closer next".split())
_ARTICLES = frozenset("the downtown central greater northern southern eastern western north south east west rural sunny cold lovely beautiful".split())
HOST_NOUNS = frozenset(
    "region regions server servers machine machines datacenter datacenters datacentre datacentres hosting cloud clouds cluster "
    "clusters sovereign sovereigns node nodes worker workers instance instances vm vms infrastructure installation setup stack "
    "platform environment deployment kubernetes k8s data everything it this that them stuff things all both one ones two three four us me "
    "compute computing workload workloads backend replica standby failover fallback primary secondary active passive main recovery prod copy copies mirror backup spare twin core plane another other others second third first rest last availability ha loc hardware box boxes stuff kit zone zones".split()
)
_ROLES = frozenset("primary secondary standby failover fallback replica mirror backup".split())
_RUNS = frozenset("runs run goes go lands land will".split())
_PLACE_NOUNS = frozenset("site sites location locations center centers centre centres city cities town towns".split())
"""Ours are where we are; yours are where it can be hosted."""
_HOST_VERBS = frozenset(
    "put putting host hosted hosting hosts deploy deployed deploying place placed install installed set setup spin launch launched build "
    "create move moved switch migrate relocate store stored keep kept use using take choose pick go start starting begin beginning add include "
    "provision order book reserve stay stays stand stands located land served delivered replace swap make".split()
)
_WHEREVER = frozenset("anywhere somewhere wherever elsewhere".split())
_CHANGES = frozenset("change switch move set turn update correct make alter amend".split())
_MEANS = frozenset("meant mean".split())
_PLACES_IT = frozenset("put host deploy place provision migrate relocate locate".split())
"""Verbs of hosting that nobody's trade is."""
_DOERS = (("we",), ("i",), ("they",), ("who",), ("he",), ("she",), ("people",), ("and",), ("we've",), ("also",), ("mainly",), ("mostly",))
_WISHES = frozenset(
    "want wants wanted need needs like prefer preferred prefers preferably ideally would 'd rather should shall must could let's lets give get recommended recommends suggested suggests advised "
    "wish wishes love hope please somewhere anywhere wherever whatever fine good ok okay".split()
)
_COPULAS = frozenset(
    "am are is be being been was were i'm we're it's that's they're he's she's 're 's 'm based located situated sit sits sitting live lives "
    "living work works working operate operates operating stay stays remain remains stand stands headquartered registered established go goes residing reside".split()
)
_PEOPLE = frozenset(
    "customer customers client clients user users patient patients student students pupil pupils guest guests member members audience "
    "audiences visitor visitors reader readers listener listeners subscriber subscribers buyer buyers people employees staff team crew players shoppers viewers owners".split()
)
_OURS = frozenset("our my".split())
_FIRST = frozenset("i we i'm we're i've we've i'd we'd i'll we'll our my im ive".split())
_BENEFIT = frozenset("for of called named as about".split())
_ADVERBS = frozenset(
    "mostly mainly all only just currently now actually here right also still both preferably rather ideally somewhere anywhere physically "
    "already always usually somehow maybe perhaps really sooner better ourselves together again instead too directly firmly either".split()
)
_PAST = frozenset("was were went grew born visited been flew came studied met moved used lived worked spent travelled traveled stayed".split())
_THIRD = frozenset(
    "cousin brother sister mother father mum mom dad uncle aunt auntie nephew niece son daughter wife husband friend friends colleague "
    "neighbour neighbor neighbours neighbors grandmother grandfather grandma grandpa granny girlfriend boyfriend fiance fiancee boss accountant "
    "lawyer developer consultant competitor competitors teacher somebody someone people he she they he's she's they're family parents in-law buddy mate "
    "flatmate roommate ex partner kids children rival rivals supplier suppliers".split()
)
_REMARKS = frozenset("weather cold warm hot snow rain rains raining snows freezing summer summers winter winters born raised".split())
_TRAVELS = frozenset("holiday holidays vacation trip trips flight weekend weekends honeymoon".split())
_SERVED = frozenset("served hosted run operated delivered serve host deployed managed".split())
_RUN_OBJECT = frozenset("it this that everything them stuff things".split())
_LIKED = frozenset("fine good great better nice ok okay perfect best ideal lovely work preferred preferable right well sounds enough suits it too".split())
_LIKES = frozenset("would is will sounds works seems looks suits it's might could".split())
_FRAGMENTS = frozenset("not no nope but anything nothing anywhere only except without and or please yes yeah ok okay maybe also then so well oh ah hm hmm never neither nor none".split())
"""Words that govern nothing: what is left of a sentence that only names a place."""
_LEAVES = frozenset("not without than except drop remove leave forget scrap exclude skip lose ditch avoid minus".split())
_PREMISES = frozenset("office offices shop shops store stores branch branches team factory plant warehouse headquarters hq studio practice clinic company business firm".split())
_AFTER_PLACE = HOST_NOUNS | _PLACE_NOUNS | _LIKES | _WISHES | _COPULAS | frozenset(
    "please then too also instead and or but for with as if because since thanks thank in at on from to first second third last now only alone not "
    "rather than over no yes so while though however plus again actually today soon later has have had does do can cannot can't where when which who that "
    "we i you they he she it's there here what how why again forever twice n pls plz".split()
)
"""Words that a place before them doesn't describe."""
_CLAUSES = frozenset("but then while because so although though whereas since and which who if when unless".split())
HOSTED_KINDS = ("provider", "sku", "family", "sizeword", "topology", "app", "need", "unavailable_need")
_REACH = 14
_PAIR = 2


def clause(utterance: Utterance, index: int) -> int:
    """Where the clause of the word at `index` begins: after a comma, a full stop, or a joining word."""
    start = index
    while start > max(0, index - _REACH) and not utterance.words[start].brk and utterance.words[start - 1].norm not in _CLAUSES:
        start -= 1
    return start


def preposition(utterance: Utterance, start: int) -> int | None:
    """Where the preposition of a place that begins at `start` begins itself."""
    at = start
    while at > 0 and not utterance.words[at].brk and utterance.words[at - 1].norm in _ARTICLES:
        at -= 1
    if at == 0 or utterance.words[at].brk:
        return None
    norm = utterance.words[at - 1].norm
    if norm in ("to", "of", "as") and at > 1 and not utterance.words[at - 1].brk:
        before = utterance.words[at - 2].norm
        if before in _NEAR_OF | {"out", "north", "south", "east", "west", "outside"}:
            return at - 2
        if norm == "of":
            return None
    return at - 1 if norm in PREPOSITIONS else None


def role(utterance: Utterance, start: int, end: int, entry: Entry, spans: list[Span], *, floor: int = 0) -> Role:
    """What the place of these words is to the person, by the words around it alone.

    Args:
        floor: where the place before it in the same list ends; nothing before it is looked at.
    """
    at = preposition(utterance, start)
    begin = max(floor, clause(utterance, start if at is None else at))
    after = _after(utterance, end)
    if after[:1] and after[0] in _PEOPLE:
        return "users"
    if _liked(after) and not _owned_remark(utterance, begin, start):
        return "region"
    if at is None:
        return _bare(utterance, begin, start, end, entry)
    return _led(utterance, begin, at, end, spans)


def corrected(utterance: Utterance, end: int, start: int) -> bool:
    """Between the place that ends at `end` and the one at `start` nothing is said but that it was wrong: "in Helsinki, no sorry, in Falkenstein"."""
    between = set(utterance.norms(end, start))
    return bool(between & _TAKES_BACK) and between <= _TAKES_BACK | _AROUND | PREPOSITIONS


_TAKES_BACK = frozenset("no nope sorry pardon oops wait actually rather correction scratch apologies whoops".split())
_AROUND = frozenset("host put set up create place deploy please er uh um uhm erm ah oh i mean meant hang hold on that make it me well excuse my mistake the not".split())


def _after(utterance: Utterance, end: int) -> tuple[str, ...]:
    last = end
    while last < min(len(utterance.words), end + 5) and (last == end or not utterance.words[last].brk):
        last += 1
    return utterance.norms(end, last) if end < len(utterance.words) and not utterance.words[end].brk else ()


def _liked(after: tuple[str, ...]) -> bool:
    """ "Dubai would be great", "Hillsboro sounds right", "Falkenstein it is": what is liked is where it should stand."""
    if after[:2] == ("it", "is") or after[:1] == ("please",) and after[1:2] not in (("a",), ("an",), ("some",)):
        return True
    return after[:1] != () and after[0] in _LIKES and bool(_LIKED & set(after[1:]) or after[:2] in (("will", "do"), ("works", "for"), ("would", "do"), ("suits", "us")) or after == ("works",))


def _owned_remark(utterance: Utterance, begin: int, start: int) -> bool:
    before = utterance.norms(begin, start)
    return bool(_OURS & set(before)) and not set(before) & (_HOST_VERBS | _WISHES)


def _bare(utterance: Utterance, begin: int, start: int, end: int, entry: Entry) -> Role:
    """No preposition: "German servers", "use Helsinki", "region: nbg1", "Ghent"."""
    after = _after(utterance, end)
    before = utterance.norms(begin, start)
    while before and before[-1] in _ARTICLES | _ADVERBS | {"a", "an"}:
        before = before[:-1]
    hosted = after[:1] and (after[0] in (HOST_NOUNS - {"us", "me", "it", "this", "that", "them", "all", "both", "everything"}) or after[0] in _PLACE_NOUNS)
    if entry.kind == "country" and hosted:
        return "location" if before[-1:] and before[-1] in _OURS else "region"
    if _modifies(utterance, start, end, entry):
        return "location" if before[-1:] and before[-1] in _COPULAS and _FIRST & set(before) or (after[0] in _PREMISES and not set(before) & _WISHES) else "none"
    if before[-1:] in (("region",), ("loc",), ("location",), ("site",)):
        return "location" if before[-2:-1] and before[-2] in _OURS and before[-1] != "region" else "region"
    if before and before[-1] in _HOST_VERBS | _WISHES | _LEAVES | _MEANS or before[-2:] == ("instead", "of"):
        return "region"
    if before[-1:] in (("one",), ("first",), ("second",), ("third",), ("fourth",), ("another",), ("other",)):
        return "region"
    if before[-1:] in (("is",), ("be",), ("with",), ("it",)) and set(before) & (HOST_NOUNS | _HOST_VERBS | _WISHES | {"first", "second", "third"}):
        return "region"
    if set(before) & _THIRD and not set(before) & (_WISHES | _HOST_VERBS):
        return "none"
    return "weak"


def _modifies(utterance: Utterance, start: int, end: int, entry: Entry) -> bool:
    """ "an American diner", "the Nuremberg office": the place only says which one."""
    after = utterance.norms(end, end + 1)
    if not after or utterance.words[end].brk or not after[0].isalpha() or after[0] in _AFTER_PLACE:
        return False
    return entry.kind == "country" or utterance.norms(start - 1, start) in (("the",), ("our",), ("my",), ("a",), ("an",))


def _led(utterance: Utterance, begin: int, at: int, end: int, spans: list[Span]) -> Role:
    """With a preposition at `at`: by the word that it hangs on."""
    prep = utterance.words[at].norm
    last = at
    while last > begin and utterance.words[last - 1].norm in _ADVERBS:
        last -= 1
    before = utterance.norms(begin, last)
    lead = utterance.norms(max(0, begin - _PAIR), last)
    said = set(before)
    head = before[-1] if before else ""
    hosted_head = last > begin and any(s.start < last <= s.end and s.get(*HOSTED_KINDS) for s in spans)
    if head == "place" and _FIRST & said and said & _KEEP and not said & _WISHES:
        return "location"  # "we run a little place in Dublin"
    if head == "total" and said & {"worker", "workers", "nodes", "machines", "servers"}:
        return "region"  # "six workers in total across Nuremberg and Helsinki"
    if prep == "from" and said & {"switch", "change", "move", "migrate", "relocate", "swap", "switching", "moving"}:
        return "region"  # "switch from Nuremberg to Hillsboro"
    if prep in ("to", "into") and said & _CHANGES and not said & (_OURS | _PEOPLE):
        return "region"  # "only change the town to Hillsboro"
    if prep == "out" and said & {"keep", "kept", "stay", "stays", "leave"}:
        return "region"  # "keep it out of Falkenstein"
    if prep in ("from", "out"):
        return "region" if head in _SERVED or _runs_it(before) else "none" if _remarks(before, lead) else "location"
    if _people(before):
        return "region" if head == "data" else "users"
    if _remarks(before, lead):
        return "none"
    if head in _COPULAS or (head.endswith("'s") and head not in _FIRST) or (head in _PLACE_NOUNS and not _yours(before) and not _HOST_VERBS & said):
        return _standing(before, said)
    if hosted_head or _hosts(before, head) or (head in _RUNS and said & _ROLES):
        return "region"
    if prep in _NEAR and (not before or said & (_WISHES | _HOST_VERBS) or utterance.words[at].norm in ("closest", "nearest")):
        return "region" if not said & _OURS or said & _HOST_VERBS else "location"
    if said <= _FRAGMENTS:
        return "region" if _WHEREVER & set(utterance.norms(last, at)) else _opening(utterance, end)
    return _by_verb(before)


_KEEP = frozenset("run own have got manage opened keep started rent".split())


def _hosts(before: tuple[str, ...], head: str) -> bool:
    if head in _PLACE_NOUNS:
        return _yours(before) and not (_FIRST & set(before) and {"have", "run", "own", "operate", "got", "manage"} & set(before))
    if head in ("us", "me", "it", "that", "this", "them", "data", "all", "both", "everything", "one", "ones", "stuff", "things", "another", "other", "second", "third"):
        had = {"have", "had"} & set(before[:-1]) and not {"can", "could", "may", "let's", "would", "will", "want", "like"} & set(before)
        return not had or bool(set(before) & _HOST_VERBS)
    return head in HOST_NOUNS or head in _HOST_VERBS or (head in _WISHES and head not in ("good", "fine", "ok", "okay"))


def _yours(before: tuple[str, ...]) -> bool:
    """Sites and locations of theirs, not of ours."""
    return not _OURS & set(before[-3:])


def _runs_it(before: tuple[str, ...]) -> bool:
    return any(a in ("run", "running", "have", "get", "host", "serve", "operate") and b in _RUN_OBJECT for a, b in pairwise(before))


def _people(before: tuple[str, ...]) -> bool:
    """The people are the ones who are there: the head, or the subject of "are"."""
    if not before:
        return False
    found = max((i for i, w in enumerate(before) if w.removesuffix("'") in _PEOPLE), default=-1)
    if found < 0:
        return False
    rest = before[found + 1 :]
    return all(w in _COPULAS | _ADVERBS | {"who", "come", "from", "of", "them", "us"} for w in rest)


def _remarks(before: tuple[str, ...], lead: tuple[str, ...]) -> bool:
    """Somebody else lives there, it was once, it is about the weather: nothing is asked for.

    Args:
        lead: `before` with the words that join its clause to another ("me and | my cousin").
    """
    said = set(before)
    if contains(before, ("used", "to")) or (_FIRST & said and "had" in said and not {"better", "rather", "if", "wish"} & said):
        return True
    if said & (_WISHES - {"good", "fine", "ok", "okay", "like", "love", "would", "'d", "could", "need", "needs"}) or said & {"put", "host", "hosted", "deploy", "move"} or said & HOST_NOUNS & {"server", "servers", "region", "regions", "data", "standby", "backup", "copy", "spare"}:
        return False
    if said & _TRAVELS or (said & _REMARKS and not _FIRST & said and "quarters" not in said):
        return True
    if said & _PAST and not said & {"have", "we've"}:
        return not contains(before, ("was", "recommended")) and bool(said & (_FIRST | _THIRD | {"it"})) and not said & {"founded", "established"}
    third = [i for i, w in enumerate(before) if w in _THIRD and not _oneself(before[max(0, i - 4) : i])]
    return bool(third) and not _among_us(lead) and not ({"i", "we"} & set(before[third[0] :]))


def _oneself(lead: tuple[str, ...]) -> bool:
    """ "I'm a school teacher"."""
    return any(contains(lead, am) for am in (("i'm", "a"), ("i'm", "an"), ("i'm", "the"), ("am", "a"), ("am", "an"), ("am", "the")))


def _among_us(before: tuple[str, ...]) -> bool:
    """ "me and my cousin"."""
    return any(contains(before, pair) for pair in (("me", "and"), ("and", "me"), ("and", "i")))


def _standing(before: tuple[str, ...], said: set[str]) -> Role:
    """ "we're in X", "it should be in X", "the servers are in X", "our shop is in X"."""
    if said & (_ROLES | {"server", "servers", "region", "regions", "data", "machine", "machines", "cloud", "sovereign", "workers", "cluster", "node", "nodes", "everything"}):
        return "region"
    wished = said & {"want", "wants", "like", "prefer", "rather", "should", "must", "would", "'d", "we'd", "i'd", "let's", "need", "could", "shall", "love", "wish"}
    if {"it", "that", "this", "it's", "that's", "one", "first", "second", "third", "both", "they"} & said and not _OURS & said:
        return "region" if wished or before[-1] not in ("was", "were") else "none"
    if wished and not _OURS & said:
        return "region"
    return "location"


def _opening(utterance: Utterance, end: int) -> Role:
    """ "In Oslo we sell fish" tells where they are; "in Germany, please" is a wish."""
    after = _after(utterance, end)
    return "location" if set(after[:2]) & {"we", "i", "our", "my"} and not set(after) & (_WISHES | {"put", "host", "use"}) else "weak"


def _by_verb(before: tuple[str, ...]) -> Role:
    """An unknown word before it: the last verb of hosting or wishing counts, unless a "for" leads to something else."""
    for index in range(len(before) - 1, -1, -1):
        word = before[index]
        if word in _BENEFIT:
            return "location"
        if word in _OURS and index == len(before) - 2 and not set(before[:index]) & _HOST_VERBS:
            return "location"
        if word in _HOST_VERBS and word not in ("stay", "start"):
            ours = before[index - 1 : index] in _DOERS or _OURS & set(before[:index])
            return "location" if ours and word not in _PLACES_IT else "region"  # "we make cheese in Gruyères"
        if word in _WISHES:
            return "weak"
    return "location"
