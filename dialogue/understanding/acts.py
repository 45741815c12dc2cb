"""Dialogue acts: yes and no in their shapes, questions, undo, start over, and the like."""

import re
from dataclasses import dataclass

from dialogue.events import Act
from dialogue.understanding.numbers import ordinal
from dialogue.understanding.privacy import MASK
from dialogue.understanding.text import Utterance

_YES = re.compile(
    r"""(?ix)^(?:(?:oh|ah|um+|uh|well|ok(?:ay)?|alright|and|so|great|perfect|good|nice|thanks?|thank\s+you|please|hmm+)[\s,.!]*)*
    (?:yes+|yeah|yep|yup|ya|aye|sure|of\s+course|certainly|absolutely|definitely|correct|confirm(?:ed)?|agreed|exactly|affirmative|
       go(?:\s+ahead|\s+for\s+it|\s+on)?(?=$|[\s,.!])(?!\s+(?:with|to|back|for\s+[^i]))|do\s+(?:it|that|so)|make\s+it\s+so|create\s+(?:it|that|the|my)|proceed|
       let's\s+(?:go|do\s+(?:it|that|this))|lets\s+(?:go|do\s+(?:it|that))|that(?:'s|\s+is)\s+(?:right|correct|fine|good|great|perfect|it|ok(?:ay)?)|
       (?:that\s+|it\s+|this\s+|all\s+|everything\s+)?(?:sounds|looks|seems|is|are)\s+(?:\w+\s+)?(?:good|right|fine|great|perfect|correct|ok(?:ay)?|nice|lovely)|
       all\s+(?:good|right|fine|correct|set)|why\s+not|by\s+all\s+means|i\s+(?:confirm|agree|do|approve|accept)|approved?|accepted|build\s+it|launch\s+(?:it)?|ship\s+it|
       please\s+(?:do|go\s+ahead|create|proceed)|ready|works\s+for\s+me|fine(?:\s+(?:by|with)\s+(?:me|us))?|y|you\s+(?:can|may)\s+(?:go\s+ahead|create|proceed|start)|start\s+it|deploy(?:\s+it)?|
       ok(?:ay)?|alright|perfect|great|wonderful|excellent|good)(?=$|[\s,.!?;:])"""
)
_YES_LATER = re.compile(
    r"(?i)\b(?:go ahead|please (?:do|create|proceed)|create it|do it now|let's do it|make it so|confirmed|i confirm|please go|build it|deploy it)\b"
)
_NO = re.compile(
    r"""(?ix)^(?:(?:oh|ah|um+|well|hmm+|sorry|actually|wait)[\s,.!]*)*
    (?:no+(?!\s+(?:problem|worries|doubt|workers?|changes?|need|mail|rush|one))|nope|nah|negative|not\s+(?:yet|now|really|quite|right|correct|at\s+all|that|so\s+fast)|never|
       don't|do\s+not|wait|hold\s+on|hang\s+on|stop|rather\s+not|i\s+(?:don't|do\s+not)\s+(?:want|think|agree|like)|that(?:'s|\s+is)\s+(?:not|wrong)|wrong|incorrect|none\s+of)
    (?=$|[\s,.!?;:])"""
)
_NO_SUCH = re.compile(
    r"(?ix)^(?:(?:oh|ah|um+|well|hmm+|sorry|actually|wait)[\s,.!]*)*no\s+(?!(?:no|nope|make|making|use|i|i'd|i'm|we|we'd|you|he|she|they|it|it's|its|that|that's|"
    r"this|these|the|my|our|let|let's|lets|put|change|go|actually|thanks|thank|thx|please|not|never|way|don't|dont|do|wait|hold|sorry|stop|rather|call|leave|keep|create|cancel|"
    r"can|could|but|and|sir|madam|good|just|only|then|because|there|in|for|set|take|give|send|wrong|absolutely|really|nothing|cheers|ok|okay|forget|drop|add|remove|try)\b)\w"
)
"""A "no" that belongs to the word after it: "no website", "no e-mail arrived"."""
_NO_TROUBLE = re.compile(r"(?i)^(?:no (?:problem|worries|doubt)|no changes?|nothing (?:else|to change)|no need to change)\b")
_HEDGE = re.compile(
    r"(?i)\b(?:maybe|perhaps|i guess|i suppose|probably|might|not sure|unsure|i think so|possibly|if\b|unless|as long as|only when|once|after you|later|let me think|in a (?:bit|minute|moment)|hmm+)"
)
_BACKCHANNEL = re.compile(r"(?i)^(?:m+h+m+|uh[ -]?huh|mm+|hm+|aha|uhu|right|i see|got it)[\s.!]*$")
_RESERVATION = re.compile(r"(?i)\b(?:but|except|however|although|only not|just not|apart from)\b")
_AFTER_CODE = re.compile(
    rf"(?i)^(?:(?:it's|it|here's|here|the|my|code|is|that's|and|ok(?:ay)?|number|says|got)[\s,:]+)*{MASK}[\s,.;:!-]*(?:and\s+)?(?=\S)"
)
"""A code that leads: "123456, yes"."""
_WAVERS = re.compile(
    r"(?i)[?]|\b(?:no|not|nope|nah|wait|stop|hold on|hang on|don't|never|yeah,? right|yes or|as if|whatever|kidding|joking|lol|haha)\b"
)
_NO_HARM = re.compile(
    r"(?i)\b(?:no (?:problem|problems|worries|doubt|changes?|rush|need|further|more|other)|why not|not (?:a )?(?:problem|bad)|"
    r"(?:do(?:n't| not)|no need to) (?:wait|change (?:it|anything|a thing)|hesitate|worry)|nothing)\b"
)
_HAS_CODE = re.compile(r"(?i)\b(?:code|e-?mail|mail|inbox|message)\b")
_HARMLESS = frozenset(
    "yes yeah yep yup ya aye y sure ok okay please go ahead on for it create do that so this these the plan my our cloud now then "
    "thanks thank you very much perfect great good nice lovely wonderful excellent brilliant fine cool looks look sounds sound seems right "
    "correct let's lets we i me us am are is was be all everything set exactly what want wanted need needed confirm confirmed confirming "
    "agree agreed approve approved accept accepted absolutely definitely certainly of course by means build deploy launch ship start proceed "
    "ready works work happy with as read back and a to would like love just can could may should will shall make affirmative deal done "
    "that's it's i'm i'd we're we'd oh ah well um uh hmm and too also deployment sovereign setup server everybody very quite really totally".split()
)
_ACKNOWLEDGES = re.compile(
    r"(?i)^(?:(?:ok(?:ay)?|alright|great|good|nice|perfect|wonderful|excellent|lovely|cool|fine)[\s,.!]+)*"
    r"(?:(?:many )?thanks(?: a lot)?|thank you(?: very much)?|cheers|great|good|nice|perfect|wonderful|excellent|lovely|cool)[\s.!]*$"
)
_SIMPLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("restart", re.compile(r"(?i)\b(?:start (?:all )?over|start (?:again|afresh|anew)|from scratch|begin again|start from the beginning|reset (?:everything|it all|the plan)|clear everything|forget everything)\b")),
    ("undo", re.compile(r"(?i)\b(?:undo|take (?:that|it) back|revert(?: that)?|scratch that|go back (?:one|a) step|put it back|as it was before|back to (?:what|how) it was)\b|^(?:please )?go back[.!]?$")),
    ("human", re.compile(r"(?i)\b(?:(?:speak|talk|chat) (?:to|with) (?:a |an |some)?(?:human|person|one|body|real person|someone|somebody|agent|representative|sales\w*|your team|people)|human being|real person|real human|(?:a|your) (?:sales ?person|representative|colleague)|hand me (?:over|off)|call me back|talk to (?:someone|somebody|sales))\b")),
    ("retry", re.compile(r"(?i)^(?:(?:please|ok(?:ay)?|yes|no|just|so|let's|can you|could you|and)[\s,]+)*(?:try|do|check|look|go) (?:it |that )?(?:once more|again|one more time)\b|^(?:please )?retry\b")),
    ("cancel", re.compile(r"(?i)^(?:(?:please|no|ok|okay|just)[\s,]+)*(?:cancel|abort|forget (?:it|about it|the whole thing)|never ?mind|quit|leave it(?: be)?|stop (?:it|everything|this|now|the whole thing)|call it off|don't (?:create|do|deploy|build) (?:it|anything|that)|do not (?:create|do|deploy|build) (?:it|anything|that))\b(?! (?:the|that|my|our) (?:website|wiki|blog|second|app|booking|worker|region))")),
    ("repeat", re.compile(r"(?i)\b(?:repeat (?:that|it|please|the)|say (?:that|it) again|come again|pardon(?: me)?|what did you say|once more please|again please|say again|didn't (?:hear|catch) (?:that|you))\b|^(?:repeat|again|sorry|what|huh)\s*\?*[.!]*$")),
    ("resend_code", re.compile(r"(?i)\b(?:resend|re-send|send (?:me |us )?(?:(?:a|the|another|that|a new) )+code|new code|another code|code again|(?:did(?:n't| not)|haven't|have not|never) (?:get|got|receive|received|arrive|seen?) (?:(?:a|the|any|that|your) )?(?:code|e-?mail|mail|it)|no (?:e-?mail|mail|code) (?:arrived|came|yet)|code (?:did(?:n't| not)|has(?:n't| not)) (?:come|arrive|arrived))\b")),
    ("thanks", re.compile(r"(?i)\b(?:thanks|thank you|cheers|much appreciated|thx)\b")),
    ("greet", re.compile(r"(?i)^(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|hiya|howdy|salaam|hallo)\b")),
    ("abuse", re.compile(r"(?i)\b(?:idiot|stupid (?:bot|machine|thing)|fuck|shit|moron|useless (?:bot|thing|piece)|dumb (?:bot|machine))\b")),
)  # fmt: skip
_QUESTION = re.compile(
    r"(?i)(?:^|[.!?,;]\s*|\b(?:but|and|yes|no|ok(?:ay)?|first|also)[\s,]+)(?:(?:but|and|so|then|well)[\s,]+)?(what|what's|whats|why|how|which|who|when|where|is|are|can|could|do|does|will|would|may|should|explain|tell me|am)\b([^.!?]*)(\?)?"
)
_TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("price", re.compile(r"(?i)\b(?:cost|costs|price|prices|pricing|how much|expensive|cheap|cheaper|pay|monthly|per month|a month|fee|bill)\b")),
    ("plan", re.compile(r"(?i)\b(?:read (?:it|that|the plan) back|(?:show|see|tell me|what(?:'s| is)) (?:me )?(?:the|my|our) plan|what do (?:we|you) have|so far|summar\w+|what have (?:you|we) got|current plan|overview)\b")),
    ("missing", re.compile(r"(?i)\b(?:what (?:else|more|is missing|do you (?:still )?need|now|next)|still need|missing|left to do|next step)\b")),
    ("status", re.compile(r"(?i)\b(?:(?:being|been) (?:created|built|made)|how far|status|progress|is it (?:ready|done|up|finished)|what (?:has )?happened|what went wrong|done yet|ready yet|how is it going|eta)\b")),
    ("duration", re.compile(r"(?i)\bhow long\b|\bhow (?:fast|quickly|soon)\b|\bwhen (?:will|would|can) (?:it|that|this|i|we)\b")),
    ("region", re.compile(r"(?i)\b(?:regions?|locations?|data ?cent(?:er|re)s?|where (?:is|are|will|would|can|do|does)|countries)\b")),
    ("size", re.compile(r"(?i)\b(?:sizes?|machines?|servers?|skus?|cpx\d+|ccx\d+|cax\d+|cores|ram)\b")),
    ("apps", re.compile(r"(?i)\b(?:apps?|applications?|software|programs?|catalog(?:ue)?|install(?:ed|able)?|mail server|crm)\b")),
    ("sovereign", re.compile(r"(?i)\bsovereigns?\b")),
    ("workers", re.compile(r"(?i)\bworkers?\b|\bnodes?\b")),
    ("ha", re.compile(r"(?i)\bhigh(?:ly)? availab\w+|\bHA\b")),
    ("domain", re.compile(r"(?i)\b(?:domains?|subdomain|dns|address|fqdn|pool)\b")),
    ("mesh", re.compile(r"(?i)\b(?:mesh|cilium)\b")),
    ("residency", re.compile(r"(?i)\b(?:residency|gdpr|compliance|compliant|hipaa|data stay|dora|nis2)\b")),
    ("storage", re.compile(r"(?i)\b(?:object storage|storage|buckets?|s3|backups?)\b")),
    ("code", re.compile(r"(?i)\b(?:code|verify|verification)\b")),
    ("ssh", re.compile(r"(?i)\b(?:ssh|keys?)\b")),
    ("security", re.compile(r"(?i)\b(?:secure|security|safe|privacy|private|encrypted)\b")),
    ("emulator", re.compile(r"(?i)\b(?:emulator|real cloud|is this real|demo|demonstration|simulat\w+)\b")),
    ("provider", re.compile(r"(?i)\b(?:provider|hetzner|aws|azure|amazon|google cloud|oracle)\b")),
    ("who", re.compile(r"(?i)\b(?:who are you|what(?:'s| is) this(?= *\?*$)|what are you|are you (?:a |an )?(?:bot|human|robot|person|ai|real)|your name|which (?:model|llm))\b")),
    ("help", re.compile(r"(?i)\b(?:help|what can (?:you|i)|how does (?:it|this) work|options|possible)\b")),
    ("why", re.compile(r"(?i)^why\b|\bwhy\b")),
)  # fmt: skip
_POLITE = re.compile(
    r"(?i)^(?:can|could|would|will|may) (?:you|we|i|it|that|this)\b(?! (?:tell|explain|say|show|repeat|change it later|help))|^what about\b|^how about\b|^is (?:it|that) (?:ok|okay|fine) (?:if|to)\b|^do you mind\b|^why not\b|^why don't (?:we|you)\b|^can (?:it|that) be\b"
)
_STATES = re.compile(r"(?i)^(?:should|will) be\b|^is (?:called|fine|good|ok|in|a)\b|^are (?:called|fine|good|ok|in|a|based)\b")
"""The rest of a statement ("our shop is in Ghent"), when no question mark ends it."""
_COMMAND = re.compile(r"(?i)^(?:explain|tell me|remind me|what does|define|describe)\b")


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts of one utterance, besides what it informs about."""

    acts: tuple[Act, ...]
    question: tuple[int, int] | None = None
    """Character range of the question, so that its words aren't taken as wishes."""

    def has(self, name: str) -> bool:
        """An act of this name is among them."""
        return any(act.name == name for act in self.acts)


