"""What is said: answers to four questions, in two halves. The thresholds were tuned on one, figures are reported on the other."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from evals.asr.audio import NoiseKind
from evals.catalogue import pinned
from evals.ears.speakers import Speaker
from speech.ears.port import Vocabulary

Half = Literal["tuned", "reported"]
Slot = Literal["region", "size", "app", "yes_no"]
SLOTS: tuple[Slot, ...] = ("region", "size", "app", "yes_no")
SNRS = (20, 10)
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
    "tuned": ("Yes.", "Yes, please.", "Yeah, go ahead.", "That's right.", "Sure.", "Yes, do it.", "Okay, yes."),
    "reported": ("Yes!", "Yes, that's fine.", "Yes, that is correct.", "Correct.", "Yep.", "Yes, go for it.", "Sounds good, yes."),
}
_NO: dict[Half, tuple[str, ...]] = {
    "tuned": ("No.", "No, thanks.", "Nope.", "No, not yet.", "No, that's wrong.", "Please don't.", "No, wait."),
    "reported": ("No!", "No, thank you.", "No, cancel that.", "Not yet.", "No, that is not right.", "No, stop.", "Definitely not."),
}
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


def vocabulary(slot: Slot) -> Vocabulary:
    """What the ears are told while the question is open."""
    if slot == "yes_no":
        return Vocabulary(_YES_NO, slot=slot)
    spoken = {name: _spoken(slot, name) for name in _answers(slot)}
    return Vocabulary(tuple(spoken.values()), {said: name for name, said in spoken.items() if said != name}, slot)


def cases(half: Half, speakers: tuple[Speaker, ...], snrs: tuple[int, ...] = SNRS) -> Iterator[Case]:
    """Every answer of a half, each by one speaker in one noise; the same whoever runs it."""
    for slot in SLOTS:
        for text, expected in _lines(half, slot):
            drawn = int.from_bytes(hashlib.sha256(f"{half}/{text}".encode()).digest()[:8], "big")
            for snr in snrs:
                yield Case(slot, text, expected, speakers[drawn % len(speakers)], _NOISES[drawn // 97 % 3], snr, drawn % 2**31)


def answered(slot: Slot, text: str, names: tuple[str, ...]) -> str:
    """What the answer is understood to be; empty when it isn't one."""
    if slot != "yes_no":
        found = set(names)
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
    for name in _answers(slot):
        for template in _TEMPLATES[half, slot]:
            yield template.format(_spoken(slot, name)), name


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


def _spoken(slot: Slot, name: str) -> str:
    if slot == "size":
        letters, digits = name.rstrip("0123456789"), name.lstrip("ACPX")
        return f"{' '.join(letters)} {digits}"
    return _SPOKEN_APPS.get(name, name) if slot == "app" else name
