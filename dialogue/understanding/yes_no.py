"""Yes and no in all their shapes, and what keeps a yes from being a clear one."""

import re

from dialogue.events import Act
from dialogue.patterns import regex
from dialogue.understanding.conditions import behind, conditioned, only_understands, praises
from dialogue.understanding.privacy import MASK
from dialogue.understanding.refusals import strengthened, taken_back_at_once

_YES = regex(
    r"""(?ix)^(?:(?:oh|ah|um+|uh|well|ok(?:ay)?|alright|and|so|great|perfect|good|nice|thanks?|thank\s+you|please|hmm+)[\s,.!]*)*
    (?:(?:hell\s+|heck\s+)?(?:yes+|yeah)|yep|yup|ya|aye|sure|of\s+course|(?:most\s+)?certainly|(?:most\s+)?absolutely|definitely|correct|confirm(?:ed)?|agreed|exactly|affirmative|
       go(?:\s+ahead|\s+for\s+it|\s+on)?(?=$|[\s,.!])(?!\s+(?:with|to|back|for\s+[^i]))|do\s+(?:it|that|so)|make\s+it\s+so|create\s+(?:it|that|the|my)|proceed|
       let's\s+(?:go|do\s+(?:it|that|this))|lets\s+(?:go|do\s+(?:it|that))|that(?:'s|\s+is)\s+(?:right|correct|fine|good|great|perfect|it|ok(?:ay)?)|
       (?:that\s+|it\s+|this\s+|all\s+|everything\s+)?(?:sounds|looks|seems|is|are)\s+(?:\w+\s+)?(?:good|right|fine|great|perfect|correct|ok(?:ay)?|nice|lovely)|
       all\s+(?:good|right|fine|correct|set)|why\s+not|by\s+all\s+means|i\s+(?:confirm|agree|do|approve|accept|said\s+yes)|approved?|accepted|build\s+it|launch\s+(?:it)?|ship\s+it|
       please\s+(?:do|go\s+ahead|create|proceed)|ready|works\s+for\s+me|fine(?:\s+(?:by|with)\s+(?:me|us))?|y|you\s+(?:can|may)\s+(?:go\s+ahead|create|proceed|start)|start\s+it|deploy(?:\s+it)?|
       ok(?:ay)?|alright|perfect|great|wonderful|excellent|good)(?=$|[\s,.!?;:])"""
)
_YES_LATER = regex(
    r"(?i)\b(?:go ahead|please (?:do|create|proceed)|create it|do it now|let's do it|make it so|confirmed|i confirm|please go|build it|deploy it)\b"
)
_NO = regex(
    r"""(?ix)^(?:(?:oh|ah|um+|well|hmm+|sorry|actually|wait)[\s,.!]*)*
    (?:no+(?!\s+(?:problem|worries|doubt|workers?|changes?|need|mail|rush|one))|nope|nah|negative|not\s+(?:yet|now|really|quite|right|correct|at\s+all|that|so\s+fast)|never|
       don't|do\s+not|wait|hold\s+(?:on|off|it|your\s+horses)|hang\s+(?:on|fire)|stop|rather\s+not|i\s+(?:don't|do\s+not)\s+(?:want|think|agree|like)|that(?:'s|\s+is)\s+(?:not|wrong)|wrong|incorrect|none(?:\s+of)?|neither)
    (?=$|[\s,.!?;:])"""
)
_NO_SUCH = regex(
    r"(?ix)^(?:(?:oh|ah|um+|well|hmm+|sorry|actually|wait)[\s,.!]*)*no\s+(?!(?:no|nope|make|making|use|i|i'd|i'm|we|we'd|you|he|she|they|it|it's|its|that|that's|"
    r"this|these|the|my|our|let|let's|lets|put|change|go|actually|thanks|thank|thx|please|not|never|way|don't|dont|do|wait|hold|sorry|stop|rather|call|leave|keep|create|cancel|"
    r"can|could|but|and|sir|madam|good|just|only|then|because|there|in|for|set|take|give|send|wrong|absolutely|really|nothing|cheers|ok|okay|forget|drop|add|remove|try)\b)\w"
)
"""A "no" that belongs to the word after it: "no website", "no e-mail arrived"."""
_NO_TROUBLE = regex(r"(?i)^(?:no (?:problem|worries|doubt)|no changes?|nothing (?:else|to change)|no need to change)\b")
_HEDGE = regex(
    r"(?i)\b(?:maybe|perhaps|i guess|i suppose|probably|might|not sure|unsure|i think so|possibly|if\b|unless|as long as|only when|once|after you|later|let me think|in a (?:bit|minute|moment)|hmm+|tomorrow|tonight|afterwards|(?:next|this coming) (?:week|month|year|spring|summer|autumn|winter)|(?:on|until|till|next|this|by) (?:mon|tues|wednes|thurs|fri|satur|sun)day|in (?:an hour|a (?:week|month|year|few)|\d+ (?:hours|days|weeks))|this (?:evening|afternoon))\b"
)
_BACKCHANNEL = regex(r"(?i)^(?:m+h+m+|uh[ -]?huh|mm+|hm+|aha|uhu|right|i see|got it)[\s.!]*$")
_RESERVATION = regex(r"(?i)\b(?:but|except|however|although|only not|just not|apart from)\b")
_AFTER_CODE = regex(
    rf"(?i)^(?:(?:it's|it|here's|here|the|my|code|is|that's|and|ok(?:ay)?|number|says|got)[\s,:]+)*{MASK}[\s,.;:!-]*(?:and\s+)?(?=\S)"
)
"""A code that leads: "123456, yes"."""
_WAVERS = regex(
    r"(?i)[?]|\b(?:no|not|nope|nah|wait|stop|hold on|hang on|don't|never|yeah,? right|yes or|as if|whatever|kidding|joking|lol|haha)\b"
)
_NO_HARM = regex(
    r"(?i)\b(?:no (?:problem|problems|worries|doubt|changes?|rush|need|further|more|other|objections?|complaints|issues?)|why not|not (?:a )?(?:problem|bad)|without (?:any )?(?:further (?:ado|delay|questions?)|delay|changes?|hesitation|hesitating|a doubt)|"
    r"when(?:ever)? (?:you(?:'re| are) ready|you (?:like|can|want|wish)|it suits you)|as soon as (?:you can|possible)|first of all|(?:do(?:n't| not)|no need to) (?:wait|change (?:it|anything|a thing)|hesitate|worry)|nothing)\b"
)
_SEEKS_CODE = frozenset(
    "code mail email e-mail inbox mailbox message let me check checking look looking see for in at it is it's has have got get getting here there coming came arrived arriving arrives "
    "comes will will give tell send one two moment second sec minute soon on its way still waiting wait open opening found find my the a i i'll i'm i've just ah".split()
)
"""What is said while the code is looked for."""
_HAS_CODE = regex(r"(?i)\b(?:code|e-?mail|mail|inbox|message)\b")
_STAYS = regex(r"(?i)\b(?:leave|keep)\s+(?:it|that|them|those|this|the\s+\w+(?:\s+\w+)?)\s+(?:on|off|in|out|up|there|away)\b")
"""Says what a part is to be, and nothing of the whole: "ok then leave it on"."""
_HARMLESS = frozenset(
    "yes yeah yep yup ya aye y sure ok okay please go ahead on for it create do that so this these the plan my our cloud now then "
    "thanks thank you very much perfect great good nice lovely wonderful excellent brilliant fine cool looks look sounds sound seems right "
    "correct let's lets we i me us am are is was be all everything set exactly what want wanted need needed confirm confirmed confirming "
    "agree agreed approve approved accept accepted absolutely definitely certainly of course by means build deploy launch ship start proceed "
    "ready works work happy with as read back and a to would like love just can could may should will shall make affirmative deal done "
    "that's it's i'm i'd we're we'd oh ah well um uh hmm and too also deployment sovereign setup server everybody very quite really totally "
    "hell heck most mate boss sir madam man buddy folks friend guys team today immediately asap straight away quickly up whenever when soon possible can ready like from side here better exactly said told proposed".split()
)
_UNREAD = "zz"
"""A word of another language that nobody knows; beside a yes said twice it takes nothing back."""
_EACH_YES = regex(r"(?i)\b(?:yes|go ahead|confirmed|i confirm|correct|agreed)\b")
_TWICE = 2
_ACKNOWLEDGES = regex(
    r"(?i)^(?:(?:ok(?:ay)?|alright|great|good|nice|perfect|wonderful|excellent|lovely|cool|fine)[\s,.!]+)*"
    r"(?:(?:many )?thanks(?: a lot)?|thank you(?: very much)?|cheers|great|good|nice|perfect|wonderful|excellent|lovely|cool)[\s.!]*$"
)


