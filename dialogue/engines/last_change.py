"""What refers to the change just made, in words that say it outright: "one more than before", "drop the German one instead"."""

import re
from itertools import pairwise

from dialogue.draft import Draft
from dialogue.engines.focus import changed_together
from dialogue.lexicon import Lexicon
from dialogue.patterns import regex
from dialogue.state import State
from dialogue.understanding.text import read

_DROPS = r"(?:remove|drop|delete|lose|skip|scrap|cut|ditch|strike|leave\s+out|take\s+out|get\s+rid\s+of)"
_DROP_INSTEAD = regex(rf"(?i)\b{_DROPS}\s+(?P<what>(?:the\s+|that\s+)?[\w'’ -]{{2,30}}?)\s+(?:instead|rather)\b")
_SO_MANY = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_THAN_BEFORE = regex(
    rf"(?i)\b(?P<n>\d{{1,2}}|{'|'.join(_SO_MANY)})\s+(?P<how>more|fewer|less)(?:\s+workers?)?\s+than\s+(?:before(?:\s+(?:that|this))?|(?:what\s+)?(?:we|i)\s+(?:had|started\s+with)(?:\s+(?:before|first|at\s+first))?|it\s+was(?:\s+before)?)"
)
_THEM = regex(rf"(?i)(?<![\w'-]){_DROPS}\s+(?:them|those|these)(?=\s*(?:then|please|too)?[\s.!]*$)")
_OFF_AGAIN = regex(r"(?i)(?:^|(?<=[.!?,;]\s))(?:(?:please|then|ok(?:ay)?|no|so|and)[\s,]+)*(?:(?:switch|turn)\s+(?:it|that)\s+)?off(?:\s+again)?(?=\s*(?:please|then)?[\s.!]*$)")
_THE_NEW_ONE = regex(r"(?i)\bthe\s+(?:new|newest|latest|added)\s+(?P<what>one|region|site|location)\b")
_N = rf"(?:\d{{1,2}}|{'|'.join(_SO_MANY)})"
_WITHOUT_IT = regex(r"(?i)^(?:(?:ok(?:ay)?|then|so|right|well|good|fine|and|please|do\s+it|let's\s+do\s+it)[\s,]+)*without\s+(?:it|that|them)(?=\s*(?:then|please|[.,!]|$))")
_BACK_AFTER_ALL = regex(r"(?i)\b(?:put|have|bring|want)\s+(?:it|that|them)\s+back(?:\s+(?:in|on))?(?:\s+(?:after\s+all|again|please))*(?=\s*(?:[.,;!]|$))")
_ONE_MORE_BACK = regex(
    r"(?i)^(?:(?:and|then|now|also|ok(?:ay)?|please|undo|take\s+back)[\s,]+)*(?:(?:the\s+)?(?:(?:one|thing|change|step|bit)\s+before(?:\s+(?:that|it))?|previous\s+(?:one|thing|change|step))|(?:once|one)\s+more(?:\s+time)?|(?:and\s+)?again|another\s+(?:one|step))"
    r"(?:[\s,]+(?:too|as\s+well|also|please|undo(?:\s+(?:that|it))?|back))*[\s.!]*$"
)
""" "and the one before that too", right behind an undo."""
_BARE_THING = regex(
    r"(?i)^(?:(?:no|nothing|none|nope|nah)(?:\s+(?:extra|else|fancy|more|special|at\s+all))?[\s,.;–-]+)?(?:(?:thanks|please|we|i|just|only|need|want|give\s+us|leave\s+it\s+at)[\s,]+)*(?:the\s+)?(?:(?:bare|plain|naked|empty|basic)\s+(?:\w+\s+)?(?:thing|minimum|cloud|machine|server|box|bones|essentials|set-?up|platform)|basics|bare\s?bones|essentials|minimum)(?:\s+(?:please|thanks|for\s+now|will\s+do|then))*[\s.!]*$"
)
""" "nothing, just the bare thing", after apps were suggested."""
_YOUR_IDEA = regex(r"(?i)\b(?:go\s+)?(?:back\s+to|take|use|prefer)\s+the\s+(?:one|address|name|label|first\s+one)\s+(?:that\s+)?you\s+(?:came\s+up\s+with|suggested|proposed|had|gave|made\s+up|chose)(?:\s+(?:first|at\s+first|before))?")
_CALL_IT = regex(r"(?i)^(?P<lead>(?:(?:ok(?:ay)?|then|and|please|just|so|well|good|fine)[\s,]+)*)(?:call|name)\s+it\s+(?P<label>(?-i:[a-z])[a-z0-9-]{1,40})(?=(?:\s+(?:please|then|instead))?[\s.!]*$)")
""" "use a free address", "call it oakcloud"."""
_SO_MANY_THEN = regex(rf"(?i)^(?P<lead>(?:(?:and|but|then|only|just|no|make\s+(?:it|that)|sorry|i\s+(?:meant|mean|need|want))[\s,]+)*)(?P<n>{_N})(?:\s+of\s+(?:them|those)|(?P<total>\s+in\s+total)(?:[\s,]+(?:i\s+(?:mean|meant)|please|not\s+(?:in\s+|for\s+)?each(?:\s+(?:one|region))?|not\s+(?:per|in\s+every)\s+region))*)(?=[\s.!]*$)")
_STAYS_AND_GOES = regex(r"(?i)\b(?P<stays>[\w.]+)\s+stays\b[\s,;]+(?:and\s+)?(?P<goes>[\w.]+)\s+(?:is\s+|goes\s+)?(?:out|away|off)\b")
_CALENDAR = regex(r"(?i)\b(?P<the>the|our|that)\s+calendar\b")
_NO_HOST = regex(r"(?<![\w@.+-])(?P<local>[\w][\w.+-]{0,62})@(?=\s|$|[,;!?]|\.(?:\s|$))")
"""An address of which only the part before the host is said."""


