"""Whether a person of ours is wanted: somebody to speak with, to look at it, to decide, to ring back.

Two things make such a wish: a word for a person, and that the person is to come into contact. Either order will do ("put me
through to sales", "have somebody ring me"). A question whether one speaks with a person, a story of somebody spoken with, and
what the customers' customers want are none.
"""


from dialogue.patterns import regex
from dialogue.understanding.text import Utterance

_OURS = frozenset(
    "human representative rep salesperson salesman saleswoman salespeople operator employee adviser advisor consultant supervisor agent receptionist".split()
)
"""Said with "need", "want" or "get", or alone, they mean a person of ours."""
_ANYBODY = frozenset(
    "person persons people someone somebody anyone anybody colleague colleagues expert experts specialist specialists engineer engineers "
    "technician manager man woman guy guys bloke folks staff team support sales department boss professional helpdesk member being".split()
)
"""They mean one only where they are called to contact, or are called ours or real."""
_GIVEN = frozenset("person human someone somebody colleague".split())
_REAL = frozenset("real live actual human living proper flesh genuine breathing".split())
_SPEAKS = frozenset("speak talk chat discuss converse communicate liaise consult confer".split())
_SPEAKING = frozenset("speaking talking chatting discussing".split())
_BRINGS = frozenset(
    "connect transfer put pass hand escalate forward refer route redirect switch direct patch link turn refer bring involve loop summon page "
    "transferred connected passed referred escalated forwarded redirected routed".split()
)
_FETCHES = frozenset("get fetch find call ring phone give reach contact send want need prefer like rather see ask have let bring".split())
_DEALS = frozenset(
    "call ring phone contact mail email write look take takes handle check decide do help review explain sign advise assist confirm come step join deal see reach sort "
    "answer tell walk talk speak go give pick have sit approve handle phone message discuss continue finish guide set show arrange".split()
)
"""What the person is to do."""
_BETWEEN = frozenset(
    "me us him her to a an the with over on your some real live actual human living proper genuine from of at in one team sales support service customer can could "
    "please someone somebody anyone person be rather just instead through it this that about any other more members member my our who another "
    "maybe perhaps directly straight now and then there by i we would should might may actually good technical colleague".split()
)
_STORY = frozenset("was were had spoke talked chatted yesterday earlier last ago already told before".split())
_OTHERS = frozenset(
    "customers clients users patients students guests members visitors buyers tenants they he she people everyone everybody parents readers shoppers".split()
)
"""Who wants to speak to whom isn't about us."""
_WHETHER = frozenset("am are is aren't isn't".split())
_UNLESS = frozenset("if whether unless without when until never not don't dont doesn't no didn't won't wouldn't can't cannot needn't nor neither".split())
_LOOKED_AT = frozenset("website site page pages form forms shop store app blog wiki place tool calendar homepage portal something somewhere where which that".split())
_TOLD_OF = frozenset("is was will would for at being".split())
"""Behind "contact person" they tell who it is on their side ("contact person is jo@acme.com")."""
_CALL_BACK = regex(
    r"(?i)\b(?:call|phone|ring|telephone) (?:me|us)(?: back| up)?(?=(?: (?:please|later|today|tomorrow|tonight|now|asap|on|when|about|at|this|after|before|and|some ?time|instead|because|if|to)\b)|[\s.!?,;]*$)"
    r"|\b(?:call|phone|ring) (?:me|us) back\b|\bcall[- ]?back\b|\b(?:give|get|want|need|like|have|arrange|schedule|book|expect|receive) (?:me |us )?(?:a |an |the )?(?:phone |telephone |quick |short )*call\b(?! cent)"
    r"|\bby (?:phone|telephone)\b"
)
_HAND_OVER = regex(
    r"(?i)\b(?:put|get) (?:me|us) (?:straight |directly )?in (?:touch|contact) with (?!our\b|my\b|the customers?\b)"
    r"|\bhand (?:me|us|this|it|that|everything) (?:over|off)\b|\b(?:put|patch) (?:me|us) through\b|\b(?:transfer|escalate|connect) (?:me|us|this|it)(?: now| please)?[\s.!]*$"
    r"|\b(?:hand-?over|handoff) (?:please|to)\b"
)
_PAST_CALL = regex(r"(?i)\b(?:if|when|don't|do not|never|nobody|no need to|needn't|without)\b[^.!?]*$")
_NO_MACHINE = regex(
    r"(?i)\b(?:not|rather than|instead of|sick of|tired of|fed up with|hate|dislike|(?:don't|dont|do not) (?:want|like|wish)(?: to)?|no more|won't|refuse to|enough of)\s+(?:\w+\s+){0,3}?"
    r"(?:to |with |a |an |the |this |your )*(?:machine|robot|bot|chat ?bot|computer|program|ai|automat\w*|answering machine|software)s?\b"
)
_ALONE = frozenset("a an the please hello now real live actual human i want need us me to your sales support customer service someone some ok yes no sorry just well hi hey get".split())


