"""Somebody who listens to the read-back: what in it isn't what they wish they put right before they say yes.

The lines of the suite correct what one recording was misheard as; aloud, other words are misheard each time. As the page
offers, a name, an address and a domain are typed; everything else is said, and typed when that was misheard as well.
"""

from evals.catalogue import pinned
from evals.frames import same, shown
from evals.gold import completed
from evals.scenario import Goal, Scenario, Slots
from evals.user import End, Say, ScriptedUser, Seen, Wait, standard_answer

SPELLED = ("organisation", "email", "domain")
"""What nobody can be sure to have heard."""
_HEARD = (*SPELLED, "regions", "size", "workers", "apps")
_TIMES = 3
"""For one field; then they leave it, and the request will be wrong."""
_READ_BACK = ("email_code", "confirm")


class ListeningUser(ScriptedUser):
    """A scripted user with ears."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._corrected: dict[str, int] = {}
        self._heard_it = False
        self._seen = Seen()
        self.typed: set[str] = set()
        """Of the corrections, those that they type."""

    @property
    def corrections(self) -> int:
        """Messages that only put something right."""
        return sum(self._corrected.values())

    def next(self, seen: Seen) -> Say | Wait | End:
        """See `ScriptedUser`. Lines of the suite that are due come first."""
        self._heard_it = self._heard_it or seen.read_back
        self._seen = seen
        return super().next(seen)

    def _line(self, index: int) -> Say:
        return (self._correction() if self._agrees(index) else None) or super()._line(index)

    def _answer(self, seen: Seen) -> Say | End:
        return (self._correction() if seen.asking in _READ_BACK else None) or super()._answer(seen)

    def _agrees(self, index: int) -> bool:
        """A line that leaves the plan as it is."""
        entry = self._scenario.entries[index]
        return entry.assent or "{code}" in entry.say

    def _correction(self) -> Say | None:
        """Of the first field that isn't as they want it, unless they have more to say about the plan anyway."""
        if not self._heard_it or any(not self._agrees(i) for i in self._unused):
            return None
        field = self._wrong(self._seen)
        text = standard_answer(field, self._scenario.goal, self._scenario.lang) if field else None
        if field is None or text is None:
            return None
        before = self._corrected.get(field, 0)
        self._corrected[field] = before + 1
        if field in SPELLED or before:
            self.typed.add(text)
        return Say(text, "answer")

    def _wrong(self, seen: Seen) -> str | None:
        """The first field that is nothing like what they want; of several wishes the nearest counts."""
        found = [self._differing(goal, seen) for goal in self._scenario.goals]
        nearest = min(found, key=len, default=[])
        return next((f for f in nearest if self._corrected.get(f, 0) < _TIMES), None)

    def _differing(self, goal: Goal, seen: Seen) -> list[str]:
        wanted = _slots(goal)
        return [f for f in _HEARD if not same(f, wanted[f], shown(seen.plan, f))]


def _slots(goal: Goal) -> Slots:
    whole = completed(goal, pinned())
    workers = list(whole.workers) if len(set(whole.workers)) > 1 else whole.workers[0]
    return {
        "organisation": whole.organisation, "email": whole.email, "domain": whole.domain, "regions": list(whole.regions),
        "size": whole.size, "workers": workers, "apps": list(whole.apps),
    }  # fmt: skip
