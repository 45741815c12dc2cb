"""Small constructions put in plainer words before anything is read: shorthand of the thumb and of the trade, what is counted in pieces,
a region by its number, a change of mind between dots, a mail address that is taken back in the same breath.

Each stands by its own cue, needs nothing of ours to be plain, and leaves every other word where it was.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from dialogue.patterns import regex
from dialogue.understanding.more_rewordings import ROWS as MORE_ROWS
from dialogue.understanding.numbers import COUNT
from dialogue.understanding.rewordings import ROWS

_MACHINES = r"(?:worker|node|machine|server|box|vm|instance|region|site)"
_ORDINAL = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth"}
_PIECES = regex(rf"(?i)\b(?P<n>{COUNT})\s*(?:nos?\.?|numbers|pcs\.?|pieces(?:\s+of)?|units(?:\s+of)?|qty\.?)\s+(?=(?:\w+\s+)?{_MACHINES}s?\b)")
""" "three nos. worker nodes", "2 pcs workers"."""
_NOT_EACH = regex(rf"(?i)\b(?P<total>(?:in\s+total|altogether|all\s+told|combined|overall)\b[^.;!?\n]{{0,40}}?),?\s+(?:and\s+)?not\s+{COUNT}\s+(?:each|per|apiece|in\s+each|for\s+each|a\s+(?:site|region|piece))(?:\s+(?:one|region|site|place|location))?\b")
""" "7 in total over the two regions, not 7 each"."""
_BY_NUMBER = regex(r"(?i)\b(?:the\s+)?(?P<what>region|site|location)\s*(?:#|no\.?\s?|nr\.?\s?|number\s)?\s*(?P<n>[1-5])(?=\s+(?:to|into|with|by|for|can|could|should|may|must|is|becomes?|goes|go|out|away|please|instead)\b|\s*(?:->|=>|→|[.!,;]|$))(?!\s*[,.]\d)")
_STANDING = regex(r"(?i)\bthe\s+(?P<n>first|second|third|fourth|fifth|last)\s+(?:region|site|location)(?=\s+(?:to|into|with|by|can\s+go|goes|out|away)\b)")
""" "change the second region to hil": one that stands, and no count."""
_HASH = regex(r"(?i)(?<![\w#&/])#\s?(?P<n>[1-5])(?=\s+(?:to|into|with|by|can|should|may|must|is|becomes?|goes|go|out)\b|\s*(?:->|=>|→))")
_DOTS_NO = regex(r"(?i)(?<=\w)\s*(?:\.{2,}|…|-{2,}|–|—)\s*(?:nah|naw|nope|no|wait|actually)(?:\s+(?:wait|no|actually|scratch\s+that))?[\s,.]+(?=\w)")
""" "helsinki.. nah falkenstein"."""
_NAH = regex(r"(?i)(?<=\w),\s*(?:nah|naw|nope)[\s,]+(?=\w)")
_MAIL = r"(?:[\w.+-]+@[\w.-]+\w|(?:[a-z][\w-]*)(?:\s+(?:dot|dash|underscore)\s+[\w-]+)*\s+at\s+[\w-]+(?:\s+(?:dot|dash)\s+[\w-]+)+)"
_OLD_MAIL = regex(
    rf"(?i)(?P<old>{_MAIL})[\s,.;:–—-]*(?:(?:no|nope|nah|wait|sorry|oh|hang\s+on|hold\s+on|actually)[\s,.]+)*(?:that|this|it)(?:'s|s|\s+is|\s+was|\s+would\s+be)\s+(?:(?:the|my|our|an?)\s+)?(?:\w+\s+)?(?:old|wrong|former|previous|other|private|personal|dead|ex|outdated|not\s+right)\b"
    rf"[^.;!?\n@]{{0,60}}?[,.;:–—-]+\s*(?=[^@]{{0,60}}?{_MAIL})"
)
""" "it's info@a.example, no that's the old one, nobody reads that, it's hello@a.example"."""
_NOT_THAT_MAIL = regex(
    rf"(?i)(?P<old>{_MAIL})[\s,;:–—-]+[^@.;!?]{{0,30}}?\b(?:don't|dont|do\s+not|never|please\s+not|not\s+to)\s+(?:use|take|write\s+to|mail|put|enter)\s+(?:that|this|it|the\s+first)(?:\s+one)?\b"
    rf"(?=[^@]{{0,60}}?{_MAIL})"
)
""" "my own address is a@x.example, but don't use that one, use b@x.example"."""
_IS_THE_NAME = regex(r"(?i)(?<![,.;!?])(?P<before>\s)(?P<name>the\s+(?:[^\W\d_][\w'’-]*\s+){1,3}?)is\s+(?:the|our)\s+name\b(?!\s+of)")
_WHAT_I_MEAN = regex(r"(?i)\b(?:no|nope)\b[^.;!?\n@]{3,50}?\bwhat\s+(?:i|we)\s+(?:really\s+|actually\s+)?(?:mean|meant|want|wanted|need|needed)\s+(?:is|was)\s+")
_NOT_TOTAL = regex(rf"(?i),?\s+(?:and\s+|but\s+)?not\s+(?:{COUNT}\s+)?(?:in\s+total|altogether|all\s+told|overall|combined)\b")
_SHOPS = regex(
    r"(?i)\b(?:one|the\s+(?:first|main)|our\s+(?:first|main))\s+(?P<what>shop|store|office|branch|studio|clinic|practice|workshop|salon|gallery|restaurant|cafe|café|school|house|site|factory|plant|warehouse)\s+(?:is|sits|lies|stands)\s+"
    r"(?:in|at)\s+(?P<a>[^,.;!?]{2,30}?),?\s+(?:and\s+)?(?:the\s+(?:other|second)|another|a\s+second|one)(?:\s+(?:one|shop|office|branch))?\s+(?:(?:is|sits|lies|stands)\s+)?(?:in|at)\s+"
)
""" "one shop is in Zagreb, the other in Split": where they are, not where anything is hosted."""
_THE_ONE_IN = regex(
    r"(?P<city>\b[A-Z][\w'’-]+)\s*[-–—,(]+\s*(?:(?:i|I)\s+mean\s+)?(?:the\s+(?:one|city|town)|that\s+is|I\s+mean|meaning)\s+in\s+(?P<within>[A-Z][\w ]+?)\)?(?:,?\s+(?:and\s+)?not\s+(?:the\s+(?:\w+\s+)?one\s+)?in\s+[A-Z]\w+(?:\s+[A-Z]\w+)?)?\)?(?=\s*[,.;!?)]|\s*$|\s+(?:and|but|mail|e-?mail)\b)"
)
""" "Birmingham - the one in Alabama, not the one in England"."""
_THERE_TOO = regex(r"(?P<first>\b(?:in|at|near|from)\s+(?P<place>[A-Z][\w'’-]+)\b[^.;!?\n]{2,60}?\b(?:in|at)\s+(?P=place))\s+(?:too|as\s+well|also)\b")
""" "we're in Dubai, so I want the server in Dubai too" is no second one."""
_STAY_WITH = regex(r"(?i)^\s*(?:ah|oh|ok(?:ay)?|well|right)?[\s,]*never\s*mind[\s,.;:–—-]+(?=(?:(?:then|so|in\s+that\s+case)[\s,]+)?(?:we|i)(?:'ll|\s+will|\s+can|\s+shall|'d)?\s+(?:just\s+)?(?:stay|keep|stick|live|manage|do|carry|go|make|use)\b)")
_THINGS_TO_CHANGE = regex(r"(?i)\b(?P<verb>change|fix|correct|update|alter|adjust)\s+(?:two|three|2|3|a\s+couple\s+of|a\s+few|some|several)\s+(?:more\s+|other\s+)?(?:things|points|details|bits)\b\s*(?=[:,–—-])")
_ONE_MORE = regex(r"(?i)^(?P<lead>[\s,]*(?:(?:well|oh|and|ok(?:ay)?|hm+|wait|right|sorry|actually)[\s,]+)*)(?:just\s+)?(?:one|1)\s+(?:more|last|other)(?:\s+(?:thing|wish|point|app))?\s*(?:[:,–—-]+|\.{2,})\s*(?=[a-z])")
_MISSPELLED = regex(r"(?i)\b(?:i|we)\s+(?:(?:just|have|'ve)\s+)?mis-?(?:spelled|spelt|typed|wrote|written)\s+(?:my|our)\s+(?:own\s+)?(?:company|firm|business|name|organi[sz]ation|shop)(?:'s)?(?:\s+name)?\s*[.,;:!–—-]+\s*(?=(?:it's|it\s+is|we're|that's|should)\b)")
_ONE_IS_ENOUGH = r"\b(?:just\s+)?one(?:\s+(?:region|site|location|of\s+(?:them|those|the\s+two)))?\s+(?:will\s+do|would\s+do|is\s+enough|is\s+plenty|suffices|is\s+fine)\b[\s,.;:–—-]+(?:(?:so|please|then|just)[\s,]+)*"
_ONE_KEPT = regex(rf"(?i){_ONE_IS_ENOUGH}(?:keep|leave|take|stay\s+(?:with|in))\s+(?P<a>(?-i:[A-Z])[\w'’-]+)(?=\s*(?:[,.;!?\n]|$))")
_ONE_TAKEN_OUT = regex(rf"(?i){_ONE_IS_ENOUGH}(?=(?:take|drop|remove|lose|leave|get\s+rid|ditch|delete|keep)\b)")
_IF_NONE = regex(
    r"(?i)\bif\s+(?:there(?:'s|\s+is|\s+are)|you\s+(?:have|offer|run)|you've\s+got)\s+(?:none|nothing|no\s+\w+|not\s+\w+)\s+(?:in\s+(?:the\s+)?[\w'’-]+|there|here|nearby)(?:\s+(?:yet|itself))?[\s,]+(?:then\s+)?(?=[a-z])"
)
""" "if there is none in Dubai, then Germany is fine"."""
_FAMILY_THEN = regex(r"(?i)^(?P<lead>[\s,]*(?:(?:ok(?:ay)?|well|right|so|hm+)[\s,]+)*)(?P<family>AMD|Intel|ARM|Ampere)\s+then[\s,]+")
_AS_IT_IS = regex(r"(?i)(?:^|(?<=[.!?]\s))[^.!?\n@]*\b(?:e-?mail|mail|address|domain|rest|size|name|region)\b[^.!?\n@]{0,60}[,;:–—-]\s*(?:(?:just|please|so)\s+)*leave\s+(?:it|that|them)(?:\s+(?:as\s+(?:it|they)\s+(?:is|are)|as\s+is|alone|like\s+that))?[\s.!]*$")
""" "the e-mail really is spelled the other way, leave it"."""
_WORKERS_STEP = regex(
    r"(?i)\b(?P<who>workers?|worker\s+nodes?)\b(?P<mid>[^.;!?\n]{0,30}?)\b(?:(?:(?:one|a|1)\s+(?:size|step|notch|level|number)\s+)(?P<dir>up|down|bigger|larger|smaller|higher|lower)|(?P<cmp>bigger|larger|smaller)(?=\s+than))"
    r"(?:\s+than\s+(?:the\s+)?(?:control\s+planes?|masters?|main\s+machines?|others?)(?:'s)?(?:\s+(?:has|have|is|are))?)?"
)
""" "the workers one size bigger than the control plane": a step, and no count."""
_AS_SECOND = regex(r"(?i)\b(?P<place>(?!it\b|that\b|this\b|one\b|them\b|region\b|site\b|location\b)[a-z][\w'’-]{3,})\s+as\s+(?:the\s+|our\s+|a\s+)?(?P<n>second|third)(?:\s+(?:one|region|site|location))?(?=\s*(?:[.,;!?\n]|$)|\s+(?:please|then|instead)\b)")
_SEE_A_SITE = regex(r"(?i)\b(?P<modal>should|must|can|could|shall|want\s+to|need\s+to|have\s+to)\s+(?P<first>[^.;!?,\n]{0,40}?\band\s+)?(?:also\s+)?(?:see|find|visit|look\s+at)\s+(?=a\s+(?:web\s?site|web\s?page|home\s?page|blog)\b)")
_PLUS = regex(r"(?<=[a-z])\s+\+\s+(?=[a-z])")
_LEAVE = regex(r"(?i)(?:^|(?<=[,.;!?\s]))(?:oh\s+|hm+\s+|well\s+)*(?:actually|wait|hang\s+on|hold\s+on|on\s+second\s+thoughts?)?[\s,]*\b(?:no|nah|nope)[\s,]+(?:leave|skip|forget|scrap|lose|ditch|bin|park|never\s+mind|forget\s+about)\s+(?:out\s+)?(?:the\s+|that\s+)(?P<what>[\w' -]{2,30}?)(?=\s*(?:[,.;!?\n]|$)|\s+(?:for\s+now|out|away|altogether|then|after\s+all|we|i|nobody|no\s+one|it)\b)")
_CORES = regex(r"(?i)\b(?:v?cpus?|cores?)\s*[:=]\s*(?P<n>\d{1,3})(?![\w.])")
_RAM = regex(r"(?i)\b(?:ram|memory|mem)\s*[:=]\s*(?P<n>\d{1,4})(?:\s*(?:gb|gib|g|gigs?))?(?![\w.])")
_IS_US = regex(r"(?i)^(?P<lead>(?:[^.!?\n:@]{2,30}[\s,]not\s[^.!?\n:@]{2,20}[:;.–]\s+)?(?:(?:and|so|oh|yeah|yes|well|right|hi|hey|no|ugh|gah|argh|wait|sorry|actually)[\s,.!]+)*)(?P<name>[^\W\d_][\w&'’.-]*(?:(?<!\bno\.)(?<!\byes\.)(?<!\bok\.)\s+[\w&'’.-]+){0,5}?)\s+(?:is|are|that's|thats|that\s+is)\s+(?:us|who\s+we\s+are|what\s+we(?:'re|\s+are)\s+called|our\s+name|the\s+name)(?=\s*(?:[.,;!\n]|$))")
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (regex(r"(?i)\b(?:shd|shld|shud|shoud)\b"), "should"),
    (regex(r"(?i)\b(?:cd|cld|cud)\s+(?=(?:you|u|we|i)\b)"), "could "),
    (regex(r"(?i)\bb4\b"), "before"),
    (regex(r"(?i)\b(?:gimme|gimmie)\b"), "give me"),
    (regex(r"(?i)\b(?:tho|tbh|ngl|imo|innit|pls|plz|plse)\b(?=\s*(?:[.,;!?\n]|$))"), "please"),
    (regex(r"(?i)^(?:sweet|grand|ace|brill|wicked|lush|sound|deadly|class|sorted)[\s,!.]+(?=(?:both|all|the|that|those|take|add|yes|i|we|let's|go|them|then)\b)"), "ok, "),
    (regex(r"(?i)\bthe\s+(?:little|young|wee)\s+(?:ones|folk|people|kids)\b"), "the children"),
)  # fmt: skip
_JUST_SIZE = regex(
    r"(?i)\bnot\s+(?:an?\s+|the\s+)?(?:extra[\s-]large|x-?large|xl|huge|biggest|largest|smallest|tiny|small|medium|large)(?:\s+(?:one|size|machine|server))?\b[^.!?\n]{0,30}?,\s*(?:(?:just|but|only|rather|simply)\s+)+(?:an?\s+|the\s+)?(?P<size>small|medium|large)\b(?!\s+(?:one|machine|size|server))"
)
""" "not the extra large one, that's silly, just large"."""
_OF_TWO = regex(r"(?i)\b(?:the\s+)?(?P<which>cheaper|cheapest|smaller|smallest|weaker|less\s+expensive|bigger|biggest|larger|largest|stronger|more\s+(?:expensive|powerful)|dearer|pricier)(?:\s+(?:one|option|machine|size|of\s+(?:the|those|these)\s+(?:two|three)|of\s+(?:those|these|them)|from\s+(?:those|these|them)|two))+")
_GEORGIA = regex(r"(?P<city>\b(?:in|from|near|at)\s+(?!Tbilisi|Batumi|Kutaisi|Rustavi|Gori\b|Poti\b|Zugdidi|Telavi|Borjomi|Mtskheta|Sighnaghi|Kobuleti|Marneuli)[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)?,?|\b[A-Z][\w'-]+,)\s+Georgia\b(?=\s*(?:[.,;!?\n]|$|\s(?:and|but|with|USA?|in)\b))")
""" "Atlanta, Georgia": a town tells more than the name that a country and a state share."""
_IN_TWO = regex(r"(?i)\b(?P<one>(?:in|at|near)\s+[\w' -]{3,30}?)\s+as\s+well\s+as\s+(?=(?:in|at|near)\s)")
_NEITHER = regex(r"(?i)[\s,;]+(?:and\s+)?(?:neither|none)\s+of\s+(?:which|them|these|those)\s+(?:may|can|could|should|must|is\s+allowed\s+to|are\s+allowed\s+to)\s+(?:be|sit|stand|lie|end\s+up)\s+(?=in\b)")
_CLOSE = r"as\s+(?:close|near)\s+(?:to\s+(?P<to>(?-i:[A-Z])[\w'’.-]*(?:\s+[\w'’.-]+){0,3}?)\s+as\s+(?:possible|you\s+can|it\s+gets)|as\s+(?:possible|you\s+can)\s+to\s+(?P<of>(?-i:[A-Z])[\w'’-]*))"
_CLOSE_ALONE = regex(rf"(?i)(?:^|(?<=[.!?;,]\s)){_CLOSE}")
_AS_CLOSE = regex(rf"(?i)\b{_CLOSE}")
""" "as close to Tokyo as possible": where it is to be, and not where they are."""
_BOOKS = regex(r"(?i)\b(?:keep|do|run)\s+the\s+books\s+(?:of|for|at)\s+(?=(?:the\s+)?(?-i:[A-Z]))")
""" "I keep the books of the Harbour Trust": what somebody does there, and no wish for a program."""
_AS_TOTAL = regex(r"(?i)\b(?:meant\s+)?as\s+(?:a|the)\s+(?:grand\s+)?total\b")
_NOR_EACH = regex(r"(?i),?\s+(?:and|but)\s+not\s+(?:for|in|per|at)\s+each(?:\s+(?:one|region|site|place|of\s+them))?(?=\s*(?:[.,;!?]|$))")
_EVERY = regex(r"(?i)\b(?P<lead>(?:be|sit|run|live|stand|present|active)\s+(?:present\s+|active\s+)?in\s+|(?:use|take|have|want|need|get)\s+)(?:every|each)\s+(?:single\s+|last\s+)?(?:one\s+of\s+your\s+|of\s+your\s+)?(?P<what>region|location|site)s?(?:\s+(?:that\s+|which\s+)?(?:you(?:'ve\s+got|\s+(?:have(?:\s+(?:got|to\s+offer))?|offer|can\s+offer|run|know))|there\s+is|on\s+offer|of\s+yours))?(?=\s*(?:[.,;!?]|$)|\s+(?:please|and|with|which|except|but|apart|bar)\b)")
_ADDED = regex(r"(?P<name>\b[A-Z][\w'-]+)\s+(?:was|were|is|be|gets?|being|could\s+be|should\s+be)\s+added(?:\s+to\s+(?:the\s+(?:ones|two|three|four|others)|those|what|them)\b[^.!?]*)?")
_FIRST_SECOND = regex(r"(?P<a>\b[A-Z][\w'-]+)\s+(?:being|is|as|to\s+be)\s+the\s+first(?:\s+(?:one|region|site))?,?\s+and\s+(?P<b>[A-Z][\w'-]+)\s+(?:(?:being|is|as|to\s+be)\s+)?the\s+second(?:\s+(?:one|region|site))?\b")
_GOES = regex(r"(?i)\b(?:give\s+up|drop|leave)\s+(?P<old>(?-i:[A-Z])[\w'-]+)\s+and\s+(?:go|move|switch|change)(?:\s+over)?\s+to\s+(?P<new>(?-i:[A-Z])[\w'-]+)(?:\s+instead)?")
_THEY = regex(r"(?i)\bthey(?:(?:\s+would|'d)\s+(?:like|prefer)|\s+(?:want|wish|need))\s+to\s+(?:be|run|sit)\s+(?=(?:in|at|under)\b)")
""" "they would like to be in Helsinki": whoever orders for somebody orders for them."""
_CALL_OFF = regex(r"(?i)\b(?:we|i|they)(?:'ll|\s+will)?\s+(?:(?:really|just|now|all|unfortunately|sadly)\s+)*(?:have|has|had|need|want|decided|ought|are\s+forced|would\s+like)\s+(?:to\s+)?call\s+(?:it|this|the\s+(?:whole\s+)?(?:thing|order|plan|project))\s+(?:all\s+)?(?-i:off)(?:\s+(?:entirely|altogether|completely|again))?")
_FIELD = regex(r"(?im)^(?P<what>[ \t]*(?:place|town|city|location|based|seat|where)\s*):\s*(?P<where>[A-Z][^\n:]{1,40})$")
""" "Place: Tbilisi", one line of a sheet that was pasted."""
_UNDER_LAW = regex(r"(?i)(?<!n't\s)(?<!not\s)(?<!nothing\s)(?<!never\s)\b(?:falls|fall|comes|come)\s+under\s+(?:the\s+)?(?=(?:GDPR|HIPAA|DORA|NIS\s?2)\b)")
_GIVE_UP = regex(r"(?i)\b(?:give|gives|gave|giving)\s+up\s+(?:on\s+)?(?=(?-i:[A-Z]))")
_TOPOLOGY = regex(r"(?i)\b(?P<what>topology|layout|set-?up|shape)\s+(?:which\s+is\s+|that\s+is\s+)?(?:called|named|known\s+as)\s+")
_TABLE = regex(r"\s+(?:over|on|across|at|round|around|under|off)\s+the\s+(?:\w+\s+)?table\b")
_MEANT_HOST = regex(r"(?i)\b(?:i|we)\s+(?:said|wrote|typed|put|gave\s+you)\s+(?P<old>[\w-]+(?:\.[\w-]+)+)[\s,]+(?:but|and|when)?\s*(?:i|we)\s+(?:really\s+)?(?:meant|mean)\s+(?P<new>[\w-]+(?:\.[\w-]+)+)(?=[\s,.;:–-]+[^@]{0,40}?[\w.+-]+@(?P=new))")
""" "I said acme.com but I meant acme.org, so jo@acme.org": all of it is about the address of the mail."""
_HIS_NUMBER = regex(r"(?i)\b(?:he|she|they|somebody|someone|people|(?:my|our|the)\s+\w+)\s+(?:(?:also|even|always|then|once|actually)\s+)*(?:said|says|thinks?|thought|told\s+(?:me|us)|reckons?|reckoned|claims?|claimed|insists?|insisted|suggested|recommended)\s+(?:that\s+)?(?:i|we)(?:'d|\s+would|\s+should)?\s+(?:need|want|take|have|get|use)(?:ed)?\s+(?P<what>[^.!?\n]{2,60})[.!?,]+\s*(?:[^.!?\n]{0,12}[!.]\s+)?(?=(?:but\s+|and\s+)?i\s+(?:told|said\s+to|answered)\s+(?:him|her|them)\s+(?:no|none|nothing|zero|that's\s+too|we\s+don't))")
""" "he also said I need ten workers, ten! I told him none"."""


def plainer(text: str) -> str:
    """`text` with those constructions put plainly."""
    low = text.lower()
    for pattern, plain in _WORDS if any(cue in low for cue in _WORD_CUES) else ():
        text = pattern.sub(plain, text)
    if "#" in text or "region" in low or "site" in low or "location" in low or "node" in low or "worker" in low:
        text = _by_number(text)
    if "nah" in low or "naw" in low or ".." in low or "…" in low or "--" in low or "—" in low or "–" in low or "nope" in low:
        text = _NAH.sub(", no, ", _DOTS_NO.sub(", no, ", text))
    if ":" in text or "=" in text:
        text = _RAM.sub(r"\g<n> GB", _CORES.sub(r"\g<n> cores", text))
    if "not " in low and ("total" in low or "altogether" in low or "combined" in low or "overall" in low or "all told" in low):
        text = _NOT_EACH.sub(r"\g<total>", text)
    if "not " in low and ("just" in low or "only" in low or "but" in low or "rather" in low or "simply" in low):
        text = _JUST_SIZE.sub(r"a \g<size> machine", text)
    if any(cue in low for cue in _OLD):
        text = _OLD_MAIL.sub("", text)
    if " us" in low or "our name" in low or "we are" in low or "the name" in low:
        text = _IS_US.sub(r"\g<lead>we are called \g<name>", text, count=1)
    text = _wordy(text, low)
    if "worker" in low and any(cue in low for cue in _STEPS):
        text = _WORKERS_STEP.sub(_step, text)
    if " told " in low or "answered" in low:
        text = _HIS_NUMBER.sub("", text)
    return text


class SkuLike(Protocol):
    """A machine size."""

    @property
    def id(self) -> str:
        """`cpx42`"""
        ...

    @property
    def vcpu(self) -> int:
        """Cores."""
        ...

    @property
    def ram_gb(self) -> int:
        """Memory, GB."""
        ...

    @property
    def monthly(self) -> float:
        """EUR."""
        ...


_LETTERS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("georgia", _GEORGIA, r"\g<city> GA"),
    ("as well as", _IN_TWO, r"\g<one> and "),
    (" of ", _NEITHER, ", not "),
    (" books ", _BOOKS, "work for "),
    ("as close", _CLOSE_ALONE, r"put it near \g<to>\g<of>"),
    ("as near", _CLOSE_ALONE, r"put it near \g<to>\g<of>"),
    ("as close", _AS_CLOSE, r"near \g<to>\g<of>"),
    ("as near", _AS_CLOSE, r"near \g<to>\g<of>"),
    ("total", _AS_TOTAL, "in total"),
    ("total", _NOR_EACH, ""),
    ("every", _EVERY, r"\g<lead>all \g<what>s"),
    ("each", _EVERY, r"\g<lead>all \g<what>s"),
    ("added", _ADDED, r"add \g<name>"),
    (" the first", _FIRST_SECOND, r"\g<a> and \g<b>"),
    (" and ", _GOES, r"replace \g<old> with \g<new>"),
    ("they", _THEY, "we would like to be "),
    ("call ", _CALL_OFF, ". Call it off"),
    (":", _FIELD, r"We are in \g<where>."),
    (" under ", _UNDER_LAW, "has to comply with "),
    (" up ", _GIVE_UP, "drop "),
    ("called", _TOPOLOGY, r"\g<what> "),
    ("named", _TOPOLOGY, r"\g<what> "),
    ("known as", _TOPOLOGY, r"\g<what> "),
    (" table", _TABLE, ""),
    ("meant", _MEANT_HOST, ""),
    ("don't ", _NOT_THAT_MAIL, ""),
    ("dont ", _NOT_THAT_MAIL, ""),
    ("do not ", _NOT_THAT_MAIL, ""),
    ("never ", _NOT_THAT_MAIL, ""),
    ("please not", _NOT_THAT_MAIL, ""),
    ("not to ", _NOT_THAT_MAIL, ""),
    (" the name", _IS_THE_NAME, r", we are called \g<name>"),
    (" our name", _IS_THE_NAME, r", we are called \g<name>"),
    (" + ", _PLUS, " and "),
    ("what i ", _WHAT_I_MEAN, "no, "),
    ("what we ", _WHAT_I_MEAN, "no, "),
    ("total", _NOT_TOTAL, ""),
    ("altogether", _NOT_TOTAL, ""),
    ("all told", _NOT_TOTAL, ""),
    ("overall", _NOT_TOTAL, ""),
    ("combined", _NOT_TOTAL, ""),
    (" second", _AS_SECOND, r"the \g<n> region should be in \g<place>"),
    (" third", _AS_SECOND, r"the \g<n> region should be in \g<place>"),
    ("leave ", _AS_IT_IS, ""),
    (" will do", _ONE_KEPT, r"keep only \g<a>"),
    (" will do", _ONE_TAKEN_OUT, "only one region, "),
    (" would do", _ONE_KEPT, r"keep only \g<a>"),
    (" would do", _ONE_TAKEN_OUT, "only one region, "),
    (" is enough", _ONE_KEPT, r"keep only \g<a>"),
    (" is enough", _ONE_TAKEN_OUT, "only one region, "),
    (" is plenty", _ONE_KEPT, r"keep only \g<a>"),
    (" is plenty", _ONE_TAKEN_OUT, "only one region, "),
    (" suffices", _ONE_KEPT, r"keep only \g<a>"),
    (" suffices", _ONE_TAKEN_OUT, "only one region, "),
    (" is fine", _ONE_KEPT, r"keep only \g<a>"),
    (" is fine", _ONE_TAKEN_OUT, "only one region, "),
    ("if there", _IF_NONE, ""),
    ("if you", _IF_NONE, ""),
    (" then", _FAMILY_THEN, r"\g<lead>\g<family>, "),
    ("see a ", _SEE_A_SITE, r"\g<modal> \g<first>need "),
    ("find a ", _SEE_A_SITE, r"\g<modal> \g<first>need "),
    ("visit a ", _SEE_A_SITE, r"\g<modal> \g<first>need "),
    ("look at a ", _SEE_A_SITE, r"\g<modal> \g<first>need "),
    ("the other", _SHOPS, r"our \g<what>s are in \g<a> and "),
    ("the second", _SHOPS, r"our \g<what>s are in \g<a> and "),
    ("another in ", _SHOPS, r"our \g<what>s are in \g<a> and "),
    ("the one in", _THE_ONE_IN, r"\g<city>, \g<within>"),
    ("the city in", _THE_ONE_IN, r"\g<city>, \g<within>"),
    ("the town in", _THE_ONE_IN, r"\g<city>, \g<within>"),
    ("i mean in", _THE_ONE_IN, r"\g<city>, \g<within>"),
    ("that is in", _THE_ONE_IN, r"\g<city>, \g<within>"),
    ("meaning in", _THE_ONE_IN, r"\g<city>, \g<within>"),
    (" too", _THERE_TOO, r"\g<first>"),
    (" as well", _THERE_TOO, r"\g<first>"),
    (" also", _THERE_TOO, r"\g<first>"),
    ("mind", _STAY_WITH, ""),
    (" things", _THINGS_TO_CHANGE, r"\g<verb>"),
    (" points", _THINGS_TO_CHANGE, r"\g<verb>"),
    (" details", _THINGS_TO_CHANGE, r"\g<verb>"),
    (" bits", _THINGS_TO_CHANGE, r"\g<verb>"),
    ("one more", _ONE_MORE, r"\g<lead>also, "),
    ("one last", _ONE_MORE, r"\g<lead>also, "),
    ("misspel", _MISSPELLED, "the name is misspelled, "),
    ("mistyp", _MISSPELLED, "the name is misspelled, "),
    ("miswr", _MISSPELLED, "the name is misspelled, "),
)
"""Cue, construction, what it comes to."""


_ALL_ROWS = (*_LETTERS, *MORE_ROWS, *ROWS)


def _step(match: re.Match[str]) -> str:
    up = (match["dir"] or match["cmp"]).lower() in ("up", "bigger", "larger", "higher")
    return f"{match['who']}{match['mid']}{'bigger' if up else 'smaller'}"


def _wordy(text: str, low: str) -> str:
    """What is written as one writes a letter."""
    for cue, pattern, plain in _ALL_ROWS:
        if cue in low:
            text = pattern.sub(plain, text)
    return text


_STEPS = ("size", "step", "notch", "level", "number", " than ")
_WORD_CUES = ("shd", "shld", "shud", "shoud", "cd ", "cld", "cud", "b4", "gimm", "tho", "tbh", "ngl", "imo", "innit", "pls", "plz", "plse", "little ", "young ", "wee ", "sweet", "grand", "ace", "brill", "wicked", "lush", "sound", "deadly", "class", "sorted")
_OLD = ("old", "wrong", "former", "previous", "other", "private", "personal", "dead", "outdated", "not right")


def of_compared(text: str, topic: str | None, skus: Mapping[str, SkuLike]) -> str:
    """ "the cheaper one of those two", after sizes were compared: by its id."""
    kind, _, names = (topic or "").partition(":")
    found = [skus[name] for name in names.split(",") if name in skus] if kind == "sizes" else []
    if len(found) < 2 or len(text.split()) > _SHORT:
        return text
    text = _BY_PLACE.sub(lambda m: _placed(found, m["which"].lower()), text, count=1)
    return _OF_TWO.sub(lambda m: _ranked(found, m["which"].lower()).id, text, count=1)


_BY_PLACE = regex(
    r"(?i)\bthe\s+(?P<which>first|second|third|last|former|latter)(?:\s+(?:one|option|size|machine))?(?=\s*(?:[.,;!?\n]|$)|\s+(?:please|then|is|will|would|sounds|looks|thanks|seems|should|does|suits)\b)"
)
_PLACES = {"first": 0, "former": 0, "second": 1, "third": 2, "last": -1, "latter": -1}


def _placed(found: Sequence[SkuLike], which: str) -> str:
    at = _PLACES[which]
    return found[at].id if at < len(found) else f"the {which} one"


def _ranked(found: Sequence[SkuLike], which: str) -> SkuLike:
    by_price = which.startswith(("cheap", "less exp", "dear", "pric", "more exp"))
    ranked = sorted(found, key=lambda s: (s.monthly,) if by_price else (s.vcpu, s.ram_gb))
    return ranked[0 if which.startswith(("cheap", "small", "weak", "less")) else -1]


_SHORT = 16
"""Words of a message that picks."""


def without_left(text: str, is_app: Callable[[str], bool]) -> str:
    """ "…, and a wiki, actually no, leave the wiki": what was asked for in the same breath is taken back."""
    return _LEAVE.sub(lambda m: f" remove the {m['what']}" if is_app(m["what"]) else m.group(), text)


def _by_number(text: str) -> str:
    text = _PIECES.sub(r"\g<n> ", text)
    text = _STANDING.sub(r"the \g<n> one", text)
    text = _BY_NUMBER.sub(lambda m: f"the {_ORDINAL[m['n']]} one", text)
    return _HASH.sub(lambda m: f"the {_ORDINAL[m['n']]} one", text)