def acts(utterance: Utterance, *, options: int) -> Acts:
    """Acts found by shape alone; what they mean depends on the open question.

    Args:
        options: how many options the last question offered, for "the second one".
    """
    text = utterance.text.strip()
    found: list[Act] = []
    for name, pattern in _SIMPLE:
        if pattern.search(text):
            found.append(Act(name="affirm", topic="retry") if name == "retry" else Act.model_validate({"name": name}))
    question = _question(text)
    names = {act.name for act in found}
    if not names & {"cancel", "restart", "undo"} and not any(act.topic == "retry" for act in found):
        found += _yes_no(_AFTER_CODE.sub("", text, count=1), question is not None)
    if options:
        found += _choice(utterance, options)
    span: tuple[int, int] | None = None
    if question and not names & {"repeat", "human", "resend_code"}:
        topic, span = question
        found.append(Act(name="ask", topic=topic))
    return Acts(tuple(found), span)


def _yes_no(text: str, asks: bool) -> list[Act]:
    if _BACKCHANNEL.match(text):
        return [Act(name="affirm", topic="backchannel")]
    if _NO_TROUBLE.match(text):
        return [Act(name="affirm")] if not asks and _YES_LATER.search(text) else [Act(name="deny", topic="changes")]
    if _NO.match(text) and not _NO_SUCH.match(text):
        return [Act(name="deny")]
    if _YES.match(text) or _YES_LATER.search(text):
        return [Act(name="affirm", topic=_doubt(text))]
    return []