_DECLINES = regex(
    r"(?i)^(?:(?:oh|no|nope|hm+|well|but|and|ok(?:ay)?|thanks|please|sorry|wait|actually)[\s,.!]+){0,4}(?:no|without|not|never|(?:i|we)(?:\s+(?:really|actually|just))?\s+(?:don't|do\s+not|wouldn't|won't|would\s+not|can't)(?:\s+(?:really|actually))?\s+(?:want|need|like|wish|care)(?:\s+(?:for|to))?|"
    r"(?:please\s+)?(?:don't|do\s+not)\s+(?:get|call|send|fetch|bring|involve|transfer\s+me|connect\s+me|put\s+me\s+through|hand\s+(?:me|it|this)\s+over)(?:\s+(?:to|with|in))?|(?:there's\s+)?no\s+need\s+(?:for|of|to\s+(?:involve|call|get))|(?:i'd|we'd)\s+rather\s+not)\s+"
    r"(?:(?:talk|speak|chat|deal)(?:ing)?\s+(?:to|with)\s+)?(?:(?:a|an|any|another|the|some|your|real|live|actual)\s+){0,3}(?:human|person|people|agent|operator|representative|rep|colleague|colleagues|salesperson|staff|somebody|someone|anyone|anybody)(?:\s+(?:being|please|thanks|thank\s+you|now|yet|here|for\s+(?:this|that|now)|at\s+all|needed|necessary|required|involved)|,\s*(?:please|thanks|thank\s+you)){0,3}[\s.!]*$"
)


def declines_person(text: str) -> bool:
    """ "no human please", "I don't want to talk to anyone": a no to a person, and none to the plan."""
    return _DECLINES.match(text.strip()) is not None


def wants_person(utterance: Utterance) -> bool:
    """ "get me a human", "let one of your people look at it", "could someone call me back?"."""
    text = utterance.text
    if (called := _CALL_BACK.search(text) or _HAND_OVER.search(text)) and not _PAST_CALL.search(text[: called.start()]):
        at = _word_at(utterance, called.start())
        return not _of_others(utterance, at) and not _others_call(utterance, at) and not _leave_it(utterance, at)
    if _NO_MACHINE.search(text) and bool((_SPEAKS | _SPEAKING) & set(utterance.folded)):
        return True
    return any(_wanted(utterance, index) for index in range(len(utterance.words)) if _is_person(utterance, index))


def _word_at(utterance: Utterance, offset: int) -> int:
    return next((i for i, w in enumerate(utterance.words) if w.end > offset), 0)


