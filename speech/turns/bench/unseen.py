"""More answers, in words and shapes that the thresholds were never tuned on: what is measured on them is what to expect. Pure."""

import random
from collections.abc import Callable

from speech.turns.bench.corpus import DIGITS, Answer, pick, spoken
from speech.turns.expectation import Kind

_PLACES = "falkenstein nuremberg helsinki ashburn hillsboro singapore frankfurt dublin oregon".split()
_FIRMS = ("riverside physio", "the copper kettle", "nova", "harper and lane", "saint mary's primary", "quick fix plumbing", "tessera")
_APPS = "wordpress gitea nextcloud mattermost matomo grafana vaultwarden jitsi".split()
_ENDINGS = ("com", "org", "io", "de", "net")
_TEXTS: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "confirm": (
        "yes_no",
        ("yep", "nope", "yes, please do", "right", "um~ sure", "no thank you", "yes, go ahead", "absolutely", "yeah, that's fine", "not yet"),
    ),
    "region": (
        "choice",
        ("{place} i guess", "close to~ {place}", "probably {place}", "oh, {place}", "it should be in {place}", "somewhere in~ {place}", "take {place}"),
    ),
    "size": ("choice", ("i'd go for~ the small one", "give me the big one", "the cpx 42 then", "uh~ cax 31", "make that a ccx 23", "cpx 21 is enough")),
    "apps": (
        "list",
        ("{app} please", "only {app}", "{app}, {other}", "maybe {app} and~ {other}", "could we have {app} and {other}", "{app}, plus {other}"),
    ),
    "workers": ("number", ("make it {few}", "let's start with~ {few}", "{few} please", "twenty {few} people", "we are~ {few}", "{few} should do")),
    "organisation": (
        "name",
        (
            "{firm}", "that would be~ {firm}", "our name is {firm}", "um~ {firm}", "it's for {firm}", "{firm}, in {place}", "the name is~ {firm}",
            "we trade as {firm}", "i work for {firm}",
        ),
    ),
    "need": (
        "open",
        (
            "i need somewhere to keep our files", "could you explain what~ {app} does", "what happens after that", "we'd like a booking page, for our patients",
            "my boss wants a chat~ for twelve people", "hello", "good morning, i'm looking for some help", "tell me about the prices",
            "is it safe", "where is the data stored", "our old server broke, and we need a new one", "change the name to {firm}",
            "i want to run~ {app}, and later {other}", "remove {app}", "we have about thirty staff, in two offices", "thank you, that's all",
            "can i add {app} later", "actually make it {place}", "how long does it take", "show me what you have so far", "start over",
            "we're a small team~ and we work from home", "put everything in {place}", "i don't know yet", "please read it back to me",
        ),
    ),
}  # fmt: skip


def answers(count: int, seed: int = 0) -> list[Answer]:
    """So many, every slot as often. The same seed, the same answers."""
    chance = random.Random(seed)  # noqa: S311 - a corpus, not a secret
    makers: list[Callable[[random.Random], Answer]] = [_maker(slot) for slot in _TEXTS]
    makers += [_code, _email, _domain]
    return [makers[i % len(makers)](chance) for i in range(count)]


def _maker(slot: str) -> Callable[[random.Random], Answer]:
    kind, texts = _TEXTS[slot]

    def make(chance: random.Random) -> Answer:
        app, other = chance.sample(_APPS, 2)
        few, firm, place = pick(chance, ("three", "six", "eight")), pick(chance, _FIRMS), pick(chance, _PLACES)
        return spoken(chance, kind, slot, pick(chance, texts).format(app=app, other=other, few=few, firm=firm, place=place))

    return make


def _code(chance: random.Random) -> Answer:
    said = [pick(chance, DIGITS) for _ in range(6)]
    opening = pick(chance, ("", "so it's ", "here it is, ", "it says~ "))
    return spoken(chance, "code", "email_code", f"{opening}{' '.join(said[:3])}| {' '.join(said[3:])}")


def _email(chance: random.Random) -> Answer:
    who, firm = pick(chance, ("office", "martin", "sales", "leyla", "b jones")), pick(chance, ("nova", "tessera", "copper| kettle"))
    texts = ("{who}| at {firm}| dot {ending}", "you can use~ {who} at {firm} dot {ending}", "um {who} at| {firm} dot {ending}")
    return spoken(chance, "email", "email", pick(chance, texts).format(who=who, firm=firm, ending=pick(chance, _ENDINGS)))


def _domain(chance: random.Random) -> Answer:
    firm = pick(chance, ("nova", "tessera", "copper| kettle", "harper| lane"))
    texts = ("{firm} dot {ending}", "it's {firm}| dot {ending}", "we own~ {firm} dot {ending}")
    return spoken(chance, "domain", "domain", pick(chance, texts).format(firm=firm, ending=pick(chance, _ENDINGS)))
