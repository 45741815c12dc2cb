"""What refers to the change just made, in words that say it outright: "one more than before", "drop the German one instead"."""

import re

from dialogue.draft import Draft
from dialogue.engines.focus import changed_together
from dialogue.lexicon import Lexicon
from dialogue.patterns import regex
from dialogue.state import State

_DROPS = r"(?:remove|drop|delete|lose|skip|scrap|cut|ditch|strike|leave\s+out|take\s+out|get\s+rid\s+of)"
_DROP_INSTEAD = regex(rf"(?i)\b{_DROPS}\s+(?P<what>(?:the\s+|that\s+)?[\w'’ -]{{2,30}}?)\s+(?:instead|rather)\b")
_SO_MANY = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_THAN_BEFORE = regex(
    rf"(?i)\b(?P<n>\d{{1,2}}|{'|'.join(_SO_MANY)})\s+(?P<how>more|fewer|less)(?:\s+workers?)?\s+than\s+(?:before(?:\s+(?:that|this))?|(?:what\s+)?(?:we|i)\s+(?:had|started\s+with)(?:\s+(?:before|first|at\s+first))?|it\s+was(?:\s+before)?)"
)
_THEM = regex(rf"(?i)(?<![\w'-]){_DROPS}\s+(?:them|those|these)(?=\s*(?:then|please|too)?[\s.!]*$)")
_OFF_AGAIN = regex(r"(?i)(?:^|(?<=[.!?,;]\s))(?:(?:please|then|ok(?:ay)?|no|so|and)[\s,]+)*(?:(?:switch|turn)\s+(?:it|that)\s+)?off(?:\s+again)?(?=\s*(?:please|then)?[\s.!]*$)")
_THE_NEW_ONE = regex(r"(?i)\bthe\s+(?:new|newest|latest|added)\s+(?P<what>one|region|site|location)\b")
_CALENDAR = regex(r"(?i)\b(?P<the>the|our|that)\s+calendar\b")
_NO_HOST = regex(r"(?<![\w@.+-])(?P<local>[\w][\w.+-]{0,62})@(?=\s|$|[,;!?]|\.(?:\s|$))")
"""An address of which only the part before the host is said."""


def against_before(state: State, text: str, lexicon: Lexicon) -> str:
    """`text` with what it leaves to the last change; as it is where there was none."""
    text = _with_host(state, text)
    apps = state.draft.apps or ()
    if "cal-com" in apps and "nextcloud" not in apps:
        text = _CALENDAR.sub(r"\g<the> bookings", text)  # a calendar may be shared too
    if state.supposition.get("workers") == 0:
        text = _THEM.sub("take that", text)  # "what would it be without the workers?" "ok, drop them"
    if not state.history:
        return text
    before = state.history[-1]
    changed = changed_together(state)
    if "highAvailability" in changed and state.draft.high_availability:
        text = _OFF_AGAIN.sub("no high availability", text)
    if "regions" in changed and len(state.draft.regions or ()) > len(before.regions or ()):
        text = _THE_NEW_ONE.sub(r"the last \g<what>", text)
    text = _THAN_BEFORE.sub(lambda found: _counted(found, before, state), text)
    return _DROP_INSTEAD.sub(lambda found: _exchanged(found, before, state, lexicon), text, count=1)


def _with_host(state: State, text: str) -> str:
    """ "it should be shop@ instead of books@": the host is the one that stands."""
    host = (state.draft.email or "").rpartition("@")[2]
    return _NO_HOST.sub(lambda found: f"{found['local']}@{host}", text) if host and "@" in text else text


def _counted(found: re.Match[str], before: Draft, state: State) -> str:
    if before.workers is None or before.workers == state.draft.workers:
        return found.group()
    step = _SO_MANY.get(found["n"].lower()) or int(found["n"])
    count = before.workers + (step if found["how"].lower() == "more" else -step)
    return f"{max(count, 0)} workers"


def _exchanged(found: re.Match[str], before: Draft, state: State, lexicon: Lexicon) -> str:
    """What was struck a moment ago comes back, and the other one goes in its place."""
    together = changed_together(state)
    for kind, named in (("regions", lexicon.region_city), ("apps", lexicon.app_name)):
        was: tuple[str, ...] = getattr(before, kind) or ()
        now: tuple[str, ...] = getattr(state.draft, kind) or ()
        struck = [item for item in was if item not in now]
        if kind in together and len(struck) == 1 and set(now) < set(was):
            return f"replace {found['what']} with {named(struck[0])}"
    return found.group()
