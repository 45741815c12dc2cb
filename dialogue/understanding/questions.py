"""Questions: whether one was asked, about what, and which words are the question."""

import re

from dialogue.patterns import regex
from dialogue.understanding.asked_terms import asked_term

_QUESTION = regex(
    r"(?i)(?:^|[.!?,;]\s*|:\s+|\b(?:but|and|yes|no|ok(?:ay)?|first|also|lol|haha|hey|hi|hello|sorry|wait|hm+|well|sir|madam|ma'am|dear|please|kindly)[\s,]+)(?:(?:but|and|or|so|then|well|hm+|oh|ah)[\s,]+)*(?:(?:may|can|could|might)\s+(?:i|we)\s+(?:just\s+|quickly\s+|first\s+)*ask(?:\s+you)?(?:\s+(?:first|quickly|something|one\s+thing|before\s+that))*[\s,:]+)?(?:(?:in|at|to|for|from|of|on|with|by|under|about|until|since)\s+)?(whom|whose|what|what's|whats|why|how|which|who|when|where|is|are|can|could|do|does|will|would|may|should|explain|tell me|remind me|compare|am|did|has|have)\b((?:[^.!?]|\.(?=\w))*)(\?)?"
)
SURVIVES = regex(
    r"(?i)\b(?:surviv\w+|outliv\w+|withst\w+)\b[^.!?]{0,60}\b(?:region|site|data\s?cent(?:er|re)|outage|fire|flood|power|cut|loss|failure|crash|one|disaster|goes|fails|burns)\b|\bwhat\s+(?:happens|happened|would\s+happen|if)\b[^.!?]{0,40}\b(?:data\s?cent(?:er|re)|region|site|building)\b[^.!?]{0,20}\b(?:burns?|fails?|goes|floods?|down|explodes?|dies|lost|offline|away)\b"
)
_TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("leaving", regex(r"(?i)\b(?:take|get|export|download|move|carry|pull)\s+(?:all\s+)?(?:of\s+)?(?:our|my|the)\s+(?:data|files|stuff|content)\s+(?:with\s+(?:us|me)|out|away|elsewhere|back|home)\b|\block(?:ed)?[- ]?in\b|\bvendor\s+lock\b")),
    ("proposals", regex(
        r"(?i)\b(?:which|what)\s+(?:apps?|applications?|tools?|software|programs?|ones?)\s+(?:(?:do|would|could|can|did)\s+you\s+(?:usually\s+|normally\s+)?(?:suggest|recommend|propose|advise)|(?:would|do|could|might|should)\s+(?:you\s+say\s+)?(?:suit|fit|help|make\s+sense|be\s+(?:good|useful|right|best)|we\s+(?:take|use|have|need)))|"
        r"\bwhat\s+(?:do|would|could)\s+you\s+(?:suggest|recommend|propose|advise)\s+for\s+(?:a|an|us|our|my|someone|somebody|people)\b(?!\s+(?:region|size|machine|server|location))"
    )),
    ("domain", regex(r"(?i)\b[a-z0-9-]+(?:\.[a-z0-9-]+){1,3}\s+(?:\w+\s+){0,2}?(?:free|available|taken|gone|used|in\s+use|ours|possible|allowed)\b|\b(?:free|available|taken|gone)\b[^?]{0,20}\b[a-z0-9-]+(?:\.[a-z0-9-]+){1,3}")),
    ("apps", regex(r"(?i)\b(?:(?:do|would) you (?:have|offer)|have you(?: got)?|is there|are there) (?:anything|something|any(?: kind of)? (?:apps?|tools?|programs?|software)|an? (?:apps?|tool|program)) (?:for|to)\b")),
    ("survive", SURVIVES),
    ("help", regex(r"(?i)\b(?:what\s+(?:is\s+it\s+(?:that\s+)?)?(?:do\s+)?you(?:\s+(?:actually|really))?\s+(?:can\s+)?(?:do|offer|help\s+(?:me|us)?\s*with)(?:\s+for\s+(?:me|us|people))?|what\s+you(?:'re|\s+are)\s+(?:for|able\s+to\s+do)|what\s+(?:are\s+you|is\s+this)\s+for|how\s+(?:can|do)\s+you\s+help(?:\s+(?:me|us))?)(?=\s*[?.!,]*$)")),
    ("login", regex(r"(?i)\b(?:log\s?-?in|sign\s?-?in|log\s+on|get\s+in(?:to\s+it)?|access\s+(?:it|the\s+(?:cloud|console|apps?)))\b[^.!?]{0,30}\??$|\bhow\s+(?:do|will|can|would)\s+(?:we|i|people)\s+(?:use|reach|open|find|enter)\s+(?:it|that|the\s+(?:cloud|console|apps?))\b")),
    ("people", regex(r"(?i)\bhow\s+many\s+(?:people|users|visitors|customers|clients|members|staff|employees|guests|colleagues|accounts|logins)\s+(?:can|could|may|will|does|do|is|are|would)\b|\b(?:limit|maximum)\b[^.!?]{0,20}\b(?:people|users|visitors)\b")),
    ("recommend", regex(r"(?i)^(?:and\s+|so\s+)?what\s+(?:do|would|could|should|can|did)\s+(?:you|we|i)\s+(?:usually\s+|normally\s+|personally\s+)?(?:suggest|recommend|advise|propose|take|pick|choose)(?:\s+(?:to\s+)?(?:us|me|here|then|instead|for\s+(?:us|me)))*\s*[?.!]*$")),
    ("nearest", regex(r"(?i)\b(?:anything|something|one|region|location|site|(?:data\s?cent(?:er|re)))\b[^.!?]{0,25}\b(?:closer|nearer)\b|\b(?:closest|nearest)\b[^.!?]{0,20}\b(?:to\s+(?:us|me|here)|you\s+(?:have|can))")),
    ("where", regex(r"(?i)^(?:and\s+|so\s+|but\s+)?where\s+(?:will|would|is|are|does|do)\s+(?:it|that|this|everything|our\s+cloud|my\s+cloud|the\s+cloud|my\s+stuff|our\s+stuff)\s*(?:all\s+)?(?:be|stand|sit|live|run|stay|go|located|hosted|running|standing|now)?(?:\s+(?:be|located|hosted|running|then|now|exactly|physically))*\s*[?.!]*$|\bwhich\s+(?:one|region|site|location)?\s*(?:is|comes|will\s+be|would\s+be)\s+(?:the\s+)?(?:first|main|primary|leading)\b")),
    ("later", regex(r"(?i)\b(?:change|adjust|modify|add|upgrade|resize|scale|switch|move|rename|grow|cancel|extend|alter|swap|undo)\w*\b[^.!?]*\b(?:later|afterwards|in the future|any ?time|at any time|once it(?:'s| is))\b")),
    ("plans", regex(r"(?i)\b(?:tenant plans?|tenants?|omr|rials?|app plans?|marketplace plans?)\b")),
    ("price", regex(r"(?i)\b(?:costs?|costing|prices?|priced|pricing|pricey|how much|expensive|dear(?:er)?|cheap|cheaper|pay(?:ing|able)?|owe|monthly|per month|a month|each month|fees?|bill|billed|charges?|charged|damage|quote|budget|rates?|the total|set (?:me|us) back|run (?:me|us)|come to|spend|euros?|money|afford\w*)\b")),
    ("plan", regex(r"(?i)\b(?:read (?:it|that|the plan) back|(?:show|see|tell me|what(?:'s| is)) (?:me )?(?:the|my|our) plan|what do (?:we|you) have|so far|summar\w+|what have (?:you|we) got|current plan|overview|what am i (?:agreeing|saying yes|signing|buying|getting|paying for|confirming))\b")),
    ("missing", regex(r"(?i)\b(?:what (?:else|more|is missing|do you (?:still )?need|now|next)|what(?:'s| is| comes| happens)? (?:next|now|then)\b|are we (?:done|finished|there|ready|through|good)|where are we(?: now)?(?= *[?.!]*$)|is that (?:all|it|everything)(?= *[?.!]*$)|anything else(?: you need)?|still need|missing|left to do|next step)\b")),
    ("status", regex(r"(?i)\b(?:(?:being|been) (?:created|built|made)|how far|status|progress|is it (?:ready|done|up|finished)|what (?:has )?happened|what went wrong|done yet|ready yet|how is it going|eta)\b")),
    ("duration", regex(r"(?i)\bhow long\b|\bhow (?:fast|quickly|soon)\b|\bwhen (?:will|would|can) (?:it|that|this|i|we)\b")),
    ("region", regex(r"(?i)\b(?:regions?|locations?|data ?cent(?:er|re)s?|where (?:is|are|will|would|can|do|does)(?! (?:you|we|i) (?:send|write|reply|mail|post|start|begin|sign|click|pay|look))|countries|(?:which|what) (?:city|cities|country|town|place|continent))\b")),
    ("size", regex(r"(?i)\b(?:cheapest|smallest|biggest|sizes?|control[\s-]planes?|how (?:big|large|powerful)|machines?|(?<!mail )servers?|skus?|cpx\d+|ccx\d+|cax\d+|cores|ram)\b")),
    ("apps", regex(r"(?i)\b(?:apps?|applications?|software|programs?|catalog(?:ue)?|install(?:ed|able)?|mail server|crm)\b")),
    ("sovereign", regex(r"(?i)\bsovereigns?\b")),
    ("workers", regex(r"(?i)\bworkers?\b|\bnodes?\b")),
    ("ha", regex(r"(?i)\bhigh(?:ly)? availab\w+|\bHA\b")),
    ("domain", regex(r"(?i)\b(?:domains?|subdomain|dns|address|fqdn|pool)\b")),
    ("mesh", regex(r"(?i)\b(?:mesh|cilium)\b")),
