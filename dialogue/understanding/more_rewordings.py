"""Further turns of phrase in plainer words, each standing by its own cue: places by what they are for, addresses by what they are
to be called, machines beside each other, data that must stay somewhere.
"""

import re
from collections.abc import Callable

from dialogue.patterns import regex
from dialogue.understanding.numbers import COUNT

_PRODUCTION = regex(r"(?i)\bproduction(?=\s+(?:(?:is|goes|runs|sits|stays)\s+)?(?:in|at|on)\s[^.\n]{3,60}\b(?:dr|disaster|standby|failover|recovery|staging)\b)")
_RECOVERY = regex(r"(?i)(?P<before>\b(?:primary|main|prod|live|servers?|data|first)\b[^.\n]{3,60}?\b)(?:disaster\s+recovery|dr)(?:\s+site)?(?=\s+(?:(?:is|goes|runs|sits|stays)\s+)?(?:in|at|on)\s+[A-Za-z])")
""" "production in Ashburn, disaster recovery in Helsinki": two regions by what they are for."""

_KEPT_DATA = regex(
    r"(?i)\b(?:customers?|clients?|users?|members?)(?:'s|s')?\s+(?=(?:data|records|files)\s+(?:must|has|have|should|needs?\s+to|shall|can(?:not|'t)?|may|stays?|remains?|is\s+(?:to|not)|are\s+(?:to|not))\b)"
    r"|(?<=\bhost )(?:customer|client|user|member)\s+(?=(?:data|records|files)\s+(?:in|inside|within)\b)"
)
""" "our customer data must stay in Germany" wishes for no register of customers."""

_CHEAPEST = regex(
    r"(?i)(?P<lead>(?:^|(?<=[.,;!]\s))|\b(?:just|give\s+(?:us|me)|take|want|need|use|go\s+(?:for|with)|prefer|like)\s+)(?:the\s+)?(?:very\s+|absolute(?:ly)?\s+)?cheapest(?:\s+(?P<what>machine|server|size|box|vm))?(?:\s+(?:option|one|thing|setup|that))?(?:\s+(?:you\s+(?:have|offer|got)|there\s+is|possible|available))?(?=\s*(?:[.,;!]|$)|\s+(?:please|in|for)\b)(?![^.!]*\?)"
)
""" "the cheapest you have": sizes go by words for how big they are."""
_CALL_IT_AT = regex(
    r"(?i)(?P<lead>(?<!mail )\b(?:sub-?domain|(?:web\s+|free\s+)address)\b[^!?\n@]{0,40}?[\s,;:.]\s*)(?:please\s+)?(?:(?:just\s+)?call\s+it|(?:it|that)\s+should\s+be(?:\s+called)?|named|called|it's\s+called)\s+(?P<label>(?-i:[a-z])[a-z0-9-]{1,40})(?=\s*(?:[,;!]|\.(?:\s|$)|$)|\s+(?:and|please)\b)"
)
_FREE_COLON = regex(r"(?i)\bfree\s+(?:sub-?domain|(?:web\s+)?address)(?:\s+(?:is|would\s+be|will\s+do))?(?:\s+(?:fine|ok|okay|good|great|enough))?\s*[:–-]\s*(?P<label>(?-i:[a-z])[a-z0-9-]{1,40})(?=\s*(?:[,;!]|\.(?:\s|$)|$))")
_ADDRESS_TO_BE = regex(r"(?i)\b(?:the|our|my)\s+(?:web\s+)?(?P<what>address|sub-?domain|label)\s+to\s+be\s+(?P<label>(?-i:[a-z])[a-z0-9-]{1,40})(?=\s*(?:[,;!]|\.(?:\s|$)|$)|\s+(?:and|please)\b)")
""" "a free address is fine, call it sunnyside": the name that is given is the address's."""
_SPREAD = regex(r"(?i)\b(?P<w>workers?(?:\s+nodes?)?)\s+(?:that\s+are\s+|to\s+be\s+|all\s+)?(?:evenly\s+|equally\s+)?(?:split|spread|distributed|divided|shared|balanced)(?:\s+(?:out|up|evenly|equally))*\s+(?:over|across|between|among|amongst)\s+")
_EACH_IN = regex(rf"(?i)\b(?P<n>{COUNT})\s+workers?\s+each\s+(?:in|at)\s+(?=(?-i:[A-Z]|fsn|nbg|hel|ash|hil))")

