"""What is said: answers to four questions, and what answers none, in two halves. The thresholds were tuned on one, figures are
reported on the other.

The half that is reported holds every value, the one that is tuned on only every other: `Case.new` says which values, said in
phrasings and by voices that are new anyway, nothing was tuned on.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from evals.asr.audio import NoiseKind
from evals.catalogue import pinned
from evals.ears.corrections import FRAMES, NAMELESS
from evals.ears.speakers import Speaker
from evals.ears.strays import STRAYS, Half
from speech.ears.port import Vocabulary

Slot = Literal["region", "size", "app", "yes_no", "beside_email", "beside_yes", "beside_nothing"]
"""`beside_…`: an e-mail address, or a yes, or nothing is asked for, and something is put right."""
SLOTS: tuple[Slot, ...] = ("region", "size", "app", "yes_no")
BESIDE: tuple[Slot, ...] = ("beside_email", "beside_yes", "beside_nothing")
SNRS = (20, 10)
_TAKES: dict[Half, int] = {"tuned": 3, "reported": 2}
"""By how many speakers each answer is given."""
_STRAY_TAKES = 2
_APPS_TAKEN = 4
"""Of an app's corrections every so many-th is said."""
_NOISES: tuple[NoiseKind, ...] = ("white", "pink", "babble")

_TEMPLATES: dict[tuple[Half, Slot], tuple[str, ...]] = {
    ("tuned", "region"): ("{}.", "{}, please.", "Let's go with {}.", "Put it in {}.", "I would like {}.", "No, make that {}."),
    ("reported", "region"): ("{}.", "Use {}, please.", "{} would be best.", "How about {}?", "We want to be in {}.", "Then {}, thanks."),
    ("tuned", "size"): ("{}.", "The {}, please.", "Let's take the {}.", "I would like a {}."),
    ("reported", "size"): ("{}, please.", "Use the {}.", "A {} should be enough.", "Make it a {}."),
    ("tuned", "app"): ("{}.", "{}, please.", "We need {}.", "I would like {}."),
    ("reported", "app"): ("{}, that's all.", "Please install {}.", "We want {}.", "Give us {} as well."),
}
_YES: dict[Half, tuple[str, ...]] = {
    "tuned": (
        "Yes.", "Yes, please.", "Yeah, go ahead.", "That's right.", "Sure.", "Yes, do it.", "Okay, yes.", "Yes, I'm sure.", "Yep, that's it.",
        "Okay, go ahead.",
    ),
    "reported": (
        "Yes!", "Yes, that's fine.", "Yes, that is correct.", "Correct.", "Yep.", "Yes, go for it.", "Sounds good, yes.", "Yeah.",
        "Right, yes please.", "Okay, do that.",
    ),
}  # fmt: skip
_NO: dict[Half, tuple[str, ...]] = {
    "tuned": (
        "No.", "No, thanks.", "Nope.", "No, not yet.", "No, that's wrong.", "Please don't.", "No, wait.", "No, don't do that.", "Stop, no.",
        "No, leave it.",
    ),
    "reported": (
        "No!", "No, thank you.", "No, cancel that.", "Not yet.", "No, that is not right.", "No, stop.", "Definitely not.", "Don't.",
        "No way.", "Oh no, please wait.",
    ),
}  # fmt: skip
_SAYS_YES = frozenset("yes yeah yep yup sure right correct okay ok fine good".split())
_SAYS_NO = frozenset("no nope not don't dont wrong cancel stop never".split())
_YES_NO = ("Yes", "No", "Yeah", "Okay", "Yep", "Nope", "Sure", "Correct", "That's right", "Not yet", "Go ahead", "Please don't", "Cancel", "Stop")
_SPOKEN_APPS = {"Cal.com": "Cal dot com", "NocoDB": "Noco D B", "InvoiceShelf": "Invoice Shelf", "BookStack": "Book Stack"}
"""How people read them; the other names are said as they are written."""
_OFFERED_SIZES = ("CPX32", "CPX42", "CPX52", "CPX62", "CCX23", "CCX33", "CCX43", "CAX21", "CAX31", "CX33", "CX43")


@dataclass(frozen=True, slots=True)
class Case:
    """One answer, who gives it, and where."""

    slot: Slot
    text: str
    expected: str
    speaker: Speaker
    noise: NoiseKind
    snr: int
    seed: int
    new: bool = True
    """Nothing was tuned on this value."""


def vocabulary(slot: Slot) -> Vocabulary:
    """What the ears are told while the question is open."""
    if slot == "yes_no":
        return Vocabulary(_YES_NO, slot=slot)
    if slot in BESIDE:
        region, app = vocabulary("region"), vocabulary("app")
        names, canonical = region.names + app.names, {**region.canonical, **app.canonical}
        if slot == "beside_yes":
            return Vocabulary(_YES_NO, canonical, "yes_no", names)
        return Vocabulary(names, canonical, "email" if slot == "beside_email" else None)
    spoken = {name: _spoken(slot, name) for name in _answers(slot)}
    return Vocabulary(tuple(spoken.values()), {said: name for name, said in spoken.items() if said != name}, slot)


