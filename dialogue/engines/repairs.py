"""What of a message counts for the plan: without questions, asides and commands, and without what is taken back in it.

"Five workers. Scratch that, two" corrects itself and undoes nothing; "undo that and make it large" undoes and goes on; "start over:
we're Acme" begins anew with what follows.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from dialogue.draft import Draft
from dialogue.engines.change import Change
from dialogue.engines.focus import changed_last
from dialogue.events import Act
from dialogue.patterns import regex
from dialogue.state import State
from dialogue.understanding.acts import Acts, undone, weak
from dialogue.understanding.commands import Command
from dialogue.understanding.questions import asks_what_that_is

Slots = Callable[[str], Change]
"""What a text would set."""
_SENTENCE = regex(r"[^.!?;\n]*[.!?;,\s-]*$")
_REPORTED = regex(r"(?i)\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|heard|read|mention\w*|talk\w*|recommend\w*|wrote|writes|suggest\w*|claim\w*|ask(?:ed|s|ing)?)\b")
_OF_IT = regex(r"(?i)(?:(?:forget|leave|cancel|drop)\s+(?:about\s+)?(?:it|that|this)|never\s*mind)(?:\s+(?:be|off|out|away|alone|at\s+that))?")
_BACK = regex(r"(?i)(?:put|bring|get|set)\s+(?:it|that|this|them|those)\s+back\b(?!\s+to\b)")
_WHAT_ABOUT = regex(r"(?i)\b(?:and|but|so|also)\s+(?=(?:what|how)\s+about\b)")
"""What stands before a proposal adds nothing to the plan."""
_LEAVE = regex(r"(?i)(?:leave|forget|never\s*mind|cancel)\b")
"""After a question that tried something out: it isn't to be."""
_REASON = regex(
    r"(?i)\s*[,.;:!-]*\s*(?:(?:please|thanks|thank\s+you|sorry|again)[\s,]*)*(?:(?:because|since(?!\s+(?:last|then|now|\d|january|february|march|april|may|june|july|august|september|october|november|december))|as|for)\b|(?:nobody|no\s*one|everybody|everyone|he|she|they|it|it's|that|that's|this|i\s+(?:just|was|had|clicked|made|don't|didn't)|"
    r"(?:my|our|the|his|her)\s+(?!name|mail|e-?mail|organi[sz]ation|company|region|address|domain)[\w-]+(?:\s+\w+)?\s+(?:\w+s|\w+ed|will|would|want|hate|don't|doesn't|didn't|can't|won't))\b)"
)
_JOINS = regex(r"(?i)^[\s,.;:!-]*(?:(?:and|then|but|please|also|instead|rather|now|just|to|with|make\s+(?:it|that)(?=\s+(?:back\b))|no|it\s+should\s+be|should\s+be|i\s+meant?)\b[\s,:]*)*")
_WE_ARE = regex(r"(?i)^(?:we're|we\s+are|i'm|i\s+am)\s+(?=(?-i:[A-Z])[\w&'-]*(?:\s+[\w&'-]+){0,4}[\s.!]*$)")
""" "scratch that, we're Beta Corp": the name in the place of what was said."""
_AS_IT_IS = regex(r"(?i)(?:leave|keep)\b")
"""Before anything was changed they mean that all stays."""
_FOCUS_SLOTS = {
    "workers": ("workers", "workersTotal", "workersIn"),
    "workerSize": ("workerSize", "workerSizeNeed"),
    "size": ("size", "sizeNeed"),
    "regions": ("regions", "regionCount", "topology"),
}


@dataclass(slots=True)
class Counted:
    """The part of a message that is read for the plan."""

    text: str
    undo: str | None = None
    """`drop`: there is no undo in it after all; `said`: only words of this message are taken back; `leave`: what was tried out isn't to be."""
    afresh: bool = False
    """It is read against an empty plan."""
    let_go: bool = False
    """What sounds like giving up everything only lets go of this message's own words."""