_PAY_US = regex(r"(?i)\b(?:can|could)\s+(?:my|our|the|all)?\s*(?P<who>customers?|clients?|guests?|visitors?|people|parents|members|buyers|patients|they)\s+pay(?:\s+(?:us|me))?\s+(?P<how>online|by\s+card|with\s+(?:a\s+)?card)")
""" "can my customers pay online?" asks for no price."""

_THE_SAME_BUT = regex(r"(?i)(?:^|(?<=[.,;!]\s))(?P<lead>(?:(?:ok(?:ay)?|and|well|then|now|so|please|hm+|actually)[\s,]+)*)(?:exactly\s+)?(?:the\s+)?same(?:\s+(?:thing|again|set-?up|plan|machine|one))?[\s,]+(?:but|only|just)\s+(?:rather\s+|please\s+)?in\s+(?=(?-i:[A-Z])|fsn|nbg|hel|ash|hil|the\s)")
""" "the same but in Finland": it moves."""
_NOT_KNOWN = regex(
    r"(?i)(?:^|(?<=[.,;!]\s))(?:(?:sorry|hm+|well|but|and|oh)[\s,]+)*(?:i|we)(?:'m|\s+am|'re|\s+are)?\s+(?:(?:really|honestly|still|just)\s+)?(?:don't\s+know|dont\s+know|do\s+not\s+know|don't\s+understand|don't\s+get|not\s+sure|have\s+no\s+idea|no\s+idea)\s+what\s+(?P<what>(?:an?\s+|the\s+|your\s+)?[\w' -]{2,30}?)\s+(?:is|are|means?|does|do)(?:\s+(?:here|at\s+all|exactly))?(?=\s*(?:[.,;!?]|$))"
)
""" "I don't know what a worker is"."""
_TOO_MUCH = regex(
    r"(?i)(?:^|(?<=[.!]\s))(?:(?:no|nope|hm+|oh|well|ok(?:ay)?)[\s,]+)*(?:(?:that|it|this|they)(?:'s|'re|\s+is|\s+are)\s+)?(?:way\s+|much\s+|far\s+|a\s+bit\s+|really\s+)?too\s+(?:big|large|small|expensive|much|many|dear|few|little|powerful|weak)[\s,;.–-]+(?=(?:please\s+)?(?:one\s+step\s+back|undo|go\s+back|take\s+(?:that|it)\s+back|revert|make\s+(?:it|that)\s+\w+\s+(?:more|fewer|less)))"
)
""" "too big, one step back": what is done about it is said right behind it."""
_WORKERS_BESIDE = regex(
    r"(?i)\b(?P<w>workers?(?:\s+nodes?)?)[\s,]+(?:(?:but|and|all|each|that|which|they|should|must|can|may|be|are|the|workers|one|a|size)[\s,]+)*(?P<how>smaller|bigger|larger|weaker|stronger)\s+than\s+(?:the\s+|our\s+)?(?:main|control[\s-]plane|head|primary|master|first|machine|server)(?:\s+(?:machine|server|one|node|plane))?"
)
_EXCHANGE = regex(
    r"(?i)\b(?:replace|swap|exchange|substitute|switch)\s+(?:the|our|my|this|that)?\s*(?:current\s+|present\s+|standing\s+)?(?P<what>region|location|site|size|machine|server|name|(?:e-?)?mail(?:\s+address)?|address|domain)\s+(?:out\s+)?(?:with|by|for)\s+(?=\S)"
)
""" "replace the region with Nuremberg"."""