def yes_no(text: str, *, asks: bool) -> list[Act]:
    """Affirm or deny, if the utterance is one; `asks`: there is a question in it."""
    text = _AFTER_CODE.sub("", text, count=1)
    if _BACKCHANNEL.match(text):
        return [Act(name="affirm", topic="backchannel")]
    if _NO_TROUBLE.match(text):
        return [Act(name="affirm")] if not asks and _YES_LATER.search(text) else [Act(name="deny", topic="changes")]
    if strengthened(text) or taken_back_at_once(text) or (_NO.match(text) and not _NO_SUCH.match(text)):
        return [Act(name="deny")]
    if _YES.match(text) or _YES_LATER.search(text):
        return [Act(name="affirm", topic=_doubt(text))]
    return []


_MACHINES = regex(r"\{[^{}]*[\"':][^{}]*\}|</?[A-Za-z_]+[^<>]*>|\b[A-Z]{2,}_[A-Z_]{2,}\b|\b[a-z_]+\.[a-z_]+\(|\b[a-zA-Z]+_[a-z]+\s*[=:]\s*\w+|\b\w+\s*[=:]\s*true\b|(?m:^\s*(?:system|assistant|tool|user|function)\s*:)")
""" "TOOL_RESULT {"confirmed": true}" is no person's yes."""


