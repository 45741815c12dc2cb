"""Things that are spoken of and not wished for: what somebody else does, what is fine as it is, what has nothing to do with it."""


from dialogue.patterns import regex
from dialogue.understanding.text import Utterance

_KIN = (
    "mother father son daughter brother sister child mum mom dad cousin uncle aunt auntie nephew niece grandmother grandfather grandson granddaughter grandma grandpa "
    "wife husband spouse girlfriend boyfriend fiance fiancee friend mate pal buddy neighbour neighbor roommate flatmate ex kid kids boy girl "
    "son-in-law daughter-in-law brother-in-law sister-in-law mother-in-law father-in-law"
)
_OUTSIDERS = (
    "accountant bookkeeper lawyer solicitor developer freelancer designer webmaster agency consultant contractor supplier competitor competitors landlord council franchisor "
    "hoster host provider teacher"
)
_PEOPLE = frozenset(f"{_KIN} {_OUTSIDERS}".split())
_OWNERS = frozenset("my our his her their a an the some one another this that".split())
_WISHES = frozenset("wants want needs need likes asks asked insists wishes requires should would must could might wanted needed".split())
_HABITS = frozenset("does did do has had keeps kept runs ran makes made built builds wrote writes takes took sends sent set hosts handles manages looks takes".split())
_ACTIVITIES = frozenset("books sends writes takes makes keeps stores shares tracks manages hosts posts publishes sells runs".split())
"""Verbs that belong to the words for a need ("books appointments")."""
_FINE = frozenset("fine ok okay good great perfect alright lovely nice settled sorted done handled covered".split())
_STAYS = regex(
    r"(?i)\b(?:where|as|how)\s+(?:it|they|that)(?:'s|\s+(?:is|are|was|were|stands?))\b(?!\s+(?:too|so|very|a\s+mess))|\b(?:don't|dont|do\s+not|not\s+to|no\s+need\s+to|needn't)\s+(?:touch|change|move|bother|worry\s+about)\b|\bleave\s+(?:it|that|them)\s+(?:alone|be|out|there)\b|"
    r"\bstays?\s+(?:put|there|where)\b"
)
_NOTHING_TO_DO = regex(
    r"(?i)\b(?:nothing\s+to\s+do\s+with|(?:in|during)\s+(?:my|our|his|her|their)\s+(?:free|spare|own)\s+(?:time|hours|evenings)|as\s+a\s+hobby|just\s+for\s+fun|for\s+fun|unrelated|off[- ]topic|not\s+(?:related|relevant|part\s+of\s+(?:this|it)))\b"
)
_LEADS_ON = frozenset("from of by at on in with about for".split())
_WAS = frozenset("was were cost got went came".split())
_PHRASE = 10
"""Words of what follows a preposition."""


def told(utterance: Utterance, begin: int, start: int, end: int) -> bool:
    """The thing from `start` to `end` is only told of; `begin` is where its clause begins."""
    first, last = utterance.sentence(start)
    if _NOTHING_TO_DO.search(utterance.surface(first, last)):
        return True
    return _done_by_others(utterance, begin, start) or _stays(utterance, start, end, last) or _judged(utterance, start, end, last)


def _done_by_others(utterance: Utterance, begin: int, start: int) -> bool:
    """ "my daughter books all my appointments", "our agency does the website": not "my wife wants a website"."""
    before = utterance.norms(begin, start)
    person = next((i for i, w in enumerate(before[:5]) if w in _PEOPLE and _OWNERS & set(before[max(0, i - 3) : i])), None)
    if person is None:
        return False
    rest = before[person + 1 :]
    if _WISHES & set(rest) or {"and", "i", "we"} & set(rest[:2]):
        return False
    verbs = [w for w in rest if w in _HABITS or (len(w) > 3 and w.endswith("s") and not w.endswith("ss"))]
    books = start > begin and utterance.words[start].norm in _ACTIVITIES
    return bool(verbs or books)


def _stays(utterance: Utterance, start: int, end: int, last: int) -> bool:
    """ "our website's fine where it is", "the wiki is ok as it is, don't touch it"."""
    owned = bool({"our", "my", "the"} & set(utterance.norms(max(0, start - 3), start)))
    rest = utterance.text[utterance.words[end - 1].end : utterance.words[last - 1].end]
    after = list(utterance.norms(end, last))
    short = utterance.words[end - 1].norm.endswith("'s")
    if not owned or not (short or after[:1] in (["is"], ["are"], ["stays"], ["works"], ["runs"], ["exists"])):
        return False
    while after and after[0] in ("is", "are", "already", "all", "just", "perfectly", "absolutely", "really", "very", "quite", "pretty", "actually", "works", "runs"):
        after.pop(0)
    fine = bool(after) and after[0] in _FINE
    return (fine and (len(after) < 3 or after[1] not in ("to", "for", "enough", "if"))) or _STAYS.search(rest) is not None


def _judged(utterance: Utterance, start: int, end: int, last: int) -> bool:
    """ "the invoices from my last host were outrageous": what is said of one that was."""
    if not {"the", "those", "these", "his", "her", "their", "my", "our"} & set(utterance.norms(max(0, start - 2), start)):
        return False
    after = utterance.norms(end, last)
    if not after or after[0] not in _LEADS_ON or any(utterance.words[i].brk for i in range(end, min(last, end + _PHRASE))):
        return False
    verb = next((i for i, w in enumerate(after[1:_PHRASE], 1) if w in _WAS), None)
    return verb is not None and verb > 1