_ENOUGH_FOR_ME = regex(
    rf"(?i)\b{COUNT}\s+(?P<what>regions?|sites?|workers?|machines?)\b(?P<mid>[^.!?\n]{{0,60}}?),?\s+but\s+(?:i|we|to\s+(?:me|us)|for\s+(?:me|us))(?:'d)?\s+(?:(?:really|personally)\s+)?(?:think|thought|say|guess|believe|feel|reckon|find|suppose)?\s*(?P<n>{COUNT})(?:\s+(?:of\s+them|region|site|worker|machine)s?)?(?:'s|\s+is|\s+are|\s+will\s+be|\s+would\s+be)\s+(?:quite\s+|more\s+than\s+|plenty\s+)?(?:enough|plenty|fine|sufficient|ok(?:ay)?|all\s+we\s+need)"
)
""" "he says three regions, but I think one's enough"."""
_EITHER_COUNT = regex(
    rf"(?i)\b(?:it\s+)?(?:could|might|may)\s+be\s+{COUNT}\s+(?:regions?|sites?|workers?|machines?)[\s,]+(?:or\s+|and\s+)?(?:it\s+)?(?:could|might|may)\s+(?:also\s+|just\s+as\s+well\s+)?be\s+{COUNT}(?:\s+(?:regions?|sites?|workers?|machines?))?"
)
""" "could be two regions, could be one": nothing is said yet."""


_HOW_MANY_COME = regex(
    r"(?i)\bhow\s+many\s+(?:visitors|people|guests|customers|users)\s+(?:come|go|look|click|visit|land|see|are|read)\b[^.!?\n]{0,40}?\b(?:pages?|site|website|shop)[\s,.?!–-]+(?:(?:that's|that\s+is|this\s+is)\s+)?(?:what\s+)?(?:i|we)(?:'d|\s+would)?\s+(?:really\s+)?(?:want|like|love|need|have)\s+to\s+(?:know|see)\b"
)
""" "how many visitors come to our page, that's what I want to know"."""


_OTHER_OF_THE = regex(r"(?i)\bthe\s+other(?:\s+one)?\s+of\s+(?:the|your|those)\s+(?:two\s+)?(?P<whose>[a-z]+)\s+(?:ones|regions|sites|places|locations|cities|pair|two)\b")
""" "the other one of the German ones"."""
_SAME_AS_OURS = regex(r"(?i)\b(?:the\s+)?same\s+as\s+(?:our|the|my)\s+(?:company\s+|current\s+|existing\s+|own\s+|present\s+)?(?:web\s?site|home\s?page|site|shop|web\s?page)(?:'s)?(?:\s+(?:address|domain))?[\s,:–-]+(?=[\w-]+\.\w)")
""" "our address should be the same as our website, acme.com": that one is there already."""
_GO_TO = regex(r"(?:^|(?<=[.,;!]\s))(?P<lead>(?:(?i:let's|let\s+us|please|then|ok(?:ay)?|now|so|and|just|yes|right)[\s,]+)*)(?i:go)\s+(?i:to|with|for)\s+(?=[A-Z][a-z]+\b(?!\s+[a-z]*ly\b)|(?:fsn|nbg|hel)1\b|(?:ash|hil)\b)")
""" "go to Ashburn" is no journey."""
_AFTER_ALL = regex(r"(?i)\bno[\s,]+(?P<how>(?:extra\s+)?(?:small|medium|large))\s+after\s+all\b")


_ALL_OUT = regex(r"(?i)\b(?:(?:take|leave|throw|kick|cut)\s+)?(?:everything|all\s+of\s+(?:it|them)|them\s+all|all)\s+(?:out|off|away)\s+(?:except(?:\s+for)?|but(?:\s+for)?|apart\s+from|besides|bar|save(?:\s+for)?|other\s+than)\b")
""" "take everything out except Umami"."""


