"""A no that is said with more than one word: strengthened ("absolutely not"), or behind a yes that it takes back ("yes. no, wait")."""

from dialogue.patterns import regex

_LEAD = r"(?:(?:oh|ah|um+|uh|well|hmm+|sorry|actually|my|dear|good|and|but|wait)[\s,.!]+){0,4}"
_STRONG = (
    r"(?:(?:most|quite|very|sure\s+as)\s+){0,2}(?:absolutely|certainly|definitely|assuredly|surely|sure|of\s+course|naturally|obviously|clearly|evidently|totally|completely|decidedly|categorically|"
    r"emphatically|really|truly|honestly|frankly|positively|simply|just|hell|heck|heavens?|god|gosh|goodness|lord|christ|jesus|fuck|bloody|damn|yes|yeah|exactly)"
)
_STRENGTHENED = regex(rf"(?i)^{_LEAD}(?:{_STRONG}[\s,.!]+){{1,3}}(?=(?:no+|nope|nah|not|never)\b)")
"""What stands before a no and makes it a stronger one."""
_ALONE = regex(
    r"(?ix)^(?:(?:no+|not|nope|nah|never)(?=\s*(?:$|[,.!?;:]))|(?:no+|not|never)\s+(?:at\s+all|yet|now|today|really|ever|in|on|for|with|until|before|this|that|like|so|way|thanks?|thank|please|again|create|do|the|a\s+chance|my|our|what|if|sir|madam|wait|sorry)\b)"""
)
_OUTRIGHT = regex(
    rf"""(?ix)^{_LEAD}(?:{_STRONG}[\s,.!]+){{0,2}}(?:not\s+(?:a|any|the\s+slightest)\s+chance|not\s+(?:in\s+(?:a\s+)?(?:million|thousand|hundred)\s+years|in\s+(?:this|my|your)\s+(?:life|lifetime)|on\s+your\s+life|for\s+(?:the\s+world|anything|love\s+nor\s+money)|
    happening|going\s+to\s+happen|if\s+i\s+can\s+help)|(?:that(?:'s|\s+is)\s+)?(?:not\s+going\s+to\s+happen|out\s+of\s+the\s+question)|over\s+my\s+dead\s+body|(?:under|in)\s+no\s+(?:circumstances?|case)|by\s+no\s+means|on\s+no\s+account|in\s+no\s+way|(?:no|fat|zero)\s+chance|god\s+forbid|
    never\s+(?:ever|in\s+(?:a|my|your)\b)|perish\s+the\s+thought|not\s+on\s+any\s+account|no+(?:\s+\w+){{0,3}}?\s+no+(?=[\s.!]*$)|no+[\s,]+(?:{_STRONG}[\s,.!]*){{1,2}}$|no+(?=[\s.!]*$)|
    anything\s+but(?:\s+that)?(?=\s*(?:$|[.!])))(?=$|[\s,.!?;:])"""
)
_NO_THANKS = regex(r"(?i)^(?:(?:thanks?|you|great|good|nice|lovely|perfect|ok(?:ay)?|but|well|oh|hm+|very|kind|of|that's|it's|sounds|all|the\s+same)[\s,.!–-]+){0,6}no[\s,]+(?:thanks|thank\s+(?:you|u)|thx|ta|cheers)(?=$|[\s,.!])")
""" "thanks, but no thanks"."""
_HARMLESS = regex(r"(?i)^(?:no|not)\s+(?:a\s+|any\s+)?(?:problems?|worries|doubt|changes?|rush|need|further|more|other|bad|only|objections?|complaints?|issues?|question|harm)\b")
_THEN_NO = regex(
    r"""(?ix)^(?:(?:oh|ah|well|ok(?:ay)?|alright|yes+|yeah|yep|yup|sure|of\s+course|fine|great|good|perfect|right|go\s+ahead|do\s+it|create\s+it|please|that(?:'s|\s+is)\s+(?:right|fine|correct)|sounds\s+good)[\s,.!…–-]+){1,4}
    (?:(?:oh|ah|um+|er|hmm+|wait|sorry|actually|hang\s+on|hold\s+on)[\s,.!…–-]+){0,3}
    (?:(?:no+|nope|nah)(?=\s*,?\s*(?:$|[.!;…–-])|,?\s+(?:wait|actually|stop|sorry|don't|do\s+not|hold|hang|no|not|thanks|rather|better|never|cancel|leave)\b)|(?:actually\s+|rather\s+)?(?:don't|do\s+not|rather\s+not|better\s+not)(?=\s*(?:$|[,.!;])|\s+(?:do|create|build|start|go|launch)\b)
    |stop|wait(?!\s+(?:for|until|till)\b)|hold\s+(?:on|it|off)|hang\s+on|never\s+mind|forget\s+it)(?=$|[\s,.!;…–-])"""
)
_AFTER_ALL = regex(r"(?i)\b(?:no|nope|nah|wait|stop|sorry)[\s,.!;…–-]+(?:(?:that|it|this|all|everything|i|i'm|we|we're)(?:'s|\s+is|\s+am|\s+are)?\s+)?(?:really\s+)?(?:fine|good|ok(?:ay)?|all|it|right|correct|perfect|great|yes|problem|go\s+ahead|do\s+it|create\s+it)\b")
"""The no says that nothing is to be different, or a yes follows: "right, no, that's all"."""


def strengthened(text: str) -> bool:
    """ "absolutely not", "of course not!", "hell no", "over my dead body": nothing but a no, however it is said. Not what belongs
    to the word behind it ("absolutely no problem", "certainly no blog")."""
    if _OUTRIGHT.match(text) or _NO_THANKS.match(text):
        return True
    lead = _STRENGTHENED.match(text)
    rest = text[lead.end() :] if lead else ""
    return bool(rest) and not _HARMLESS.match(rest) and _ALONE.match(rest) is not None


def taken_back_at_once(text: str) -> bool:
    """ "yes. no, wait", "sure, hold on": the last word is the one that counts."""
    return _THEN_NO.match(text) is not None and not _AFTER_ALL.search(text)