def against_before(state: State, text: str, lexicon: Lexicon) -> str:
    """`text` with what it leaves to the last change; as it is where there was none."""
    text = _with_host(state, text)
    apps = state.draft.apps or ()
    if "cal-com" in apps and "nextcloud" not in apps:
        text = _CALENDAR.sub(r"\g<the> bookings", text)  # a calendar may be shared too
    text = _in_the_mail(state, _of_the_two(state, _that_one(state, text, lexicon), lexicon))
    if state.supposition.get("workers") == 0:
        text = _THEM.sub("take that", text)  # "what would it be without the workers?" "ok, drop them"
    if state.supposition:
        text = _WITHOUT_IT.sub("take that", text)
    if state.future:
        text = _ONE_MORE_BACK.sub("undo that", _BACK_AFTER_ALL.sub("redo that", text))
    if state.asking == "apps":
        text = _BARE_THING.sub("no apps", text)
    if not state.history:
        return text
    before = state.history[-1]
    changed = changed_together(state)
    if "highAvailability" in changed and state.draft.high_availability:
        text = _OFF_AGAIN.sub("no high availability", text)
    if "regions" in changed and len(state.draft.regions or ()) > len(before.regions or ()):
        text = _THE_NEW_ONE.sub(r"the last \g<what>", text)
    if "domain" in changed:
        text = _CALL_IT.sub(r"\g<lead>the address should be \g<label>", text)
    if "domain" in changed and state.draft.domain:
        text = _YOUR_IDEA.sub("use the default address", text)
    if {"workers", "workerSize"} & changed:
        text = _SO_MANY_THEN.sub(r"\g<lead>\g<n> workers\g<total>", text)
    if "apps" in changed:
        text = _STAYS_AND_GOES.sub(lambda found: _other_way(found, state, lexicon), text)
    text = _THAN_BEFORE.sub(lambda found: _counted(found, before, state), text)
    return _DROP_INSTEAD.sub(lambda found: _exchanged(found, before, state, lexicon), text, count=1)


def _with_host(state: State, text: str) -> str:
    """ "it should be shop@ instead of books@": the host is the one that stands."""
    host = (state.draft.email or "").rpartition("@")[2]
    return _NO_HOST.sub(lambda found: f"{found['local']}@{host}", text) if host and "@" in text else text


