"""Whole constructions put in plainer words, which the readers of slots know: "where I wrote Nuremberg, read Ashburn",
"bookstack in, gitea out", "the one in America, I don't want it".

A construction counts only where the things in it are ours and of one kind; everything else stays as it was said.
"""

import re
from collections.abc import Callable

from dialogue.patterns import regex
from dialogue.understanding.plainer import plainer, without_left

Names = Callable[[str], bool]
_END = r"(?=\s*(?:$|[.,;:!?\n]|\b(?:and|please|then|but|instead|for|with)\b))"
_THING = r"(?!(?:and|but|so|then|or|please)\b)[\w'-]{1,40}(?:[ .][\w'-]{1,40}){0,2}?"
_SAID = r"(?:said|wrote|put|typed|told\s+you|asked\s+for|gave|named|have|had|ordered)"
_AGO = r"(?:\s+(?:(?:a\s+)?(?:minute|moment|second|while)\s+ago|just\s+now|before|earlier|above|there|at\s+first|first|in\s+the\s+first\s+\w+))*"
_WHERE = regex(
    rf"(?i)\b(?:where(?:ver)?|when)\s+(?:i|we)(?:'ve|\s+have)?\s+(?:just\s+)?{_SAID}\s+(?P<old>{_THING}){_AGO}[,:]?\s+(?:please\s+|just\s+|then\s+|you\s+(?:should|must|can|may)\s+|that\s+(?:should|must)\s+|it\s+(?:should|must|has\s+to)\s+)*"
    rf"(?:(?:read|take|understand|put|use|write|say|make\s+(?:it|that)|be|think)|(?:i|we)\s+(?:really\s+|actually\s+)?mean[t]?)\s+(?:of\s+)?(?P<new>{_THING}){_END}"
)
_WHEN = regex(
    rf"(?i)\b(?:i|we)\s+(?:just\s+)?{_SAID}\s+(?P<old>{_THING})\s+(?:when|but|although|though|while)[,]?\s+(?:(?:what|the\s+one)\s+)?(?:i|we)\s+(?:(?:really|actually|obviously)\s+)?(?:had\s+)?(?:mean[t]?|wanted|need(?:ed)?)\s+(?:to\s+say\s+)?(?:was\s+|is\s+)?(?P<new>{_THING}){_END}"
)
_SED = regex(r"(?<![\w/])s/(?P<old>[\w .-]{2,30})/(?P<new>[\w .-]{2,30})/g?(?![\w/])")
_IN_OUT = regex(rf"(?i)(?<![\w-])(?P<new>{_THING})\s+in\b\s*[,;/&+]?\s*(?:and\s+)?(?P<old>{_THING})\s+out{_END}")
_OUT_IN = regex(rf"(?i)(?<![\w-])(?P<old>{_THING})\s+out\b\s*[,;/&+]?\s*(?:and\s+)?(?P<new>{_THING})\s+in{_END}")
_ARROW = regex(rf"(?<![\w-])(?P<old>{_THING})\s*(?:->|=>|→)\s*(?P<new>{_THING})(?=\s*(?:$|[.,;:!?\n]))")
_PLACE = regex(rf"(?i)(?<![\w-])(?P<new>{_THING})\s+(?:is\s+to\s+|will\s+|should\s+|shall\s+|can\s+|must\s+)?(?:takes?|taking)\s+(?:the|over\s+the)\s+place\s+of\s+(?P<old>{_THING}){_END}")
_OFF = r"(?:was|is|were|are|'s|would\s+be)\s+(?:(?:just|all|completely|simply|of\s+course|a|an|my|the)\s+)*(?:wrong|mistake|error|typo|slip|mix-?up|nonsense|incorrect|not\s+right|not\s+it)"
_IN_MIND = regex(
    rf"(?i)(?:^|(?<=[.!?;,]\s))(?:(?:hm+|oh|no|sorry|actually|wait|but|well|oops|ah)[\s,]+){{0,4}}(?P<old>{_THING})\s+{_OFF}[\s,.;:–-]+(?:(?:and|because|since|sorry)\s+)?(?:i|we)(?:'d|\s+had|\s+was|\s+were|\s+am|'m|\s+have)?\s+(?:(?:really|actually|just)\s+)?"
    rf"(?:(?:thinking|talking)\s+(?:of|about)|thought\s+of|(?:had\s+)?mean(?:t|ing)?|after|want(?:ed)?|need(?:ed)?|looking\s+for)\s+(?:the\s+)?(?P<new>{_THING})(?:,?\s+(?:so\s+)?(?:that|this)\s+one(?:\s+(?:instead|please|then))*)?{_END}"
)
_HAD_IN_MIND = regex(rf"(?i)(?:^|(?<=[.!?;,]\s))(?:(?:hm+|oh|no|sorry|actually|wait|but|well|oops|ah)[\s,]+){{0,4}}(?P<old>{_THING})\s+{_OFF}[\s,.;:–-]+(?:(?:and|because|since|sorry)\s+)?(?:i|we)(?:'d|\s+had|\s+have)?\s+(?:had\s+)?(?:the\s+)?(?P<new>{_THING})\s+in\s+mind{_END}")
""" "nextcloud was wrong, I was thinking of bookstack, that one instead"."""
_REPLACED: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (_PLACE, ("place of",)), (_WHERE, ("where", "when")), (_WHEN, ("when", "but", "though", "while")), (_SED, ("s/",)),
    (_IN_MIND, ("wrong", "mistake", "error", "typo", "slip", "mix", "nonsense", "incorrect", "right", "not it")), (_HAD_IN_MIND, (" in mind",)),
    (_IN_OUT, (" out",)), (_OUT_IN, (" out",)), (_ARROW, ("->", "=>", "→")),
)  # fmt: skip
"""Exchanges, each with the letters that it can't do without."""
_DONT = r"(?:(?:i|we)\s+)?(?:(?:really|actually)\s+)?(?:don't|dont|do\s+not|no\s+longer|won't)\s+(?:(?:really|actually|even)\s+)?(?:need|want|like|use)\s+(?:it|that|this|them|that\s+one)"
_GO = r"(?:(?:please\s+)?(?:take|leave|throw|kick|cut)\s+(?:it|that|them|this)\s+(?:out|off|away)|(?:please\s+)?(?:remove|drop|delete|strike)\s+(?:it|that|them|this)|(?:it|that|they)\s+(?:can|should|must|may)\s+go)"
_STAY = r"(?:(?:and\s+)?(?:(?:only|just|keep|leave)\s+)*(?:all\s+)?(?:the\s+)?(?:others?|rest|other\s+ones|other\s+(?:two|three|four))(?:\s+(?:ones|can|should|may|are|is|must))*(?:\s+(?:stays?|remains?|keep|fine|ok(?:ay)?|good|right|in))?)"
_TAIL = rf"(?:[\s,;.]+(?:{_DONT}|{_GO}|{_STAY}|please|thanks|thank\s+you|any\s*more|any\s+longer|after\s+all|now))*"
_APART = regex(
    rf"(?i)(?:^|(?<=[.!?;,]\s))(?:(?:excuse\s+me|sorry|no|and|but|also|well|so|please|ok(?:ay)?|hm+)[\s,]+)*(?P<what>(?:the\s+|that\s+)?[\w' .-]{{2,40}}?),?\s+(?:{_DONT}|{_GO}){_TAIL}\s*(?=[.!?;]|$)"
)
_UNWANTED = regex(rf"(?i)(?:^|(?<=[.!?;,]\s)|(?<=\s)(?=(?:and|but)\s))(?P<lead>(?:(?:and|but|so|also|then|please)\s+)*)(?P<what>(?:an?\s+|the\s+|any\s+)?{_THING})\s+(?:i|we)\s+(?:(?:really|actually)\s+)?(?:do\s+not|don't|dont|no\s+longer)\s+(?:(?:really|actually|even)\s+)?(?:need|want|wish|require|like)(?:\s+(?:for|either|at\s+all|any\s*more|any\s+longer|now|today|thanks))*(?=\s*(?:[.,;!?]|$))")
_AS_WELL = regex(r"(?i)\b(?P<one>in\s+[\w .'-]{2,30}?)\s+as\s+well\s+as\s+(?P<other>in\s+[\w .'-]{2,30}?)(?=[,.;!?]|\s+(?:for|and|please|with)\b|$)")
_ALIKE = regex(r"(?i)\bthe\s+same(?:\s+(?:thing|set-?up|machines?|kit|again))?\s+in\s+(?P<one>[\w .'-]{2,30}?)\s+(?:as|like)\s+in\s+(?P<other>[\w .'-]{2,30}?)(?=[,.;!?]|\s+(?:for|and|please|with)\b|$)")


