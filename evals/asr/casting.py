"""Who speaks a scenario, where, and over what line: drawn from its id, so that adding one changes no other."""

import hashlib
import random
from dataclasses import dataclass
from typing import Literal

from evals.asr.audio import NoiseKind
from evals.asr.voices import VOICES, Voice

Tier = Literal["clean", "room", "phone", "bare", "hard"]
TIERS: tuple[Tier, ...] = ("clean", "room", "phone", "bare", "hard")
"""`room`: noise, a good microphone. `phone`: the telephone's band. `bare`: a room, and no names as a hint. `hard`: a formant voice
in loud noise without a hint, far below what people sound like."""
REALISTIC: frozenset[Tier] = frozenset({"clean", "room", "phone"})

_HUMAN = ("joe", "joe-brisk", "joe-slow", "lena", "lena-low", "kate", "slt", "rms", "slt", "kumo", "lena-low")
_HUMAN_HELD_OUT = ("awb", "tebukuro", "kate-low", "joe", "lena", "slt")
_CLEAREST = ("joe", "joe-slow", "lena", "kumo")
_ROBOTS = ("robot-us", "robot-gb", "robot-m3")
_NOISES: tuple[NoiseKind, ...] = ("white", "pink", "babble")
_NOISES_HELD_OUT: tuple[NoiseKind, ...] = ("car", "fan", "pink", "babble")
_ROOM_SNR: dict[NoiseKind, tuple[float, ...]] = {
    "white": (30.0, 25.0),
    "pink": (20.0, 15.0),
    "babble": (20.0, 15.0),
    "fan": (20.0, 15.0),
    "car": (15.0, 10.0),
}
"""Where people still understand one another without effort; hiss hurts more than rumble at the same power."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Everything that decides how a line sounds."""

    voice: Voice
    tier: Tier
    noise: NoiseKind
    snr: float | None
    telephone: bool
    hinted: bool
    seed: int


def tier_of(tags: tuple[str, ...]) -> Tier:
    """The scenario's tag, `room` without one."""
    tagged: list[Tier] = [tier for tier in TIERS if tier in tags]
    return tagged[0] if tagged else "room"


def cast(scenario: str, tags: tuple[str, ...], *, holdout: bool) -> Condition:
    """The condition of a scenario: one person in one place speaks all of its lines."""
    seed = int.from_bytes(hashlib.sha256(scenario.encode()).digest()[:4], "big")
    chance = random.Random(seed)  # noqa: S311 - no secret
    tier = tier_of(tags)
    humans = _HUMAN_HELD_OUT if holdout else _HUMAN
    noises = _NOISES_HELD_OUT if holdout else _NOISES
    match tier:
        case "clean":
            voice, noise, snr = chance.choice(humans if holdout else _CLEAREST), "none", None
        case "room" | "bare":
            voice, noise = chance.choice(humans), chance.choice(noises)
            snr = chance.choice(_ROOM_SNR[noise])
        case "phone":
            voice, noise, snr = chance.choice(humans), chance.choice(noises), chance.choice((30.0, 25.0))
        case "hard":
            voice = "robot-scot" if holdout else chance.choice(_ROBOTS)
            noise, snr = chance.choice(noises), chance.choice((15.0, 10.0))
    telephone = tier == "phone" or (tier == "hard" and chance.random() < 0.3)
    return Condition(VOICES[voice], tier, noise, snr, telephone, tier not in ("bare", "hard"), seed)
