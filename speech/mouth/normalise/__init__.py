"""Written text made speakable: money, addresses, sizes, versions, lists. Pure."""

from speech.mouth.normalise.parts import Part, normalise, speakable
from speech.mouth.normalise.spelling import spelled

__all__ = ["Part", "normalise", "speakable", "spelled"]