_THAT_ONE = regex(r"(?i)\bthat\s+(?:one|region|place|site)\b")
_IN_THE_MAIL = regex(r"(?i)(?P<new>[\w.-]+)\s+in\s+(?:the|my|our)\s+(?:e-?)?mail(?:\s+address)?[\s,]+(?:and\s+)?not\s+(?P<old>[\w.-]+)|not\s+(?P<old2>[\w.-]+)[\s,]+(?:but\s+)?(?P<new2>[\w.-]+)\s+in\s+(?:the|my|our)\s+(?:e-?)?mail")
_ASKS = regex(r"\?|(?i:^\s*(?:whats?|which|where|is|are|do|does|can|could|how)\b)")


def _that_one(state: State, text: str, lexicon: Lexicon) -> str:
    """ "is Helsinki in the EU?" "then add that one": the one place of the question before."""
    before = state.before.user_said if state.before else None
    if before is None or not _ASKS.search(before.text) or not _THAT_ONE.search(text) or state.asking == "clarify":
        return text
    asked = read(before.text)
    named = [s for s in lexicon.match(asked) if s.get("region", "country", "area", "place")]
    regions = [s for s in named if s.get("region")]
    named = regions if len(regions) == 1 else named
    if not named or any(a.end != b.start for a, b in pairwise(named)):
        return text
    entry = named[0].get("region", "country", "area", "place")
    standing = lexicon.regions_in(entry.value) & set(state.draft.regions or ()) if entry and len(named) == 1 else set[str]()
    where = lexicon.region_city(next(iter(standing))) if len(standing) == 1 else asked.surface(named[0].start, named[-1].end)
    return _THAT_ONE.sub(where, text, count=1)


_OF_TWO = regex(
    r"(?i)(?:(?:(?:i|we)(?:'d|'ll)?\s+)?(?:like|take|want|prefer|have|use|go\s+(?:with|for))\s+)?\b(?:(?P<both>both(?:\s+of\s+(?:them|those|these))?)|the\s+(?:(?P<first>former|first)|(?P<last>latter|second|last))(?:\s+(?:one|of\s+(?:them|those|these|the\s+two)))?)"
    r"(?=\s*(?:[.,;!]|$)|\s+(?:then|please|thanks|would|will|is|sounds|it\s+is|for\s+us|instead)\b)"
)


def _of_the_two(state: State, text: str, lexicon: Lexicon) -> str:
    """ "is there anything in Nuremberg and in Hillsboro?" "both of them": of the two places that their question was about."""
    before = state.before.user_said if state.before else None
    found = _OF_TWO.search(text)
    if found is None or before is None or state.asking == "clarify" or _ASKS.search(text) or not _ASKS.search(before.text):
        return text
    named = list(dict.fromkeys(e.value for s in lexicon.match(read(before.text)) if (e := s.get("region")) and not e.ambiguous))
    if len(named) != len(("first", "second")):
        return text
    said = [lexicon.region_city(name) for name in named]
    wanted = " and ".join(said) if found["both"] else said[0 if found["first"] else 1]
    return f"{text[: found.start()]}use {wanted}{text[found.end() :]}"


def _in_the_mail(state: State, text: str) -> str:
    """ "harbourlight in the mail, not harbourlite": a part of the address that stands."""
    found, mail = _IN_THE_MAIL.search(text), state.draft.email
    old, new = (found["old"] or found["old2"], found["new"] or found["new2"]) if found else ("", "")
    if not mail or not old or old.lower() not in mail.lower():
        return text
    return f"the mail is {mail.lower().replace(old.lower(), new.lower())}"


def _other_way(found: re.Match[str], state: State, lexicon: Lexicon) -> str:
    """ "Umami stays, Formbricks out", after it was the other way round."""
    apps = {lexicon.app_name(slug).lower(): slug for slug in (*(state.draft.apps or ()), *(state.history[-1].apps or ()))}
    stays, goes = apps.get(found["stays"].lower()), apps.get(found["goes"].lower())
    standing = state.draft.apps or ()
    return f"replace {found['goes']} with {found['stays']}" if stays and goes and goes in standing and stays not in standing else found.group()


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