_PLAINER: tuple[tuple[re.Pattern[str], str], ...] = (
    (regex(r"(?i),?\s+(?:but|just|only)\s+(?:\w+ly\s+|absolutely\s+)*(?:anything|anywhere|everything|any\s+of\s+(?:it|them))\s+(?:except|but|apart\s+from|other\s+than)\s+(?:for\s+)?"), " except "),
    (regex(r",?\s+(?:apart\s+from|other\s+than|excluding|with\s+the\s+exception\s+of)\s+(?=[A-Z])"), " except "),
    (regex(r"(?i)\bin\s+total,?\s+(?:and\s+)?not\s+(?:in\s+|for\s+|per\s+|at\s+)?(?:each|every)(?:\s+(?:one|region|site|place))?(?:\s+of\s+them)?\b"), "in total"),
    (regex(r"(?i)\b(?:tack|tag|chuck|throw|bolt)\s+(?:on|in)\s+(?=[a-z0-9])"), "add "),
    (regex(r"(?i)\b(?:two|2|both)\s+(?:regions|sites|locations|places|cities|data\s?cent(?:er|re)s)[,:]?\s+(?=one\s+in\s+[^,.;:]{2,25},?\s+(?:and\s+)?(?:one|another|the\s+(?:other|second)(?:\s+one)?)\s+in\s)"), ""),
    (regex(r"(?i)\bthe\s+(first|second|third|last|other)(?:\s+(?:one|region|site|app))?\s+(?:is|would\s+be|will\s+be)\s+(?:quite\s+)?(?:enough|sufficient|all\s+we\s+need)\b"), r"only the \1 one"),
    (regex(r"(?i)\bone\s+being\s+(?=[A-Z])"), "one in "),
    (regex(r"(?i)\b(two|three|four|five|[2-5])\s+(?:places|spots|cities|towns)(?=,?\s+one\s+(?:of\s+them\s+)?(?:in|is)\b)"), r"\1 regions"),
)  # fmt: skip
"""Turns of phrase that need nothing of ours to be plain."""
_PLAINER_CUES = ("anything", "anywhere", "everything", "any of", "apart from", "other than", "excluding", "exception", "in total", "tack", "tag ", "chuck", "throw", "bolt", "one in ", "one being", "enough", "sufficient", "all we need")
_POINTED = regex(
    r"(?i)\bthe\s+(?P<which>first|second|third|fourth|last|other)\s+(?:one|region|site|place|location)(?:'s|\s+is|\s+was|\s+seems|\s+looks)\s+[^,.;!?\n]{2,40}[,.;]\s*(?:(?:so|please|and|then)\s+)*"
    r"(?:swap|replace|exchange|change|switch|trade)\s+(?:it|that|that\s+one)\s+(?:out\s+)?(?:for|with|by|to)\s+"
)
_RATHER = regex(rf"(?i)\b(?P<new>{_THING})\s+(?:in\s+place\s+of|instead\s+of|rather\s+than|in\s+lieu\s+of)\s+(?P<old>{_THING}){_END}")
_LESS = regex(rf"(?i)(?:^|(?<=[.,;:!?]\s))(?P<area>(?!(?:somewhere|anywhere|in|only|just)\b){_THING})\s*,?\s+(?=(?:except|excluding|apart\s+from|other\s+than)\b)")
_ONLY = regex(rf"(?i)\b(?P<verb>use|take|keep|want|leave|have|need)\s+(?P<what>{_THING})\s+only\b(?=\s*(?:$|[.,;:!?]|please|now|then))|^(?P<alone>{_THING})\s+only(?=(?:\s+please|\s+now|\s+then)?[\s.!]*$)")
_BARE = regex(r"(?i)^(?:an?|the|any)\s+")
_COUNTRY = {"DE": "Germany", "GER": "Germany", "FI": "Finland", "FIN": "Finland", "US": "US", "USA": "US"}
_NO_NEVER = regex(
    rf"(?i)(?:(?<=[.!?;]\s)|^)(?P<what>(?:an?\s+|the\s+|any\s+)?{_THING})\s*,\s*(?:no|nope|nah)\s*[,–-]+\s*(?:(?:i|we|nobody|no\s+one)(?:'d|'ll|\s+would|\s+will|\s+can|\s+could)?\s+(?:never|don't|won't|wouldn't|can't|have\s+no|hate|hates|reads?|needs?|wants?|uses?)|(?:that's|it's|that\s+is)\s+(?:not|nothing|too))\b[^.!?\n]*"
)
""" "a blog, no, I'd never write one"."""
_ENOUGH = regex(
    rf"(?i)^(?P<lead>(?:(?:actually|no|ok(?:ay)?|well|hm+|sorry|then|i\s+think|we\s+think|and|so)[\s,]+)*)(?:(?:just|only)\s+(?P<what>(?:the\s+|an?\s+)?{_THING})\s+(?:(?:is|would\s+be|will\s+be)\s+(?:just\s+|quite\s+|perfectly\s+)?(?:fine|enough|plenty|ok(?:ay)?|all\s+we\s+need)|will\s+do|would\s+do|suffices)"
    rf"|(?P<what2>{_THING})\s+(?:alone\s+)?(?:(?:is|would\s+be|will\s+be)\s+(?:just\s+|quite\s+)?(?:enough|plenty|sufficient|all\s+we\s+need)|suffices))(?=[\s.,!]*(?:for\s+us|for\s+now|please|thanks|then)?[\s.!]*$)"
)
""" "just the wiki is fine", "Helsinki is enough"."""
_AND = regex(r"\s*[+&]\s*")
_CODE = regex(r"\b(?:DE|GER|FI|FIN|USA?)\b")
_CODES = r"(?:DE|GER|FI|FIN|USA?)(?:\s*(?:,|\+|&|/|\band\b|\bthen\b)\s*(?:and\s+)?(?:DE|GER|FI|FIN|USA?))"
_CODED = regex(rf"(?<![\w.@/-]){_CODES}+(?![\w@-]|\.\w)|(?:(?i:\bin|\bto|\bregions?:?|\bsites?:?|\bDCs?:?|\blocations?:?))\s+(?:DE|GER|FI|FIN)(?![\w@-]|\.\w)")
"""Countries by the codes that people of the trade write ("two sites, DE + FI"); a code alone may be anything."""