def _doubt(text: str) -> str | None:
    """What keeps a yes from being a clear one: a reservation, or thanks that only acknowledge."""
    if _HEDGE.search(text) or _RESERVATION.search(text) or _WAVERS.search(_NO_HARM.sub(" ", text)):
        return "hedged"
    if _ACKNOWLEDGES.match(text):
        return "hedged"
    if MASK in text:
        return None
    strange = [w for w in re.findall(r"[^\W_]+(?:'[^\W_]+)?", _NO_HARM.sub(" ", text).casefold()) if w not in _HARMLESS]
    return "hedged" if len(strange) > 1 and not _YES_LATER.search(text) or _HAS_CODE.search(text) else None


def _choice(utterance: Utterance, options: int) -> list[Act]:
    words = utterance.words
    if len(words) > 8:
        return []
    for index, word in enumerate(words):
        place = ordinal(word.norm)
        counted = word.norm.isdecimal() and len(word.norm) <= 2
        named = index > 0 and words[index - 1].norm in ("option", "number")
        if place is None and counted and (named or len(words) <= 2):
            place = int(word.norm)
        if place is not None and (place == -1 or 1 <= place <= options):
            return [Act(name="choose", topic=str(options if place == -1 else place))]
    return []


def _question(text: str) -> tuple[str, tuple[int, int]] | None:
    for match in _QUESTION.finditer(text):
        body = text[match.start(1) : match.end()]
        marked = match.group(3) is not None
        word = match.group(1).lower()
        if _POLITE.match(body) or (_STATES.match(body) and not marked) or not (marked or word in _ALWAYS_ASKS or _COMMAND.match(body)):
            continue
        for topic, pattern in _TOPICS:
            if pattern.search(body):
                return topic, (match.start(1), match.end())
        if marked or _COMMAND.match(body):
            return "unknown", (match.start(1), match.end())
    about = re.match(r"(?i)(?:and |but |ok(?:ay)? |so )?(?:what|how) about (?:the |my |our |a |an )?(.+)", text)
    for topic, pattern in _TOPICS:
        if about and topic in _ABOUT and pattern.search(about.group(1)):
            return topic, (0, len(text))
    if re.fullmatch(r"(?i)(?:please |i need (?:some )?)?help(?: me)?(?: please)?[\s.!]*", text):
        return "help", (0, len(text))
    if re.search(r"(?i)\b(?:read (?:it|that|the plan) back|show me the plan|how much)\b", text):
        return ("price" if "how much" in text.lower() else "plan"), (0, 0)
    return None


_ABOUT = frozenset({"mesh", "ssh", "security", "storage", "duration", "price", "code", "sovereign"})
_ALWAYS_ASKS = frozenset({"what", "what's", "whats", "why", "how", "explain", "tell me", "who", "when"})
