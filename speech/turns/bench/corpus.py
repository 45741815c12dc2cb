"""Answers to the questions of a form, with the pauses that people make in them. The same seed, the same answers. Pure."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from speech.turns.expectation import Completeness, Expectation, Judge, Kind, tokens

_PLACES = "falkenstein nuremberg helsinki ashburn hillsboro singapore frankfurt dublin oregon".split()
_SIZES = ("cpx 21", "cpx 32", "cpx 42", "cax 31", "ccx 23", "the small one", "the big one", "four cores")
_APPS = "wordpress gitea nextcloud mattermost matomo grafana vaultwarden jitsi".split()
_NAMES = "jo anna mehmet claire fatima luis greta tom priya wei".split()
_FIRMS = ("acme", "blue harbour", "north light", "green valley clinic", "smith and sons", "oak street dental")
_ENDINGS = ("com", "org", "net", "de", "io", "eu", "co dot uk")
DIGITS = tuple("zero one two three four five six seven eight nine".split())


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, how long it takes, and the silence after it (0 after the last)."""

    word: str
    ms: int
    pause_ms: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing said in answer to one question."""

    kind: Kind
    slot: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(piece.word for piece in self.pieces)

    @property
    def ms(self) -> int:
        """From the first sound to the last."""
        return sum(piece.ms + piece.pause_ms for piece in self.pieces)

    @property
    def expectation(self) -> Expectation:
        """What the dialogue would expect, with the judge it would hand in."""
        return Expectation(kind=self.kind, slot=self.slot, awaited=True, judge=judge_of(self.slot))


def judge_of(slot: str) -> Judge | None:
    """Closed lists are known to the dialogue; one of several apps may always be followed by another."""
    if slot == "region":
        return _region_judge
    if slot == "size":
        return lambda text: Completeness.COMPLETE if text.lower().endswith(_SIZES) else Completeness.UNKNOWN
    if slot == "apps":
        return lambda text: Completeness.POSSIBLE if tokens(text)[-1] in _APPS else Completeness.UNKNOWN
    return None


def _region_judge(text: str) -> Completeness:
    """One region answers; a region that isn't wanted begs for another."""
    words = tokens(text)
    if words[-1] not in _PLACES:
        return Completeness.UNKNOWN
    return Completeness.POSSIBLE if "not" in words else Completeness.COMPLETE


def answers(count: int, seed: int = 0) -> list[Answer]:
    """So many answers, every slot as often."""
    chance = random.Random(seed)  # noqa: S311 - a corpus, not a secret
    makers = (_yes_no, _region, _size, _apps, _number, _code, _email, _domain, _name, _open)
    return [makers[i % len(makers)](chance) for i in range(count)]


def _pause(chance: random.Random, median: float, spread: float = 0.5, most: float = 1500.0) -> int:
    """Silent pauses in speech are lognormal."""
    return round(min(most, median * math.exp(chance.gauss(0.0, spread))))


def spoken(chance: random.Random, kind: Kind, slot: str, marked: str) -> Answer:
    """An answer from a text with marks: `,` a breath, `~` a search for words, `|` a group of a dictated name or number."""
    rate = chance.uniform(0.85, 1.25)
    hesitant = chance.random() < 0.25
    pieces: list[Piece] = []
    words = marked.split()
    for i, raw in enumerate(words):
        word = raw.rstrip(",~|")
        ms = round((110 + 45 * min(9, len(word))) * rate * chance.uniform(0.9, 1.1))
        mark = raw[len(word) :]
        last = i == len(words) - 1
        pause = 0 if last else _after(chance, word, mark, hesitant)
        pieces.append(Piece(word, ms, pause))
    return Answer(kind, slot, tuple(pieces))


def _after(chance: random.Random, word: str, mark: str, hesitant: bool) -> int:
    slow = 1.4 if hesitant else 1.0
    if word in ("um", "uh", "er"):
        return _pause(chance, 380 * slow)
    if "~" in mark:
        return _pause(chance, 520 * slow)
    if "|" in mark:
        return _pause(chance, 300 * slow) if chance.random() < 0.7 else 0
    if "," in mark:
        return _pause(chance, 230 * slow) if chance.random() < 0.8 else 0
    if word in ("and", "or", "with", "the", "at", "dot") and chance.random() < (0.3 if hesitant else 0.12):
        return _pause(chance, 330 * slow)
    if hesitant and chance.random() < 0.06:
        return _pause(chance, 350)
    return 0


def pick(chance: random.Random, options: Sequence[str]) -> str:
    """One of them."""
    return options[chance.randrange(len(options))]