("inside", regex(r"(?i)\b(?:(?:in|inside|within|out\s+of|outside)\s+(?:the\s+)?(?:EU|European\s+Union|Europe)|(?:stays?|kept|remains?|leaves?|leave)\s+(?:in\s+|inside\s+)?(?:the\s+)?(?:EU|Europe|European\s+Union)|(?:gdpr|dsgvo)[- ](?:compliant|conform|ok|safe))\b")),
    ("residency", regex(r"(?i)\b(?:residency|gdpr|compliance|compliant|hipaa|data stay|dora|nis2)\b")),
    ("storage", regex(r"(?i)\b(?:object storage|storage|buckets?|s3|backups?)\b")),
    ("code", regex(r"(?i)\b(?:code|verify|verification)\b")),
    ("ssh", regex(r"(?i)\b(?:ssh|keys?)\b")),
    ("security", regex(r"(?i)\b(?:secure|security|safe|safely|safety|privacy|private|encrypt\w*|confidential|hack\w*|(?:who|anyone|anybody|someone|somebody|they|staff|employees|others)\b[^.!?]{0,30}\b(?:see|sees|read|reads|access|look at|get hold of)\b[^.!?]{0,20}\b(?:data|files|it|this|that|mails?|what|write|type|say|information))\b")),
    ("emulator", regex(r"(?i)\b(?:(?:what )?happens (?:if|when|after|once) i (?:say|confirm|agree|accept|do)|emulator|real cloud|is this real|demo|demonstration|simulat\w+)\b")),
    ("provider", regex(r"(?i)\b(?:provider|hetzner|aws|azure|amazon|google cloud|oracle)\b")),
    ("smalltalk", regex(r"(?i)\bhow(?:'s| is| are| do)? (?:it going|you|things|are you|do you do|your day)(?: (?:today|doing|doing today))?(?= *[?.!]*$)|\bwhat's up\b")),
    ("who", regex(r"(?i)\b(?:who are you|who am i (?:talking|speaking|chatting)|who is (?:this|there)|(?:am|are) (?:i|we) (?:really |actually |now )?(?:talking|speaking|chatting) (?:to|with)|do (?:i|we) (?:talk|speak|chat) (?:to|with)|(?:person|human|people) or (?:a |an )?(?:robot|bot|machine|computer|program|ai)|(?:robot|bot|machine|computer|ai) or (?:a )?(?:person|human)|is (?:this|that|it) (?:a |an )?(?:real |actual )?(?:person|human|bot|robot|machine|computer|ai)|(?:person|human|somebody|someone) behind|do you (?:ever )?(?:sleep|eat|dream|get tired)|what(?:'s| is) this(?= *\?*$)|what are you|are you (?:a |an )?(?:bot|human|robot|person|ai|real)|your name|which (?:model|llm))\b")),
    ("help", regex(r"(?i)\b(?:help|what can (?:you|i)|how does (?:it|this) work|options|possible)\b")),
    ("why", regex(r"(?i)^why\b|\bwhy\b")),
)  # fmt: skip
_POLITE = regex(
    r"(?i)^(?:can|could|would|will|may) (?:you|we|i|it|that|this|(?-i:[A-Z][\w&'-]+(?: [A-Z][\w&'-]+){0,3})(?= (?:go|be|have|get|use|live|sit|stay|move|run)\b))\b(?! (?:tell|explain|say|show|repeat|help|export|take (?:our|my|all (?:of )?our) (?:data|files|stuff|content)|get (?:our|my) (?:data|files) (?:out|back)))(?![^.!?]*\b(?:later|afterwards|any ?time)\b)|^what about\b|^how about\b|^is (?:it|that) (?:ok|okay|fine|possible) (?:if|to)\b|^do you mind\b|^why not\b|^why don't (?:we|you)\b|^can (?:it|that) be\b"
)
_CLEFT = regex(r"(?i)^(?:all|what|whatever)\s+(?:we(?:'re|'d|'ve)?|i(?:'m|'d|'ve)?|they|(?:our|my|the)\s+\w+)\s+(?:\w+\s+){0,4}?(?:need|needs|want|wants|wish|wishes|desire|lack|lacks|miss|missing|require|requires|like|love|prefer|looking\s+for|after)\b[^.!?]{0,30}?\s(?:is|are|would\s+be)\b|(?i:^(?:all|what)\s+(?!is\b|are\b|do\b|does\b|would\b|about\b|can\b)[^.!?]{3,120}?\s(?:is|was|would\s+be)\s*,?\s*(?:that\b|the\s+following|this:|as\s+follows|:))")
""" "What we're missing is a website": no question, but a wish."""
_STATES = regex(r"(?i)^(?:should|will) be\b|^is (?:called|fine|good|ok|in|a)\b|^are (?:called|fine|good|ok|in|a|based)\b")
"""The rest of a statement ("our shop is in Ghent"), when no question mark ends it."""
_COMMAND = regex(r"(?i)^(?:explain|tell me|remind me|what does|define|describe|compare)\b")
_UNMARKED = regex(
    r"(?i)^(?:(?:do|did) (?:you|i|we|they)|(?:does|is|will|would|has) (?:it|that|this|there|the|my|our|a|an|one|everything)|should (?:i|we|it)|"
    r"are (?:there|you|they|we)|am i|have you|(?:is|are) [\w.' -]{2,40}? (?:any good|included|possible|available|worth (?:it|having)|good enough|open source|reliable|popular|free(?= *[?.!]*$)|better than|cheaper than)\b|(?:what|who|why|when|where|how)(?:'s)?\s+(?:is|are|was|were|will|would|does|do|did|can|could|should|has|have|happens|exactly)\b|(?:what|who|where|how)'?s\b|(?:what|how) (?:kind|sort|many|much|long|far|often|big|safe|fast)\b|would (?:you say|\w+ be (?:better|cheaper|faster|enough)))\b(?! in\b)"
)
"""A question by its order of words, at the very beginning, that needs no mark (speech has none)."""
_EXPLAINS = regex(
    r"(?i)\b(?:what(?:'?s|\s+is|\s+are|\s+does|\s+do|\s+can|\s+would|\s+exactly|\s+kind|\s+sort)|differ(?:s|ent|ence|ences)?|compared?|comparison|explain|describe|tell\s+(?:me|us)|better|versus|vs\.?|good\s+for|used?\s+for|how\s+(?:do|does|is|are)|which(?:\s+one)?\s+(?:is|of|should|would|do|suits|fits))\b"
)
_HAD = regex(r"(?i)\b(?:have|offer|install(?:ed|able)?|available|included|possible|supported?|get)\b")