def _is_person(utterance: Utterance, index: int) -> bool:
    norm = utterance.words[index].norm
    after = utterance.norms(index + 1, index + 2)
    if norm in ("person", "persons") and utterance.norms(max(0, index - 1), index) == ("contact",) and (not after or after[0] in _TOLD_OF or utterance.words[index + 1].brk):
        return False
    if norm == "people" and not {"your", "real", "actual", "human", "live", "to", "with"} & set(utterance.norms(max(0, index - 2), index)):
        return False  # "I want people to give their feedback": theirs
    if norm in _OURS or norm.removesuffix("s") in _OURS or norm in _ANYBODY:
        return utterance.norms(index + 1, index + 2) not in (("resources",), ("rights",), ("else's",))
    return False


def _wanted(utterance: Utterance, index: int) -> bool:
    start, end = utterance.sentence(index)
    if _alone(utterance, index):
        return True
    ours = _ours(utterance, index)
    return _brought(utterance, index, start, ours=ours) or _sent(utterance, index, start, end, ours=ours) or _there(utterance, index, start, end)


def _alone(utterance: Utterance, index: int) -> bool:
    """ "agent", "a real person please", "Human!"."""
    words = utterance.words
    norm = words[index].norm
    if len(words) > 5 or norm in ("man", "woman", "guy", "guys", "boss", "being", "member", "team", "department", "people", "sales", "support", "staff", "someone", "somebody", "anyone", "anybody", "engineer", "manager"):
        return False
    return norm.removesuffix("s") in _OURS | {"person"} and set(utterance.folded) - {norm} <= _ALONE


def _ours(utterance: Utterance, index: int) -> bool:
    """Named as ours or as no machine: "your colleague", "one of your people", "a real person"."""
    before = utterance.norms(max(0, index - 3), index)
    return utterance.words[index].norm.removesuffix("s") in _OURS or bool({*_REAL, "your"} & set(before))


def _brought(utterance: Utterance, index: int, start: int, *, ours: bool) -> bool:
    """A verb of contact stands before, with nothing but small words between."""
    words = utterance.words
    for at in range(index - 1, max(start - 1, index - 9), -1):
        norm = words[at].norm
        if norm in _SPEAKING:
            return not _whether(utterance, at) and _by_us(utterance, at, start)
        if norm == "page" and words[at + 1].brk:
            return False  # "a booking page, people like to …"
        if norm in _SPEAKS or norm in _BRINGS:
            return _by_us(utterance, at, start)
        if norm in _FETCHES:
            fits = ours or utterance.norms(at + 1, at + 2) in (("me",), ("us",)) or norm in ("reach", "contact", "call", "phone", "ring")
            plain = norm not in ("call", "give", "send", "have", "like") or ours or (norm == "give" and words[index].norm in _GIVEN)
            return (fits and plain and _by_us(utterance, at, start) and not _possessed(utterance, index)) or (norm in ("have", "let", "get", "want", "need", "ask", "find", "send", "like", "rather", "prefer") and _sent(utterance, index, start, utterance.sentence(index)[1], ours=True))
        if norm not in _BETWEEN or words[at + 1].brk == 2:
            return False
    return False


def _possessed(utterance: Utterance, index: int) -> bool:
    """ "we need our agents to …", "I have two employees": people of theirs."""
    before = utterance.norms(max(0, index - 3), index)
    counted = before[-1:] and (before[-1].isdecimal() or before[-1] in ("two", "three", "four", "five", "six", "ten", "twenty", "many", "several", "few", "all"))
    return bool({"my", "our", "their", "estate", "travel", "insurance", "letting"} & set(before)) or bool(counted)


