"""Dialogue acts: yes and no, questions, undo, start over, choices, a person wanted, and the like."""

import re
from dataclasses import dataclass

from dialogue.events import Act
from dialogue.understanding.numbers import ordinal
from dialogue.understanding.questions import question
from dialogue.understanding.scope import cue_before
from dialogue.understanding.text import Utterance
from dialogue.understanding.yes_no import yes_no

_SIMPLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("restart", re.compile(r"(?i)\b(?:start (?:all )?over|start (?:again|afresh|anew)|from scratch|begin again|start from the beginning|reset (?:everything|it all|the plan)|clear everything|forget everything)\b")),
    ("undo", re.compile(r"(?i)\b(?:undo|take (?:that|it) back|revert(?: that)?|scratch that|go back (?:one|a) step|put it back|as it was before|back to (?:what|how) it was)\b|^(?:please )?go back[.!]?$")),
    ("redo", re.compile(r"(?i)^(?:(?:no|ok(?:ay)?|please|actually|wait|sorry)[\s,]+)*(?:redo(?: (?:that|it|this|the last (?:one|step|change)))?|undo (?:the|that) undo|bring (?:it|that) back|(?:restore|reinstate) (?:it|that))(?:[\s,]+(?:again|please|then))*[\s.!]*$")),
    ("human", re.compile(r"(?i)\bhand (?:me|us|this|it) (?:over|off)\b|\b(?:call|phone|ring) (?:me|us)(?: back| please| later)\b")),
    ("retry", re.compile(r"(?i)^(?:(?:please|ok(?:ay)?|yes|no|just|so|let's|can you|could you|and)[\s,]+)*(?:try|do|check|look|go) (?:it |that )?(?:once more|again|one more time)\b|^(?:please )?retry\b")),
    ("cancel", re.compile(r"(?i)^(?:(?:please|no|ok|okay|just)[\s,]+)*(?:cancel|abort|forget (?:it|about it|the whole thing)|never ?mind|quit|leave it(?: be)?|stop (?:it|everything|this|now|the whole thing)|call it off|don't (?:create|do|deploy|build) (?:it|anything|that)|do not (?:create|do|deploy|build) (?:it|anything|that))\b(?! (?:the|that|my|our) (?:website|wiki|blog|second|app|booking|worker|region))")),
    ("repeat", re.compile(r"(?i)\b(?:repeat (?:that|it|please|the)|say (?:that|it) again|come again|pardon(?: me)?|what did you say|once more please|again please|say again|didn't (?:hear|catch) (?:that|you))\b|^(?:repeat|again|sorry|what|huh)\s*\?*[.!]*$")),
    ("resend_code", re.compile(r"(?i)\b(?:resend|re-send|send (?:me |us )?(?:(?:a|the|another|that|a new) )+code|new code|another code|code again|(?:did(?:n't| not)|haven't|have not|never) (?:get|got|receive|received|arrive|seen?) (?:(?:a|the|any|that|your) )?(?:code|e-?mail|mail|it)|no (?:e-?mail|mail|code) (?:arrived|came|yet)|code (?:did(?:n't| not)|has(?:n't| not)) (?:come|arrive|arrived))\b")),
    ("thanks", re.compile(r"(?i)\b(?:thanks|thank you|cheers|much appreciated|thx)\b")),
    ("greet", re.compile(r"(?i)^(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|hiya|howdy|salaam|hallo)\b")),
    ("abuse", re.compile(r"(?i)\b(?:idiot|stupid (?:bot|machine|thing)|fuck|shit|moron|useless (?:bot|thing|piece)|dumb (?:bot|machine))\b")),
)  # fmt: skip


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
    if _wants_person(utterance) and not any(act.name == "human" for act in found):
        found.append(Act(name="human"))
    if any(act.name == "redo" for act in found):
        found = [act for act in found if act.name != "undo"]
    asked = question(text)
    names = {act.name for act in found}
    if not names & {"cancel", "restart", "undo", "redo"} and not any(act.topic == "retry" for act in found):
        found += yes_no(text, asks=asked is not None)
    if options:
        found += _choice(utterance, options)
    span: tuple[int, int] | None = None
    if asked and not names & {"repeat", "human", "resend_code"}:
        topic, span = asked
        found.append(Act(name="ask", topic=topic))
    return Acts(tuple(found), span)


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


_PERSON = frozenset("human humans person agent representative colleague operator adviser advisor salesperson someone somebody anyone support sales staff".split())
_PLAINLY = frozenset("human representative salesperson".split())
"""Said with "need" or "want", or alone, they mean a person of ours; "someone" and "support" don't."""
_CONTACT = frozenset("speak speaking talk talking chat connect transfer through pass hand escalate".split())
_FETCH = frozenset("get call ring phone want need prefer give have reach contact find".split())
_BETWEEN = frozenset("me us to a an the with over on your some real live actual human from of team sales support can could please someone somebody to be rather just".split())


def _wants_person(utterance: Utterance) -> bool:
    """ "get me a human", "can I talk to somebody", "put me through to sales": a verb of contact that reaches a person."""
    words = utterance.words
    for index, word in enumerate(words):
        if word.norm not in _PERSON and word.norm.rstrip("s") not in _PERSON:
            continue
        alone = len(words) <= 3 and word.norm in _PLAINLY | {"agent", "person"}
        if utterance.norms(index + 1, index + 2) == ("else",) and "was" in utterance.norms(0, index):
            continue  # "I was talking to someone else"
        if alone or _contacted(utterance, index, plainly=word.norm in _PLAINLY or _real(utterance, index)):
            return cue_before(utterance, index, spans=set()).mode != "remove"
    return False


def _real(utterance: Utterance, index: int) -> bool:
    return bool({"real", "live", "actual", "human"} & set(utterance.norms(max(0, index - 2), index)))


def _contacted(utterance: Utterance, index: int, *, plainly: bool) -> bool:
    """A verb of contact before it with nothing but small words between."""
    for at in range(index - 1, max(-1, index - 8), -1):
        norm = utterance.words[at].norm
        if norm in _CONTACT:
            return True
        if norm in _FETCH:
            return plainly or utterance.norms(at + 1, at + 2) in (("me",), ("us",)) or norm in ("reach", "contact")
        if norm == "there" and plainly:
            return True
        if norm not in _BETWEEN or utterance.words[at + 1].brk == 2:
            return False
    return False