def asks_to_explain(text: str) -> bool:
    """What something is or how things differ, and not whether it can be had."""
    return _EXPLAINS.search(text) is not None and _HAD.search(text) is None


_COSTS = regex(r"(?i)\b(?:costs?|prices?|how much|expensive|more money|pay)\b")
_DEFINES = regex(r"(?i)^(?:what(?:'s| is| are| does| do| kind)|whats|which|who|why|where|when|explain|define|describe|tell me)\b")
_ELLIPTIC = frozenset({"price", "duration", "status", "plans", "missing"})
"""What a few words with a question mark ask about ("and the damage per month?"); of other things they may be a wish."""
_FEW = 8
_BEHIND = regex(
    r"(?i)(?:^|[.!?,;:]\s+|\b(?:but|and|so|please)\s+)(?P<what>(?!(?:yes|yeah|no|nope|ok(?:ay)?|so|and|but|well|sorry|hey|hi|hello|wait|oh|ah|hm+|thanks|great|good|fine|right|sure|then|please|now|also|exactly|cool|nice|perfect|alright|first|er|um|uh)\b)(?:the\s+|this\s+)?[\w.-]+(?:\s[\w.-]+)?[\s,]+(?P<word>where|how\s+(?:big|far))\s+(?:is|are|was)\s+(?:it|that|they|this)\b[^.!?\n]*\??)"
)
"""A question behind what it asks about ("Hillsboro, where is it")."""
_PRONOUN = regex(r"(?i)^(?:what(?:'s| is| are| does| do| would)?|whats|which is|why|explain|how do|how does)\s+(?:that|it|this|those|these|they|them|one)\b(?:\s+(?:mean|means|for|exactly|actually|then|again|do|about|be|are|is|good for|work|called|needed|even))*\s*[?.!]*$")
"""A question about what was just spoken of."""
_LEADS = regex(r"(?i)^(?:(?:and|but|so|ok(?:ay)?|well|then|hey|hi|hello|yes|no|lol|haha|hah|hm+|um+|wait|sorry)[\s,]+)*")
_NO_THINGS = frozenset({"smalltalk", "who", "help", "why", "missing", "status", "plan"})
_ABOUT = frozenset({"mesh", "ssh", "security", "storage", "duration", "price", "code", "sovereign"})
_OF_CHANGES = frozenset({"unknown", "region", "size", "workers", "ha"})
_ALWAYS_ASKS = frozenset({"what", "what's", "whats", "why", "how", "explain", "tell me", "who", "when"})