def blanked(text: str, start: int, end: int) -> str:
    """A sentence ends where these characters were; every other one keeps its place."""
    return text[:start] + ("." + " " * (end - start - 1) if end > start else "") + text[end:]


def turned(state: State, shape: Acts, text: str) -> Acts:
    """After an undo, "put it back" wants what was undone; after something was left out, "actually keep it" wants it back."""
    undo = shape.command("undo")
    if undo is not None and _AS_IT_IS.match(undo.what) and (not state.history or state.history[-1] == Draft()):
        return replace(shape, acts=tuple(Act(name="deny", topic="changes") if a.name == "undo" else a for a in shape.acts), commands=tuple(c for c in shape.commands if c is not undo))
    if undo is None and _KEEP_IT.match(text) and _left_out(state):
        return replace(shape, acts=(Act(name="undo"),))
    if not state.future and shape.has("redo") and _left_out(state):
        return replace(shape, acts=tuple(Act(name="undo") if a.name == "redo" else a for a in shape.acts), commands=tuple(replace(c, name="undo") if c.name == "redo" else c for c in shape.commands))
    if undo is None and _AS_SUGGESTED.search(text) and (last := changed_last(state)) in ("regions", "size"):
        return replace(shape, acts=(Act(name="undo", topic=last),))
    if not state.future or undo is None or not _BACK.match(undo.what):
        return shape
    told = tuple(replace(c, name="redo") if c is undo else c for c in shape.commands)
    return replace(shape, acts=tuple(Act(name="redo") if a.name == "undo" else a for a in shape.acts), commands=told)


def _left_out(state: State) -> bool:
    """The last change took something away."""
    before = state.history[-1] if state.history else None
    return before is not None and any(set(getattr(before, m) or ()) > set(getattr(state.draft, m) or ()) for m in ("apps", "regions"))


_AS_SUGGESTED = regex(r"(?i)\b(?:stay|stick|go|leave\s+it|keep|take|use)(?:\s+(?:with|at|to))?\s+(?:the\s+(?:one|region|place|size|machine)|what|whichever)\s+(?:that\s+)?you(?:'d|\s+had|\s+have|'ve)?\s+(?:first\s+|originally\s+)?(?:suggested|proposed|recommended|picked|chose)\b"
    r"|\bwhat(?:ever)?\s+you(?:'d|\s+had|\s+have|'ve)?\s+(?:first\s+|originally\s+)?(?:suggested|proposed|recommended|picked)(?:\s+(?:first|before|at\s+first|originally|earlier))?\s+(?:is|was|sounds|seems|looks|would\s+be)\s+(?:actually\s+|still\s+)?(?:better|fine|right|good|best|nicer|ok(?:ay)?)\b"
    r"|\byou\s+(?:suggested|proposed|recommended)\s+[A-Z]\w+[\s,.]+(?:and\s+)?you\s+(?:know|knew)\s+(?:it\s+)?(?:better|best)\b")
_KEEP_IT = regex(r"(?i)^[\s,.!]*(?:(?:hm+|no|oh|actually|wait|sorry|well|ok(?:ay)?|on\s+second\s+thoughts?|hang\s+on|please|let's|then)[\s,.!…]+)*(?:keep\s+(?:it|that|them|those)(?:\s+(?:in|there|on))?|leave\s+(?:it|that|them|those)\s+(?:in|there|on))(?:\s+(?:after\s+all|then|please|anyway))*[\s.!]*$")


def without_question(text: str, question: tuple[int, int] | None) -> str:
    """What is asked about isn't wished for, nor what others say of it ("somebody said we need workers. What is that?")."""
    if question is None or question == (0, 0):
        return text
    start, end = question
    sentence = _SENTENCE.search(text[:start].rstrip(" .,;:!?-\n"))
    if asks_what_that_is(text[start:end]) and sentence and _REPORTED.search(sentence.group()):
        start = sentence.start()
    return blanked(text, start, end)