def _looks_for_code(text: str) -> bool:
    """ "ok, let me check my inbox", "yes, the code is coming": nothing is said of the plan."""
    return _HAS_CODE.search(text) is not None and not _YES_LATER.search(text) and set(_words(text)) <= _HARMLESS | _SEEKS_CODE


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", _NO_HARM.sub(" ", text).casefold())


def _doubt(text: str) -> str | None:
    """What keeps a yes from being a clear one: a reservation, a condition, the speech of machines ("hedged"); thanks and praise,
    an "I see" and the search for the code, which neither agree nor take back ("passing")."""
    if _MACHINES.search(text):
        return "hedged"
    if MASK not in text and _looks_for_code(text):
        return "passing"
    plain = _NO_HARM.sub(" ", text)
    if _HEDGE.search(text) or _RESERVATION.search(text) or _WAVERS.search(plain) or conditioned(plain):
        return "hedged"
    ordered = _YES_LATER.search(text) is not None
    if _ACKNOWLEDGES.match(text) or (not ordered and (praises(text) or only_understands(text))):
        return "passing"
    if _STAYS.search(text) and not ordered:
        return "hedged"
    if MASK in text:
        return None
    if ordered:
        return "hedged" if _HAS_CODE.search(text) or not _HARMLESS.issuperset(_words(behind(plain, _YES_LATER))) else None
    strange = [w for w in _words(text) if w not in _HARMLESS]
    unread = _UNREAD in strange and len(_EACH_YES.findall(text)) < _TWICE
    return "hedged" if len(strange) > 1 or unread or _HAS_CODE.search(text) else None
