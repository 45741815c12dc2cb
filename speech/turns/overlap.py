"""Speech that comes while we speak: fall silent first, then find out whether it was meant. Audio time.

A loud, sure voice silences us at once, with our place kept. A faint one only makes us quieter, until it has gone on for
longer than a murmur does. Then the words decide: a murmur, a cough or our own echo, and we speak on from the word where we
were; anything else, and what we had left to say is dropped.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from speech.turns.backchannels import Reading, reading
from speech.turns.echo import is_echo
from speech.turns.events import Command, Duck, FadeOut, FrameHeard, StopPlayback

if TYPE_CHECKING:
    from speech.turns.machine import TurnMachine
    from speech.turns.turn import Turn, TurnLimits

_SURE = 0.65
_FAINT_ABOVE_ECHO = 12.0
_LOSS = 6.0
"""Decibels that an echo loses at least on its way from a loudspeaker to the microphone."""


def begin(machine: TurnMachine, turn: Turn, frame: FrameHeard) -> list[Command]:
    """A voice has begun; are we speaking?"""
    if machine.playing is None:
        return []
    if not machine.playing.interruptible:
        turn.playback = "protected"
        return []
    if _sure(machine, frame):
        return _fall_silent(machine, turn)
    turn.playback = "ducked"
    return [Duck(machine.limits.duck_db)]


def escalate(machine: TurnMachine, turn: Turn, frame: FrameHeard) -> list[Command]:
    """The voice goes on."""
    if turn.playback == "ducked" and (turn.voiced_ms >= machine.limits.ducked_for or _sure(machine, frame)):
        return _fall_silent(machine, turn)
    if turn.playback == "faded" and turn.voiced_ms >= machine.limits.surely_meant and not _ours(machine, turn):
        turn.playback = "stopped"
        return [StopPlayback()]
    return []


def judge(machine: TurnMachine, turn: Turn) -> list[Command]:
    """Some of its words are known. Empty when they settle nothing."""
    text = turn.latest()
    settled = turn.text() is not None and machine.now - turn.speech_end_ms >= machine.limits.speculate
    if machine.lately_playing() and turn.playback != "stopped" and _ours(machine, turn):
        return machine.drop("echo") if settled or turn.playback != "none" else []
    if not turn.over_us or turn.playback == "stopped" or turn.held:
        return []
    match _read(machine, text):
        case "words":
            return _meant(machine, turn)
        case "backchannel":
            return machine.drop("backchannel") if settled else []
        case "empty":
            return machine.drop("empty") if settled and turn.final is not None else []


def unsettled(turn: Turn, text: str | None, silence: int, limits: TurnLimits) -> bool:
    """What came over us ends as a turn only once its words are known, or nobody will tell them."""
    return turn.playback in ("ducked", "faded", "protected") and text is None and silence < limits.wait_for_text


def _sure(machine: TurnMachine, frame: FrameHeard) -> bool:
    """Loud and clear."""
    return frame.speech >= _SURE and frame.level >= machine.voicing.echo.expected() + _FAINT_ABOVE_ECHO


def _read(machine: TurnMachine, text: str) -> Reading:
    expected = machine.expectation
    if machine.playing is None:
        # We had finished by then: assent is an answer, and whoever takes it knows that it began over our last words.
        expected = replace(expected, kind="yes_no", paid=False)
    return reading(text, expected)


def _ours(machine: TurnMachine, turn: Turn) -> bool:
    faint = turn.level <= turn.played - _LOSS
    return is_echo(turn.latest(), machine.said, faint=faint, so_far=machine.said_so_far)


def _fall_silent(machine: TurnMachine, turn: Turn) -> list[Command]:
    turn.playback = "faded"
    return [FadeOut(machine.limits.fade)]


def _meant(machine: TurnMachine, turn: Turn) -> list[Command]:
    commands: list[Command] = [FadeOut(machine.limits.fade)] if turn.playback == "ducked" else []
    if turn.playback in ("ducked", "faded"):
        turn.playback = "stopped"
        machine.voicing.echo.was_speech()
        commands.append(StopPlayback())
    return commands
