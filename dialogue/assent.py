"""The yes that spends money: bound to one read-back, taken back by anything that isn't one (plan-rules, Commit)."""

import re
from dataclasses import dataclass, replace
from itertools import islice

from dialogue import events as ev

_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?؟]\s+")

_TAKES_BACK = frozenset(
    {"deny", "cancel", "restart", "undo", "redo", "human", "inform", "unknown", "choose", "clarify", "repeat"}
)


@dataclass(frozen=True, slots=True)
class StandingReadBack:
    """The plan last read back; void as soon as the plan differs."""

    digest: str
    seq: int
    acknowledged: bool = False
    """Shown, or played to its end."""
    heard: bool = False
    """Played to its end."""
    unheard: str = ""
    """The end of the plan as it was told that hasn't been played, as far as is known, from the beginning of a sentence."""
    rest: int = 0
    """seq of the newest message that has all of that in it: who hears it out has heard the plan."""
    tried: str = ""
    """What that message was to tell; the same again would be no better."""

    def told_by(self, seq: int) -> bool:
        """Whoever has heard message `seq` to its end has heard the read-back to its end."""
        return seq in (self.seq, self.rest or self.seq)

    def repeated_in(self, text: str, seq: int) -> "StandingReadBack":
        """After a further message, which may have the rest in it."""
        return replace(self, rest=seq, tried=self.unheard) if self.unheard and not self.heard and self.unheard in text else self

    def broken_off(self, text: str, heard: str) -> "StandingReadBack":
        """After a message with what is unheard in it, of which only the words `heard` were played. Words that aren't how it
        begins say nothing. Where only the question behind the plan was cut short, the plan was heard."""
        begins = text.find(self.unheard)
        if not self.unheard or begins < 0 or not begins_with(text, heard):
            return self
        cut, ends = len(text) - len(rest_of(text, heard)), begins + len(self.unheard)
        if cut >= ends:
            return replace(self, acknowledged=True, heard=True)
        # somebody heard it begin and cut in: read on, it may be heard this time
        return replace(self, unheard=text[max(cut, begins) : ends].rstrip(), tried="")


@dataclass(frozen=True, slots=True)
class Yes:
    """A clear yes, bound to the digest it was given for."""

    digest: str
    seq: int


def begins_with(text: str, heard: str) -> bool:
    """These words are the first ones of the text, and not all of them."""
    words = text.split()
    begun = heard.split()
    return len(begun) < len(words) and words[: len(begun)] == begun


def rest_of(text: str, heard: str) -> str:
    """A text from the sentence in which it was broken off; all of it when the words `heard` aren't its beginning."""
    if not begins_with(text, heard):
        return text
    at = next(islice(_WORD.finditer(text), len(heard.split()), None)).start()
    return text[max((end.end() for end in _SENTENCE_END.finditer(text, 0, at)), default=0) :]


def meant(standing: StandingReadBack | None, said: ev.UserSaid | None) -> StandingReadBack | None:
    """The read-back that a message can mean: not one that came while the message waited for its turn, nor, if it was
    spoken, one that isn't `heard_out`."""
    if standing is None or said is None:
        return standing
    if (said.after is not None and said.after < standing.seq) or not heard_out(standing, said):
        return None
    return standing


def heard_out(standing: StandingReadBack, said: ev.UserSaid) -> bool:
    """A message that isn't typed can agree to what was played to its end before it began, in words that were really heard."""
    return said.channel != "voice" or (standing.heard and not said.over_us and not said.guessed)


def assent(
    event: ev.Understood, standing: Yes | None, read_back: StandingReadBack | None, asking: ev.Asking | None, seq: int
) -> Yes | None:
    """The yes that stands after this utterance.

    A clear yes counts for the plan last read back, acknowledged and unchanged. "Yes, but make it Helsinki" is a
    change; "yes, what does it cost?" is a question; "no" and "wait" take an earlier yes back, and so does a yes with a
    doubt, a delay or a condition in it. A code beside it, or words beside a code, change nothing.
    """
    names = {act.name for act in event.acts}
    changed = bool(event.set or event.clear)
    if names & (_TAKES_BACK - {"unknown"} if "code" in names else _TAKES_BACK) or changed:
        return None
    if any(act.name == "affirm" and act.topic == "hedged" for act in event.acts):
        return None  # who agrees to less than before no longer agrees
    if "abuse" in names and "affirm" not in names:
        return None  # whoever is that angry is asked once more
    if not any(act.name == "affirm" and act.topic is None for act in event.acts) or "resend_code" in names:
        return standing  # "yes, send a new code" is a yes to another code
    if "ask" in names or read_back is None or not read_back.acknowledged or asking not in ("confirm", "email_code"):
        return None
    return Yes(read_back.digest, seq)