def rephrased(text: str, *, is_app: Names, is_region: Names, is_topology: Names) -> str:
    """`text` in plainer words.

    Args:
        is_app: the words name one of our apps, or a need that one serves.
        is_region: they name one region, by its city, its country or its id.
        is_topology: they name a topology.
    """
    text = without_left(plainer(text), is_app)
    low = text.lower()

    def says(*cues: str) -> bool:
        # A pattern that begins with anything is tried at every letter; most messages hold none of its cues.
        return any(cue in low for cue in cues)

    for pattern, plain in _PLAINER if says(*_PLAINER_CUES) else ():
        text = pattern.sub(plain, text)
    low = text.lower()
    if says("except"):
        text = _LESS.sub(lambda m: f"somewhere in {m['area']} " if is_region(m["area"]) else m.group(), text)
    if says("only"):
        text = _ONLY.sub(lambda m: _only(m, is_app, is_region), text)
    if says("swap", "replace", "exchange", "change", "switch", "trade"):
        text = _POINTED.sub(lambda m: f"replace the {m['which']} one with ", text)
    if says("place of", "instead of", "rather than", "lieu of"):
        text = _RATHER.sub(lambda m: m["new"] if is_topology(m["new"]) and is_topology(m["old"]) else m.group(), text)
    if any(code in text for code in ("DE", "GER", "FI")):
        text = _CODED.sub(lambda m: _AND.sub(" and ", _CODE.sub(lambda c: _COUNTRY[c.group()], m.group())), text)
    if says(", no,", ", no -", ", no –", ", nope", ", nah"):
        text = _NO_NEVER.sub(lambda m: f"no {_BARE.sub('', m['what'])}" if is_app(_BARE.sub("", m["what"])) else m.group(), text, count=2)
    if says(" enough", " plenty", "suffice", " fine", " do", "all we need"):
        text = _ENOUGH.sub(lambda m: f"{m['lead']}keep only {what}" if is_app(_BARE.sub("", what := m["what"] or m["what2"])) or is_region(what) else m.group(), text, count=1)
    told: set[str] = set()
    for pattern, cues in _REPLACED:
        if says(*cues):
            text = pattern.sub(lambda m: _instead(m, is_app, is_region, told), text, count=2)
    if says("n't", "dont", "do not", "no longer"):
        text = _UNWANTED.sub(lambda m: f"{m['lead']}no {_BARE.sub('', m['what'])}" if is_app(_BARE.sub("", m["what"])) else m.group(), text, count=2)
    if says("n't", "dont", "do not", "no longer", " out", " off", " away", "remove", "drop", "delete", "strike", " go"):
        text = _APART.sub(lambda m: _dropped(m, is_app, is_region), text, count=1)
    return _both(text, is_region) if says("as well as", "the same") else text