def _first(text: str) -> int:
    """Where the first word stands that does more than lead in."""
    leads = _LEADS.match(text)
    return leads.end() if leads else 0


def supposes(topic: str, body: str) -> bool:
    """The question asks what a change would mean ("how much with two workers?"), not what a word means."""
    return topic == "price" or topic in _OF_CHANGES and _DEFINES.match(body) is None


def topic_of(text: str) -> str | None:
    """The last thing spoken of that can be asked about."""
    found = [(m.start(), topic) for topic, pattern in _TOPICS if topic not in _NO_THINGS for m in pattern.finditer(text)]
    return max(found)[1] if found else None


def asks_what_that_is(body: str) -> bool:
    """ "what is that?", "what does it mean?": about what was just spoken of."""
    return _PRONOUN.match(body.strip()) is not None


def _elliptic(text: str) -> tuple[str, tuple[int, int]] | None:
    """ "And the damage per month?", "price?": a question without a verb."""
    if "?" not in text:
        return None
    start = 0
    for mark in re.finditer(r"[.!?\n]+(?=\s|$)", text):
        sentence = text[start : mark.start()]
        if "?" in mark.group() and len(sentence.split()) <= _FEW and "@" not in sentence and not _POLITE.match(sentence.strip()):
            for topic, pattern in _TOPICS:
                if topic in _ELLIPTIC and pattern.search(sentence):
                    return topic, (start, mark.end())
        start = mark.end()
    return None