def cases(half: Half, speakers: tuple[Speaker, ...], snrs: tuple[int, ...] = SNRS) -> Iterator[Case]:
    """Every answer of a half by a few speakers, each in one noise; the same whoever runs it."""
    for slot in SLOTS:
        for text, expected in _lines(half, slot):
            new = slot == "yes_no" or expected not in _tuned(slot)
            for speaker, noise, seed in _takes(f"{half}/{text}", speakers, _TAKES[half]):
                for snr in snrs:
                    yield Case(slot, text, expected, speaker, noise, snr, seed + snr, new)


def strays(half: Half, speakers: tuple[Speaker, ...], snrs: tuple[int, ...] = SNRS) -> Iterator[Case]:
    """What is said instead of an answer: each sentence while one question after the other is open, and while none is."""
    for number, text in enumerate(STRAYS[half]):
        for turn, (speaker, noise, seed) in enumerate(_takes(f"{half}/{text}", speakers, _STRAY_TAKES)):
            slot = SLOTS[(number + turn) % len(SLOTS)]
            for snr in snrs:
                yield Case(slot, text, "", speaker, noise, snr, seed + snr)


def corrections(half: Half, speakers: tuple[Speaker, ...], snrs: tuple[int, ...] = SNRS) -> Iterator[Case]:
    """Names that are asked for instead of others while something else is asked."""
    for number, name in enumerate(_tuned("beside_email") if half == "tuned" else _answers("beside_email")):
        kind: Slot = "region" if name in _answers("region") else "app"
        for turn, frame in enumerate(FRAMES[half]):
            if kind == "app" and ((number + turn) % _APPS_TAKEN or "." in name):
                continue  # there are many of them; and what has a dot may be an address
            text = frame.format(_spoken(kind, name))
            yield from _beside(half, text, name, speakers, snrs, new=name not in _tuned("beside_email"))


def nameless(half: Half, speakers: tuple[Speaker, ...], snrs: tuple[int, ...] = SNRS) -> Iterator[Case]:
    """What is said there too and holds no name, in the shape of a correction or not."""
    for text in (*NAMELESS[half], *STRAYS[half]):
        yield from _beside(half, text, "", speakers, snrs)


def _beside(
    half: Half, text: str, expected: str, speakers: tuple[Speaker, ...], snrs: tuple[int, ...], *, new: bool = True
) -> Iterator[Case]:
    for slot, (speaker, noise, seed) in zip(BESIDE, _takes(f"{half}/beside/{text}", speakers, len(BESIDE)), strict=False):
        for snr in snrs:
            yield Case(slot, text, expected, speaker, noise, snr, seed + snr, new)


def _takes(key: str, speakers: tuple[Speaker, ...], count: int) -> Iterator[tuple[Speaker, NoiseKind, int]]:
    """Who says a line and in which noise: drawn by the line, each time another speaker."""
    for take in range(min(count, len(speakers))):
        drawn = int.from_bytes(hashlib.sha256(f"{key}/{take}".encode()).digest()[:8], "big")
        first = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
        who = speakers[(first + take * (1 + len(speakers) // count)) % len(speakers)]
        yield who, _NOISES[drawn // 97 % len(_NOISES)], drawn % 2**31


def answered(slot: Slot, text: str, names: tuple[str, ...]) -> str:
    """What the answer is understood to be; empty when it isn't one."""
    if slot != "yes_no":
        found = set(names) - set(_YES_NO)
        return names[0] if len(found) == 1 else ""
    words = {word.strip(".,!?").lower() for word in text.split()}
    if words & _SAYS_NO:
        return "no"
    return "yes" if words & _SAYS_YES else ""


def _lines(half: Half, slot: Slot) -> Iterator[tuple[str, str]]:
    if slot == "yes_no":
        yield from ((text, "yes") for text in _YES[half])
        yield from ((text, "no") for text in _NO[half])
        return
    for name in _tuned(slot) if half == "tuned" else _answers(slot):
        for template in _TEMPLATES[half, slot]:
            yield template.format(_spoken(slot, name)), name


def _tuned(slot: Slot) -> tuple[str, ...]:
    """Every other value."""
    return _answers(slot)[::2]


def _answers(slot: Slot) -> tuple[str, ...]:
    data = pinned()
    match slot:
        case "region":
            return tuple(r.city for r in data.regions.values() if r.offered)
        case "size":
            return _OFFERED_SIZES
        case "app":
            return tuple(data.apps[slug] for slug in sorted(data.installable) if slug in data.apps)
        case "yes_no":
            return ("yes", "no")
        case _:
            return _answers("region") + _answers("app")


def _spoken(slot: Slot, name: str) -> str:
    if slot == "size":
        letters, digits = name.rstrip("0123456789"), name.lstrip("ACPX")
        return f"{' '.join(letters)} {digits}"
    return _SPOKEN_APPS.get(name, name) if slot == "app" else name
