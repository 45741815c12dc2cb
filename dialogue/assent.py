"""The yes that spends money: bound to one read-back, taken back by anything that isn't one (plan-rules, Commit)."""

from dataclasses import dataclass

from dialogue import events as ev

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


@dataclass(frozen=True, slots=True)
class Yes:
    """A clear yes, bound to the digest it was given for."""

    digest: str
    seq: int


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
    change; "yes, what does it cost?" is a question; "no" and "wait" take an earlier yes back. A code beside it, or
    words beside a code, change nothing.
    """
    names = {act.name for act in event.acts}
    changed = bool(event.set or event.clear)
    if names & (_TAKES_BACK - {"unknown"} if "code" in names else _TAKES_BACK) or changed:
        return None
    if not any(act.name == "affirm" and act.topic is None for act in event.acts) or "resend_code" in names:
        return standing  # "yes, send a new code" is a yes to another code
    if "ask" in names or read_back is None or not read_back.acknowledged or asking not in ("confirm", "email_code"):
        return None
    return Yes(read_back.digest, seq)