def counted(state: State, text: str, shape: Acts, slots: Slots) -> Counted:
    """See the module. `text` has its questions and asides blanked already."""
    if (restart := shape.command("restart")) is not None:
        after = text[restart.end :]
        return Counted(" " * restart.end + after if any(c.isalnum() for c in after) else "", afresh=True)
    if shape.has("redo"):
        return Counted("")
    text = _WHAT_ABOUT.sub(lambda m: " " * len(m.group()), text)
    if state.supposition and (left := shape.command("cancel")) and _LEAVE.match(left.what):
        return Counted("", undo="leave")
    undo = shape.command("undo") or _own_words(text, shape, slots)
    for command in shape.commands:
        if undo is None or command.start != undo.start:
            text = blanked(text, command.start, command.end)
    if undo is None:
        return Counted(text)
    result = _undone(state, text, undo, slots)
    result.let_go = shape.command("undo") is None
    return result


def _own_words(text: str, shape: Acts, slots: Slots) -> Command | None:
    """ "High availability... no, forget it": what this very message said is let go, not the whole undertaking."""
    let_go = next((c for c in shape.commands if c.name == "cancel" and _OF_IT.fullmatch(c.what)), None)
    if let_go is None or not _says(text[: let_go.start]) or any(c.isalnum() for c in text[let_go.end :]):
        return None
    said = slots(text[: let_go.start])
    return replace(let_go, name="undo") if said.values or said.clear else None


def _undone(state: State, text: str, undo: Command, slots: Slots) -> Counted:
    before, after = text[: undo.start], text[undo.end :]
    if _REASON.match(after):
        after = ""
    said = slots(before) if _says(before) else Change()
    comes = slots(after) if _says(after) else Change()
    if said.values or said.clear:
        return _taken_back(before, after, said, comes, slots)
    about = undone(undo.what)
    if about in _FOCUS_SLOTS and comes.values and not set(comes.values) & set(_FOCUS_SLOTS[about]):
        return Counted(blanked(text, 0, undo.end)[: undo.end] + after)  # "undo the change to the server, but the website should stay"
    last = changed_last(state)
    again = bool(set(comes.values) & set(_FOCUS_SLOTS.get(last or "", (last or "",))))
    rest = _JOINS.sub("", after, count=1)
    if weak(undo) and _WE_ARE.match(rest):
        rest, comes = _WE_ARE.sub("we are called ", rest), slots(_WE_ARE.sub("we are called ", rest))
    if _says(rest) and (again or (weak(undo) and not comes.values)):
        corrected = f"actually {rest}"
        found = slots(corrected)
        if found.values or found.clear:
            return Counted(corrected, undo="drop")
    if weak(undo) and comes.values:
        return Counted(f"actually {rest}", undo="drop")
    return Counted(blanked(text, 0, undo.end)[: undo.end] + after if comes.values else "")


def _taken_back(before: str, after: str, said: Change, comes: Change, slots: Slots) -> Counted:
    """Something was said in this very message, and taken back in it."""
    rest = _JOINS.sub("", after, count=1)
    if _says(rest):
        corrected = before.rstrip(" ,.;:!?-") + ", actually " + rest
        if not comes.values or set(comes.values) & set(said.values) or _kinds(comes) & _kinds(said):
            found = slots(corrected)
            if found.values and (comes.values or found.values != said.values):
                return Counted(corrected, undo="drop")
    kept = _without_last(before)
    while _says(kept) and slots(kept).values.keys() >= said.values.keys():
        kept = _without_last(kept)  # "HA... no, too dear, forget it": the sentence between named nothing
    return Counted(kept + ". " + rest if _says(kept) or _says(rest) else "", undo="drop" if _says(kept) or _says(rest) else "said")


def _without_last(text: str) -> str:
    """Without its last sentence."""
    found = _SENTENCE.search(text.rstrip(" ,.;:!?-\n"))
    return text[: found.start()] if found else ""


def _kinds(change: Change) -> set[str]:
    """Slots by what they are about: a count of workers is one thing, in total or each."""
    return {slot.removesuffix("Need").removesuffix("Total").replace("regionCount", "regions").replace("topology", "regions") for slot in change.values}


def _says(text: str) -> bool:
    return any(c.isalnum() for c in text)