_FURTHER = regex(r"(?i)\s*(?:is\s+it\s+[\w .'-]{2,30}\s+or\s+[\w .'-]{2,30}\?|(?:and|or|what\s+about|how\s+about|and\s+what\s+about)\s+(?!(?:can|could|would|will|do|does|is|are|how|what|why|when|where|which|who)\b)[\w .'-]{2,30}\?)")


def _before_address(body: str, begin: int) -> tuple[str, int]:
    """A question that runs on into an address ("where do you send things, oh, box@a.example") ends before it, and where that is."""
    if "@" in body:
        told = re.split(r"[,;:]?\s+(?=\S+@)", body, maxsplit=1)[0]
        told = told.rsplit(",", 1)[0] if "," in told else told
        body = told if "@" not in told else ""
    return body, begin + len(body)


def _topic(body: str) -> str | None:
    return asked_term(body) or next((topic for topic, pattern in _TOPICS if pattern.search(body)), None)


def question(text: str) -> tuple[str, tuple[int, int]] | None:
    """The topic and the characters of the question; (0, 0) when its words stand in for no question of form."""
    if behind := _BEHIND.search(text):
        return ("region" if behind["word"].lower() == "where" else "unknown"), (behind.start("what"), behind.end())
    for match in _QUESTION.finditer(text):
        body, end = _before_address(text[match.start(1) : match.end()], match.start(1))
        first = match.start(1) == _first(text)
        if match.group(3) is not None and (further := _FURTHER.match(text, end)):
            end = further.end()  # "do you have bookstack? and vaultwarden?"
        marked = match.group(3) is not None or (first and (_UNMARKED.match(body) is not None or body.lower().startswith("which ")))
        word = match.group(1).lower()
        if match.group(3) is None and _CLEFT.match(body):
            continue
        if (_POLITE.match(body) and not _COSTS.search(body) and not SURVIVES.search(body)) or (_STATES.match(body) and not marked) or not (marked or word in _ALWAYS_ASKS or _COMMAND.match(body)):
            continue
        if (topic := _topic(body)) is not None:
            return topic, (match.start(1), end)
        if marked or _COMMAND.match(body):
            return "unknown", (match.start(1), end)
    if elliptic := _elliptic(text):
        return elliptic
    about = re.match(r"(?i)(?:and |but |ok(?:ay)? |so )?(?:what|how) about (?:the |my |our |a |an )?(.+)", text)
    for topic, pattern in _TOPICS:
        if about and topic in _ABOUT and pattern.search(about.group(1)):
            return topic, (0, len(text))
    if re.fullmatch(r"(?i)(?:please |i need (?:some )?)?help(?: me)?(?: please)?[\s.!]*", text):
        return "help", (0, len(text))
    if re.search(r"(?i)\b(?:read (?:it|that|the plan) back|show me the plan|how much)\b", text):
        return ("price" if "how much" in text.lower() else "plan"), (0, 0)
    return None


_BEYOND = regex(
    r"(?ix)^(?:(?:and|but|so|ok(?:ay)?|well|then|hey|hi|hello|please|also|now|just|great|cool|thanks)[\s,.!]+)*(?:(?:can|could|will|would)\s+(?:you|u)|i\s+(?:want|need|would\s+like|'d\s+like)\s+you\s+to|do\s+me\s+a\s+favou?r)\b.*\w"
    r"|^(?:please\s+|now\s+|then\s+|and\s+)*(?:write|sing|draw|paint|cook|bake|tell|play|book|order|buy|sell|translate|compose|solve|calculate|dance|guess|rate|roast|imagine|pretend|act|recite|send|email|print|summarise|summarize|google|search|browse|hack|"
    r"run|execute|open|show|list|give|reveal|output|dump|sudo|curl|ssh|kubectl|drop|select)\s+(?:me\s+|us\s+|a\s+|an\s+|the\s+|your\s+|my\s+|some\s+|this\s+)*\w+"
)


def asks_beyond(text: str) -> bool:
    """Something is asked of us, in whatever words; told when nothing of it is ours to do."""
    return _BEYOND.match(text.strip()) is not None