def _sent(utterance: Utterance, index: int, start: int, end: int, *, ours: bool) -> bool:
    """ "let a person decide", "could someone look at it", "have somebody ring me": what the person is to do for us."""
    after = utterance.norms(index + 1, min(end, index + 6))
    before = utterance.norms(start, index)
    if before[-1:] and before[-1] in _LOOKED_AT:
        return False  # "a website people can look at"
    while after[:1] and after[0] in _BETWEEN | {"else", "will", "can't", "has", "yours", "there", "proper"}:
        after = after[1:]
    if not after or after[0] not in _DEALS or _possessed(utterance, index):
        return False
    told = bool({"let", "have", "get", "can", "could", "should", "may", "might", "would", "must", "want", "need", "ask", "like", "rather", "prefer", "send", "is", "there", "please", "will", "find"} & {*before, *utterance.norms(index + 1, index + 3)})
    if not told or not _by_us(utterance, index, start):
        return False
    rest = set(utterance.norms(index + 1, end))
    toward = bool({"me", "us", "it", "this", "that", "over", "decide", "the", "everything", "my", "touch"} & rest) or ours
    return toward and not {"online", "appointment", "appointments", "book", "website", "site", "form", "forms"} & rest


def _there(utterance: Utterance, index: int, start: int, end: int) -> bool:
    """ "is there anybody I can talk to", "isn't there a human being?"."""
    before, after = utterance.norms(max(start, index - 5), index), utterance.norms(index + 1, min(end, index + 8))
    exists = "there" in before and bool({"is", "isn't", "are", "aren't"} & set(before))
    if exists and _ours(utterance, index) and utterance.words[index].norm not in _ANYBODY - {"person", "people"}:
        return True
    reached = bool({"i", "we"} & set(after)) and bool((_SPEAKS | {"call", "ring", "phone", "reach", "contact", "ask"}) & set(after))
    return reached and not _STORY & set(after) and (exists or bool({"have", "got", "need", "want", "know"} & set(before)))


def _whether(utterance: Utterance, at: int) -> bool:
    """ "am I talking to a person or a robot?", "I was speaking to somebody": no wish."""
    before = utterance.norms(max(0, at - 4), at)
    return bool(_WHETHER & set(before[-3:])) or bool(_STORY & set(before)) or bool({"i'm", "we're", "you're", "been", "he's", "she's"} & set(before[-2:]))


def _by_us(utterance: Utterance, at: int, start: int) -> bool:
    """The verb at `at` is a command or a wish of theirs, not denied, not told of others, not only if."""
    before = utterance.norms(max(start, at - 7), at)
    return not (_UNLESS & set(_own_clause(utterance, at, start)) or _STORY & set(before[-4:]) or _of_others(utterance, at))


def _own_clause(utterance: Utterance, at: int, start: int) -> tuple[str, ...]:
    begin = at
    while begin > start and utterance.words[begin].brk == 0 and at - begin < 8:
        begin -= 1
    norms = utterance.norms(begin, at)
    for tag in (("why", "don't"), ("can't", "i"), ("can't", "we"), ("couldn't", "i"), ("couldn't", "we"), ("won't", "you")):
        for i in range(len(norms) - 1):
            if norms[i : i + 2] == tag:
                return norms[:i]
    return norms


def _others_call(utterance: Utterance, at: int) -> bool:
    """ "families telephone us": several of somebody stand right before the verb."""
    before = utterance.words[at - 1] if at and not utterance.words[at].brk else None
    return before is not None and before.norm.endswith("s") and len(before.norm) > len("lets") and before.norm not in ("please", "always", "thanks", "let's", "colleagues", "yours")


def _leave_it(utterance: Utterance, at: int) -> bool:
    """ "customers want to leave their number for a call back": who is called back is said before it, and it isn't us."""
    start, end = utterance.sentence(at)
    said = set(utterance.norms(start, end))
    return "leave" in said and bool({"their", "his", "her"} & said) and not {"me", "us", "i", "my"} & said


def _of_others(utterance: Utterance, at: int) -> bool:
    """The subject is the customer's own people: "our patients want to talk to a person"."""
    start, _ = utterance.sentence(at)
    before = utterance.norms(max(start, at - 6), at)
    ours = before[-2:-1] in (("sales",), ("support",), ("service",)) or "your" in before
    return bool(_OTHERS & set(before)) and not ours and not {"i", "we", "let"} & set(before[-3:])