def _both(text: str, is_region: Names) -> str:
    """One place and the other, however they're coupled."""
    both = _AS_WELL.search(text)
    if both and is_region(both["one"]) and is_region(both["other"]):
        text = f"{text[: both.start()]}{both['one']} and {both['other']}{text[both.end() :]}"
    found = _ALIKE.search(text)
    if found and is_region(found["one"]) and is_region(found["other"]):
        text = f"{text[: found.start()]}the same in {found['other']} and in {found['one']}{text[found.end() :]}"
    return text


def _instead(match: re.Match[str], is_app: Names, is_region: Names, told: set[str]) -> str:
    """The exchange in plain words; nothing when it was told in other words already."""
    old, new = match["old"], match["new"]
    if not ((is_app(old) and is_app(new)) or (is_region(old) and is_region(new))):
        return match.group()
    plain = f"replace {old} with {new}"
    if plain.casefold() in told:
        return ""
    told.add(plain.casefold())
    return plain


def _only(match: re.Match[str], is_app: Names, is_region: Names) -> str:
    what = match["what"] or match["alone"]
    return f"only {match['verb'] or ''} {what}".replace("  ", " ") if is_app(what) or is_region(what) else match.group()


def _dropped(match: re.Match[str], is_app: Names, is_region: Names) -> str:
    what = match["what"]
    return f"remove {what}" if is_region(what) or is_app(what) else match.group()