def _yes_no(chance: random.Random) -> Answer:
    texts = (
        "yes", "no", "yeah", "yes please", "no thanks", "sure", "okay", "um yes", "go ahead", "yes, that is right",
        "no, not yet", "uh no", "yes, do it", "no, wait", "yeah sure", "correct",
    )  # fmt: skip
    return spoken(chance, "yes_no", "confirm", pick(chance, texts))


def _region(chance: random.Random) -> Answer:
    one, two = chance.sample(_PLACES, 2)
    texts = (
        f"{one}", f"in {one}", f"{one} please", f"um~ {one}", f"i think~ {one}", f"{one} and {two}", f"{one}, and {two}",
        f"let's take {one}", f"make it {one}", f"well, {one} would be best", f"not {one}, {two}", f"the one in {one}",
    )  # fmt: skip
    return spoken(chance, "choice", "region", pick(chance, texts))


def _size(chance: random.Random) -> Answer:
    size = pick(chance, _SIZES)
    texts = (f"{size}", f"the {size}", f"um {size}", f"i'd take~ {size}", f"{size} please", f"let's say~ {size}")
    return spoken(chance, "choice", "size", pick(chance, texts).replace("the the", "the"))


def _apps(chance: random.Random) -> Answer:
    one, two, three = chance.sample(_APPS, 3)
    texts = (
        f"{one}", f"{one} and {two}", f"{one}, {two} and {three}", f"we need {one}, and~ {two}", f"{one}~ um {two}",
        f"just {one}", f"{one}, {two}, {three}", f"{one} and also {two}", f"i want {one} with {two}",
    )  # fmt: skip
    return spoken(chance, "list", "apps", pick(chance, texts))


def _number(chance: random.Random) -> Answer:
    few, tens = pick(chance, DIGITS[2:]), pick(chance, ("twenty", "thirty", "forty"))
    texts = (f"{few}", f"{few} of them", f"um {few}", f"about {tens} people", f"{tens} {few}", f"{tens}, no, {few}",
             f"one hundred and {tens}", f"{few} or {tens}")  # fmt: skip
    return spoken(chance, "number", "workers", pick(chance, texts))


def _code(chance: random.Random) -> Answer:
    digits = [pick(chance, DIGITS) for _ in range(6)]
    grouping = chance.choice((3, 3, 2, 6))
    marked = [digit + ("|" if (i + 1) % grouping == 0 else "") for i, digit in enumerate(digits)]
    opening = pick(chance, ("", "", "it's ", "the code is~ "))
    return spoken(chance, "code", "email_code", opening + " ".join(marked))


def _email(chance: random.Random) -> Answer:
    name = pick(chance, _NAMES)
    local = pick(chance, (name, f"{name} dot {pick(chance, _NAMES)}", "info", f"{name[0]} {name}", f"{name} underscore {name}"))
    firm = pick(chance, _FIRMS).replace(" ", "| ")
    texts = (
        f"{local}| at| {firm}| dot {pick(chance, _ENDINGS)}",
        f"it's {local} at| {firm} dot {pick(chance, _ENDINGS)}",
        f"um {local}| at {firm}| dot| {pick(chance, _ENDINGS)}",
        f"my email is~ {local} at {firm} dot {pick(chance, _ENDINGS)}",
    )
    return spoken(chance, "email", "email", pick(chance, texts))


def _domain(chance: random.Random) -> Answer:
    firm = pick(chance, _FIRMS)
    texts = (f"{firm} dot {pick(chance, _ENDINGS)}", f"{firm}| dot| {pick(chance, _ENDINGS)}", f"we have~ {firm} dot {pick(chance, _ENDINGS)}")
    return spoken(chance, "domain", "domain", pick(chance, texts))


def _name(chance: random.Random) -> Answer:
    firm = pick(chance, _FIRMS)
    texts = (f"{firm}", f"we are~ {firm}", f"it's called {firm}", f"{firm}, limited", f"my company is~ {firm}", f"um {firm}")
    return spoken(chance, "name", "organisation", pick(chance, texts))


def _open(chance: random.Random) -> Answer:
    firm, app, place = pick(chance, _FIRMS), pick(chance, _APPS), pick(chance, _PLACES)
    texts = (
        f"hi, we are {firm}, and we need a website", f"i'd like~ {app} in {place}", "we want to share files, and um~ chat",
        "how much does that cost", f"we are {firm} from {place}, we need {app}", f"can you~ set up {app} for us",
        "something for our documents~ and for our team chat", f"what is {app}", "a shop, with about forty products",
    )  # fmt: skip
    return spoken(chance, "open", "need", pick(chance, texts))