_SLOT = r"(?:name|size|machine|server|region|location|place|number|mail|e-?mail|address|domain)"
_WHAT_WENT = regex(r"(?i)\b(?:put|bring|take|get|add)\s+back\s+(?:in\s+)?(?:what(?:ever)?|the\s+(?:one|thing))\s+(?:that\s+)?(?:i|we|you)\s+(?:just\s+|only\s+just\s+)?(?:took|threw|kicked|left|removed|dropped|struck|deleted|cut)(?:\s+(?:out|off|away))?")
_LAST_BIT = regex(r"(?i)\b(?:never\s+mind|forget|ignore|scrap|scratch|strike|drop|cancel)\s+(?:about\s+)?(?:that|the|my)\s+last\s+(?:bit|thing|part|point|wish|request|addition|remark)\b")
_LAST_ADDED = regex(r"(?i)\bthe\s+last\s+(?:thing|one|bit)\s+(?:that\s+)?(?:i|we)\s+(?:added|asked\s+for|put\s+in|ordered|wanted)[\s,:–-]+(?:please\s+)?(?:(?:take|leave|throw)\s+(?:it|that)\s+(?:out|off|away)|(?:remove|drop|delete)\s+(?:it|that))(?:\s+again)?")
_ONE_BEFORE = regex(r"(?i)\b(?:go\s+|switch\s+)?back\s+to\s+the\s+(?:one\s+before|previous\s+one|last\s+one)(?=\s*(?:[.,;!]|$)|\s+(?:please|then)\b)")
_HAD_AT_FIRST = regex(rf"(?i)\b(?:(?:we|i|they)(?:'d|\s+would)?\s+(?:all\s+|rather\s+|really\s+|now\s+)?)?(?:want|take|use|prefer|like|keep|have|go\s+(?:with|for))\s+(?:back\s+)?the\s+(?P<what>{_SLOT})\s+(?:that\s+|which\s+)?(?:we|i|you)\s+had\s+(?:at\s+(?:first|the\s+(?:start|beginning))|first|originally|in\s+the\s+beginning)\b")
_TAKE_LAST = regex(r"(?i)\b(?:take\s+back|reverse|revert|undo|roll\s+back)\s+(?:that|the|my)\s+(?:very\s+)?last\s+(?:thing|one|bit|step|change|addition|move|point|wish)\b|\btake\s+(?:that|the|my)\s+last\s+(?:thing|one|bit|step|change|addition|move|point|wish)\s+back\b")
_BY_MISTAKE = regex(r"(?i)\b(?:i|we)\s+(?:only\s+)?(?:said|wrote|typed|put)\s+(?P<old>[\w'-]+(?:\s+[\w'-]+)?)\s+(?:by|in)\s+(?:mistake|accident|error)\b")
""" "never mind that last bit", "back to the one before", "the name we had at first", "I said Ashburn by mistake"."""


def _original(found: re.Match[str]) -> str:
    """A sentence of its own, whatever stands around it."""
    before = found.string[: found.start()].rstrip()
    return f"{'. ' if before and before[-1] not in '.!?' else ''}go back to the original {found['what']}."


def _enough(found: re.Match[str]) -> str:
    what = found["what"].removesuffix("s") + ("" if found["n"].lower() in ("one", "1") else "s")
    return f"{found['n']} {what} {found['mid']}"


def _smallest(found: re.Match[str]) -> str:
    return f"{found['lead']}the smallest {found['what'] or 'machine'}"


def _workers_beside(found: re.Match[str]) -> str:
    how = "smaller" if found["how"].lower() in ("smaller", "weaker") else "larger"
    return f"{found['w']}, the workers one size {how}"


