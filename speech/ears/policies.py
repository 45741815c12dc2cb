"""How boldly names are repaired, by what is being asked. The numbers were tuned on one half of the spoken corpus."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds of one slot, on a scale where 1 is the same sound."""

    accept: float
    """From here on the name takes the place of what was written."""
    ask: float
    """From here on it is worth a question."""
    margin: float
    """How far the next name must be behind."""
    look: float
    """Likeness from which the sound itself is asked."""
    everyday: float = 0.86
    """The same for words that everybody uses all the time."""
    unheard: float = 0.0
    """Taken off where the sound itself couldn't be asked."""
    whole: bool = False
    """Only the whole of what was heard can be a misheard name, and only when there is no other in it."""

    def score(self, likeness: float, gain: float | None) -> float:
        """The likeness of the words, moved by how well the sound agrees."""
        if gain is None:
            return likeness - self.unheard
        if gain < -_VETO:
            return likeness - _VETOED
        return likeness + _PER_NAT * (max(-_MOST_NATS, min(_MOST_GAINED, gain)) + _HANDICAP)


@dataclass(frozen=True, slots=True)
class Rivalry:
    """How the names of a closed choice are weighed against each other, and against none of them having been said."""

    gain: float
    """For each ten nats that the sound is likelier with the name than with what was written."""
    strength: float
    """For each ten nats that the sound makes the name likelier than silence does."""
    like: float
    """For the likeness of its sound to the words."""
    stands: float
    """For being what was written."""
    none: float
    """For no name at all, where none was written."""
    words: float
    """More for none, for each word of the text: answers are short."""
    clear: float
    """Less for none, for each nat that the text as written is unclear."""
    common: float
    """More for none, where the words are ordinary ones."""
    near: float = 5.0
    """For words that are no ordinary ones and all but sound like it, "Luremberg", and like no other: from nothing at `NEAR` to this
    where the sound is the same."""
    accept: float = 0.75
    ask: float = 0.5


NEAR, NEAR_AHEAD = 0.85, 0.1
"""Likeness from which words all but sound like a name, and how far behind the next one is then."""
_RIVALRIES: dict[str | None, Rivalry] = {
    "region": Rivalry(0.66, 2.04, 2.35, 0.13, none=-3.87, words=0.75, clear=4.76, common=1.87),
    "size": Rivalry(4.3, 2.5, 9.4, -0.7, none=-1.8, words=0.1, clear=1.7, common=5.4),
    "app": Rivalry(0.3, 3.4, 3.3, -0.2, none=-4.0, words=1.4, clear=2.8, common=1.9),
}
"""Questions that have a list of answers. The weights are those of a logistic regression on the tuned half."""


DEMANDED = _RIVALRIES["region"]
"""For what a correction asks for: as an answer that is as long as the words in its frame. Weights fitted to corrections did no better."""


def rivalry_of(slot: str | None) -> Rivalry | None:
    """None: the names aren't weighed against each other."""
    return _RIVALRIES.get(slot)


_PER_NAT, _MOST_NATS, _MOST_GAINED = 0.02, 8.0, 1.0
"""A name that seems to explain the sound far better mostly leaves something of it out."""
_VETO, _VETOED = 16.0, 0.3
"""From here on the sound speaks against the name."""
_HANDICAP = 4.0
"""What was written is always the likelier text to begin with; a name this much behind it is as good."""

_BESIDE = Policy(accept=0.88, ask=0.82, margin=0.05, look=0.72, everyday=0.95)
"""Where a name is no answer to what is asked, but may be said all the same."""
BESIDE = frozenset({"email", "code", "number"})
"""Such questions."""
DEMANDING = frozenset({None, "yes_no"}) | BESIDE
"""Where a correction ("use … instead") may ask for a name that the question doesn't; the sound decides which, if any."""
_POLICIES: dict[str | None, Policy | None] = {
    None: _BESIDE,
    "region": Policy(accept=0.66, ask=0.58, margin=0.05, look=0.48),
    "size": Policy(accept=0.72, ask=0.64, margin=0.02, look=0.6),
    "app": Policy(accept=0.66, ask=0.58, margin=0.05, look=0.52),
    "yes_no": None,
    "domain": None,
    "organisation": None,
    "person": None,
    **dict.fromkeys(BESIDE, _BESIDE),
}


def policy_of(slot: str | None) -> Policy | None:
    """None: nothing is repaired there. What isn't known is treated as if nothing were asked."""
    return _POLICIES.get(slot, _POLICIES[None])


EVERYDAY = frozenset(
    """a about actually after again all also am an and another any anything are as ask at back bad be because been before best better big
    both but by call called can cancel change check cheap city clear close come company correct cost could country course create day
    dear did different do does doing done dot each east easy else email enough even every everything fast few find fine finish first
    five for four from full get give go goes going good got great guess guest had half happy has have he hello help her here hers high
    him his home host hosted hosting hot hour how i idea if in instead is it its just keep kind know large last later leave less let
    lets like list little live long look lot low mail main make many may maybe me mean medium meet men might mine minute money month
    more morning most much must my name near nearest need network new next nice no none north not note nothing now number of off okay
    old on once one only open or other our out over own part people per place plan please point possible post price put question quite
    ready really rest right run said same save say second see seem send server servers service set several shall she short should show
    side since site six size small so some something soon south start still stop store such sure take talk team tell ten test than
    thank thanks that the their them then there these they thing think this those three through time to today together too top
    total town two under understand until up us use user users using very wait want was way we web week well went were west what when
    where which while who why will wish with without word work working world would write yeah year yep yes yet you your""".split()
)
"""Words that are seldom misheard names when they are heard clearly."""
