"""Dialogue acts: yes and no, questions, undo, start over, choices, a person wanted, and the like."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.events import Act
from dialogue.patterns import regex
from dialogue.understanding.choosing import choose
from dialogue.understanding.commands import Command, commands
from dialogue.understanding.person import declines_person, wants_person
from dialogue.understanding.questions import question
from dialogue.understanding.text import Utterance
from dialogue.understanding.yes_no import yes_no

_SIMPLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("thanks", regex(r"(?i)\b(?:thanks|thank (?:you|u)|cheers|much appreciated|thx|ta)\b")),
    ("greet", regex(r"(?i)^(?:hi|hello|hey|heya|good (?:morning|afternoon|evening|day)|greetings|hiya|howdy|salaam|hallo|yo|g'day|morning|evening)\b")),
    ("abuse", regex(r"(?i)\b(?:idiot\w*|imbecile|stupid (?:bot|machine|thing|robot|program)|(?:you(?:'re| are)|this is|so) (?:\w+ )?(?:stupid|useless|dumb|rubbish|crap|pathetic|hopeless|a joke)|fuck\w*|shit\w*|bullshit|moron\w*|bastard|wanker|asshole|arsehole|bollocks|useless (?:bot|thing|piece|machine)|dumb (?:bot|machine|thing)|screw you|shut up|piss off|bloody (?:useless|stupid|thing))\b")),
)  # fmt: skip
_RESEND = regex(
    r"(?i)\b(?:resend|re-send|send (?:me |us )?(?:(?:a|the|another|that|a new|it) )+(?:code|again)|new code|another code|code again|(?:did(?:n't| not)|haven't|have not|never) (?:get|got|receive|received|arrive|seen?) (?:(?:a|the|any|that|your) )?(?:code|e-?mail|mail)|no (?:e-?mail|mail|code) (?:arrived|came|yet|so far)|(?:code|mail) (?:did(?:n't| not)|has(?:n't| not)|never) (?:come|came|arrive|arrived|shown? up|reach\w* me)|nothing (?:arrived|came|in my (?:inbox|mailbox)))\b"
)
_SLOT_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("workers", regex(r"(?i)\b(?:workers?|nodes?)\b")),
    ("highAvailability", regex(r"(?i)\b(?:high(?:ly)? availab\w+|ha|redundan\w+)\b")),
    ("regions", regex(r"(?i)\b(?:regions?|locations?|places?|city|cities|country|move|sites?)\b")),
    ("size", regex(r"(?i)\b(?:sizes?|machines?|servers?)\b")),
    ("apps", regex(r"(?i)\b(?:apps?|applications?)\b")),
    ("email", regex(r"(?i)\b(?:e-?mails?|mails?(?: address)?)\b")),
    ("domain", regex(r"(?i)\b(?:domains?|subdomain|label|(?:web )?address)\b")),
    ("organisation", regex(r"(?i)\b(?:renam\w+|names?|organi[sz]ation|company)\b")),
)
_STEPS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("2", regex(r"(?i)\b(?:last|previous|latest) (?:two|2)\b|\bboth\b|\btwice\b|\btwo (?:steps|times|changes)\b")),
    ("3", regex(r"(?i)\b(?:last|previous|latest) (?:three|3)\b|\bthree (?:steps|times|changes)\b")),
)
_AT_FIRST = regex(r"(?i)\boriginal(?:ly)?\b|\binitial(?:ly)?\b|\b(?:at|in|from)\s+the\s+(?:very\s+)?(?:beginning|start|outset)\b|\bat\s+first\b|\b(?:started|began)\s+with\b")
_LEFT_OUT = regex(r"(?i)leave\s+it\s+(?:off|out|away|alone)")
_WEAK = regex(r"(?i)^(?:scratch|strike|ignore|disregard|retract|cancel|forget|drop|delete|remove|discard|skip)\b")


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts of one utterance, besides what it informs about."""

    acts: tuple[Act, ...]
    question: tuple[int, int] | None = None
    """Character range of the question, so that its words aren't taken as wishes."""
    commands: tuple[Command, ...] = ()
    """What was said to the talk itself, with its place."""

    def has(self, name: str) -> bool:
        """An act of this name is among them."""
        return any(act.name == name for act in self.acts)

    def command(self, name: str) -> Command | None:
        """The first command of this name."""
        return next((c for c in self.commands if c.name == name), None)


def acts(utterance: Utterance, *, options: Sequence[str] = ()) -> Acts:
    """Acts found by shape alone; what they mean depends on the open question.

    Args:
        options: what the last question offered, for "the second one".
    """
    text = utterance.text.strip()
    told = tuple(commands(utterance.text))
    found = _commanded(told)
    for name, pattern in _SIMPLE:
        if pattern.search(text):
            found.append(Act.model_validate({"name": name}))
    if resent := _RESEND.search(utterance.text):
        # "I didn't get the code" asks for no repetition
        told = (*(c for c in told if c.name != "repeat"), Command("resend_code", resent.start(), resent.end()))
        found = [*(act for act in found if act.name != "repeat"), Act(name="resend_code")]
    declined = declines_person(text)
    if declined:
        found.append(Act(name="deny", topic="changes"))
    elif wants_person(utterance):
        found.append(Act(name="human"))
    if any(act.name == "redo" for act in found):
        found = [act for act in found if act.name != "undo"]
    asked = question(text)
    names = {act.name for act in found}
    if not declined and not names & {"cancel", "restart", "undo", "redo"} and not any(act.topic in ("retry", "pause") for act in found):
        found += yes_no(text, asks=asked is not None)
    picked = choose(utterance, options)
    if isinstance(picked, tuple) and len(picked) == 1:
        found.append(Act(name="choose", topic=str(picked[0] + 1)))
    span: tuple[int, int] | None = None
    if asked and not names & {"repeat", "human", "resend_code", "restart"} and ("undo" not in names or _apart(text, told, asked)):
        topic, span = asked
        found.append(Act(name="ask", topic=topic))
    return Acts(tuple(found), span, told)


_ON = regex(r"(?i)[.,;!?]|\b(?:and|then|but|also|now)\b")


def _apart(text: str, told: Sequence[Command], asked: tuple[str, tuple[int, int]]) -> bool:
    """ "undo that and tell me the price": the question comes behind the command and is about something of its own."""
    topic, (begin, _) = asked
    return topic not in ("unknown", "plan", "missing") and all(c.end <= begin and _ON.search(text, c.start + len(c.what.split(" ")[0]), begin) for c in told if c.name == "undo")


def _commanded(told: Sequence[Command]) -> list[Act]:
    found: dict[str, Act] = {}
    for command in told:
        match command.name:
            case "retry":
                act = Act(name="affirm", topic="retry")
            case "pause":
                act = Act(name="unknown", topic="pause")
            case "cancel" if _LEFT_OUT.fullmatch(command.what):
                act = Act(name="deny", topic="changes")
            case "undo":
                act = Act(name="undo", topic=undone(command.what))
            case "restart" | "redo" | "cancel" | "repeat" | "resend_code":
                act = Act(name=command.name)
        found.setdefault(command.name, act)
    return list(found.values())


def undone(words: str) -> str | None:
    """What an undo is about: a slot, a number of steps, or just the last change."""
    topic = next((topic for topic, pattern in (*_STEPS, *_SLOT_WORDS) if pattern.search(words)), None)
    return f"first:{topic}" if topic and not topic.isdecimal() and _AT_FIRST.search(words) else topic


def weak(command: Command) -> bool:
    """ "scratch that" takes back words; "undo that" takes back a change."""
    return _WEAK.match(command.what) is not None