_WORKERS_SAID_BEHIND = regex(
    rf"(?i)\bworkers?(?:\s+nodes?)?(?:\s+(?:too|as\s+well|also|please))*[\s,.–-]+(?:(?:say|let's\s+say|about|and|there\s+should\s+be)\s+)?(?P<n>{COUNT})(?:\s+of\s+(?:them|those))?(?=\s*(?:in\s+total|altogether|all\s+told|overall|each|per|apiece|in\s+each)\b)"
)
""" "plus workers, five in total"."""
_PLUS_SIGN = regex(r"(?<![\w@.+/-])(?P<a>[a-z]{3,20})\+(?P<b>[a-z]{3,20})(?![\w@.+-])")
_DID_I_SAY = regex(rf"(?i)\b(?:did\s+i\s+(?:really\s+|just\s+)?(?:say|write|type|put)|have\s+i\s+(?:really\s+)?(?:said|written|typed))\s+(?P<old>{COUNT}|[\w'-]+(?:\s+[\w'-]+)?)\s*\?+[\s,]*(?:(?:no|oh|sorry|oops|well)[\s,]+)*(?:i\s+(?:really\s+)?(?:meant|mean|wanted)\s+(?P<new>[\w'-]+(?:\s+[\w'-]+)?)|(?P<new2>[\w'-]+(?:\s+[\w'-]+)?)\s+(?:is\s+what\s+)?i\s+(?:really\s+)?(?:meant|mean|wanted))")
""" "did I say two? three I meant"."""
_TELLS_WHEN_DOWN = regex(
    r"(?i)(?:\b(?:is|are)\s+there\s+|\bdo\s+you\s+have\s+|\bhave\s+you\s+got\s+)?\b(?:something|anything|a\s+(?:tool|thing|program|service|way))\s+(?:that|which|to)\s+(?:can\s+|could\s+|would\s+|will\s+)?(?:tells?|warns?|alerts?|informs?|notif(?:y|ies)|shouts?|pings?|mails?|lets?)\s*(?:to\s+|at\s+)?(?:us|me|somebody|someone)?\s*(?:know\s+)?(?:when(?:ever)?|if|as\s+soon\s+as)\s+(?:our|the|my|a)\s+[\w -]{2,25}?\s*(?:is|goes|are|go|'s|falls|fails|dies|breaks)\s*(?:down|offline|dead|unreachable|away|out|over)?(?=\s*(?:[.,;!?]|$|and\b|but\b))"
)
""" "is there something that tells us when our webshop is down?": the alarm is wished for, the shop is there."""
_IN_TOTAL_BEHIND = regex(rf"(?i)(?P<n>\b{COUNT}\s+workers?)\s*[.;–-]+\s*(?P<how>in\s+total|altogether|all\s+told|overall|per\s+region|in\s+each(?:\s+region)?|each)\b(?:\s+(?:i\s+mean|that\s+is|please))?(?:[\s,]+(?:so\s+)?(?:and\s+)?not\s+(?:{COUNT}\s+)?(?:in|per|for)\s+(?:each|every|total)(?:\s+(?:one|region|site))?)?")
""" "six workers. In total I mean": one thought in two sentences."""
_SO_MANY_OR = regex(rf"(?i)(?<![\w.-])(?P<a>\d{{1,2}}|{COUNT})\s*(?:-|–|to)\s*(?P<b>\d{{1,2}}|{COUNT})(?=\s+workers?\b)")
""" "3-5 workers": which?"""
_GO_BACK_TO = regex(r"(?i)(?:^|(?<=[.,;!]\s))(?:(?:no|sorry|oh|please|ok(?:ay)?|wait|actually|then)[\s,]+){0,4}(?:go|switch|change|let's\s+go|going)\s+back\s+to\s+(?:the|my|our)\s+(?:previous|earlier|former|old|last|first)\s+(?P<what>e?-?mail(?:\s+address)?|address|name|region|size|machine|domain)\b(?:[\s,]+(?:she|he|they|it|because|since|as|the\s+\w+)\b[^.!?\n]*)?")
""" "no sorry, go back to the previous address, she's on leave"."""
_CERTIFIED = regex(r"(?i)(?P<we>\b(?:we're|we\s+are|i'm))\s+(?:also\s+|already\s+)?(?:(?:ISO(?:\s*/?\s*IEC)?\s*\d{4,5}|SOC\s*\d|TISAX|BSI|PCI(?:[\s-]DSS)?|HIPAA|GDPR|Cyber\s+Essentials)(?:\s*(?:,|and|&|\+)\s*)?)+\s*[- ]?(?:certified|compliant|accredited|audited|attested)\b")
""" "we're ISO 27001 certified" is no name."""
_NEVER_MIND_IT = regex(r"(?i)(?P<lead>(?:^|(?<=[.!?,;]\s))(?:(?:oh|ok(?:ay)?|well|no|sorry|then|so|actually)[\s,]+){0,3})never\s*mind\s+(?:about\s+)?(?=(?-i:[A-Z])\w+(?:\s+(?:and|or)\s+(?-i:[A-Z])\w+)?(?:\s+(?:then|please))?[\s.!]*$)")
""" "never mind Ashburn" lets go of that, and not of everything."""
_WHAT_IF_YES = regex(r"(?i)\bwhat\s+if\s+(?:we|i|you)\s+(?:took|take|used|use|had|have|went\s+with|go\s+with|chose|choose|picked|pick|added|add)\s+(?P<what>[^.!?\n]{2,60})\?+[\s,]*(?:yes|yeah|ok(?:ay)?|sure|right|let's)[\s,]+(?:please\s+)?(?:do|take|make)\s+(?:that|it)(?:\s+(?:then|please))*")
""" "what if we took the extra large? yes do that"."""
_WHAT_IF = regex(r"(?i)\bwhat\s+if\s+(?:we|i|you)\s+(?:took|take|used|use|had|have|went\s+with|go\s+with|chose|choose|picked|pick)\s+(?P<what>[^.!?\n]{2,60})\?")
_ALL_IN_EU = regex(r"(?i)\b(?P<all>everything|all\s+of\s+(?:it|that|this)|all\s+(?:our\s+)?(?:data|stuff))\s+(?:(?:is|goes|sits)\s+)?(?:to\s+be\s+)?(?:in|inside|within)\s+(?P<where>(?:the\s+)?(?:EU|European\s+Union))\b(?!\s*\?)")
_HAVE_ALREADY = regex(
    r"(?i)\b(?P<what>(?:for|of|on|to|about)\s+(?:the|our|my|that|an?)\s+(?:\w+\s+)?(?:web\s?site|site|home\s?page|shop|page|blog))\s+(?:that\s+|which\s+)?(?:we|i)(?:'ve|\s+have)?\s+(?:already\s+)?(?:have|had|got|run|own|use|built)(?:\s+(?:already|now|today))?(?=\s*(?:[.,;!?]|$|and\b|but\b))"
)
""" "only statistics for the website that we already have": of the two only one is there."""
_PARDON = regex(r"(?i)(?<=\w)(?P<lead>[\s,.–…-]+(?:(?:no|er|uh|oh|ah)[\s,]+){0,4})(?:i\s+beg\s+your\s+)?pardon(?:\s+me)?[\s,]+(?=\w)")
""" "in Nuremberg, pardon, in Helsinki": nothing is to be said again."""
_LANDS = r"(?:germany|finland|the\s+(?:us|usa|united\s+states|states)|america|us|usa)"
_NOWHERE_IN = regex(r"(?i)(?P<before>\b(?:in|within|inside)\s+(?:the\s+)?(?:EU|Europe|European\s+Union|EEA|US|USA|America)\b[^.!?\n]{0,15}?)[\s,–-]+(?:but|just|only|and)\s+(?:just\s+|please\s+)?(?:nowhere|nothing|no\s+servers?)\s+in\s+|(?P<area>\b(?:EU|Europe)\b(?:\s+please)?)[\s,–-]+(?:but\s+|just\s+|and\s+)*(?:nowhere|nothing)\s+in\s+")
_OUTSIDE_OF = regex(rf"(?i)(?P<before>\b(?:EU|Europe|anywhere|somewhere)\b(?:\s+please)?)(?:[\s,–-]+(?:but|just|and))*[\s,–-]+outside\s+(?:of\s+)?(?P<where>{_LANDS}(?:\s+(?:and|or)\s+{_LANDS})?)\b")
""" "somewhere in Europe, outside Germany"."""


def _what_with(found: re.Match[str]) -> str:
    size = re.search(r"(?i)\b(?:small|medium|large|biggest|smallest|bigger|smaller)(?:\s+one)?\s*$", found["what"])
    return f"what would it cost with {found['what'].strip().removesuffix(' one')}{' machine' if size else ''}?"


def _not_there(found: re.Match[str]) -> str:
    lands = re.split(r"\s+(?:and|or)\s+", found["where"])
    return f"{found['before']} but {' and '.join(f'not in {land}' for land in lands)}"


_AND = regex(r"(?<=[^\W\d_]{2}) (?:n|'n'|n'|&) (?=(?:we|i|our|my|the|a|an|need|want|also|some|it|it's|we're|would|please)\b)")
""" "we r called Gear Goblins n we need a wiki"."""


Row = tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]]
ROWS: tuple[Row, ...] = (
    (" n", _AND, " and "),
    (" & ", _AND, " and "),
    ("thing t", _TELLS_WHEN_DOWN, "we need uptime monitoring"),
    ("thing w", _TELLS_WHEN_DOWN, "we need uptime monitoring"),
    ("a tool ", _TELLS_WHEN_DOWN, "we need uptime monitoring"),
    ("a way ", _TELLS_WHEN_DOWN, "we need uptime monitoring"),
    ("never", _NEVER_MIND_IT, r"\g<lead>forget "),
    ("what if ", _WHAT_IF_YES, r"take \g<what>"),
    ("what if ", _WHAT_IF, _what_with),
    (" eu", _ALL_IN_EU, r"\g<all> must stay in \g<where>"),
    ("worker", _IN_TOTAL_BEHIND, r"\g<n> \g<how>"),
    ("worker", _SO_MANY_OR, r"\g<a> or \g<b>"),
    ("back to", _GO_BACK_TO, r"go back to the previous \g<what>"),
    ("certified", _CERTIFIED, r"\g<we> certified"),
    ("accredited", _CERTIFIED, r"\g<we> accredited"),
    ("worker", _WORKERS_SAID_BEHIND, r"\g<n> workers"),
    ("+", _PLUS_SIGN, r"\g<a> and \g<b>"),
    ("did i ", _DID_I_SAY, lambda found: f"not {found['old']} but {found['new'] or found['new2']}"),
    ("have i ", _DID_I_SAY, lambda found: f"not {found['old']} but {found['new'] or found['new2']}"),
    (" we ", _HAVE_ALREADY, r"\g<what>"),
    (" i ", _HAVE_ALREADY, r"\g<what>"),
    (" we've ", _HAVE_ALREADY, r"\g<what>"),
    ("pardon", _PARDON, r"\g<lead>sorry, "),
    (" in ", _NOWHERE_IN, lambda found: f"{found['before'] or found['area']} but not in "),
    ("outside", _OUTSIDE_OF, _not_there),
    ("same", _THE_SAME_BUT, r"\g<lead>move it to "),
    (" what ", _NOT_KNOWN, r"what is \g<what>?"),
    ("too ", _TOO_MUCH, ""),
    (" than ", _WORKERS_BESIDE, _workers_beside),
    (" pay", _PAY_US, r"can \g<who> order \g<how>"),
    ("cheapest", _CHEAPEST, _smallest),
    ("domain", _CALL_IT_AT, r"the address should be \g<label>"),
    ("address", _CALL_IT_AT, r"the address should be \g<label>"),
    ("free ", _FREE_COLON, r"the address should be \g<label>"),
    (" to be ", _ADDRESS_TO_BE, r"the address should be \g<label>"),
    ("worker", _SPREAD, r"\g<w> in total, in "),
    (" each ", _EACH_IN, r"\g<n> workers in each region, in "),
    (" data ", _KEPT_DATA, ""),
    (" records ", _KEPT_DATA, ""),
    (" files ", _KEPT_DATA, ""),
    ("production", _PRODUCTION, "primary"),
    ("dr ", _RECOVERY, r"\g<before>standby"),
    ("recovery", _RECOVERY, r"\g<before>standby"),
    (" other", _OTHER_OF_THE, r"the other \g<whose> one"),
    ("same as ", _SAME_AS_OURS, ""),
    ("go ", _GO_TO, r"\g<lead>use "),
    (" after all", _AFTER_ALL, r"no, make it \g<how>"),
    (" out ", _ALL_OUT, "remove everything except"),
    (" off ", _ALL_OUT, "remove everything except"),
    (" away ", _ALL_OUT, "remove everything except"),
    (" back", _WHAT_WENT, "undo that"),
    (" last ", _LAST_BIT, "undo that"),
    (" last ", _TAKE_LAST, "undo that"),
    (" last ", _LAST_ADDED, "undo that"),
    ("back to", _ONE_BEFORE, "undo that"),
    (" had ", _HAD_AT_FIRST, _original),
    (" by mistake", _BY_MISTAKE, r"not \g<old>"),
    (" by accident", _BY_MISTAKE, r"not \g<old>"),
    (" in error", _BY_MISTAKE, r"not \g<old>"),
    (" many ", _HOW_MANY_COME, "we want to know how many visitors"),
    (" but ", _ENOUGH_FOR_ME, _enough),
    (" be ", _EITHER_COUNT, ""),
    ("replace ", _EXCHANGE, r"change the \g<what> to "),
    ("swap ", _EXCHANGE, r"change the \g<what> to "),
    ("exchange ", _EXCHANGE, r"change the \g<what> to "),
    ("switch ", _EXCHANGE, r"change the \g<what> to "),
    ("substitute ", _EXCHANGE, r"change the \g<what> to "),
)
"""Cue, construction, what it comes to."""
