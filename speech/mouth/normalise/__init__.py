"""Written text made speakable: money, addresses, sizes, versions, lists. Pure."""

from speech.mouth.normalise.parts import Part, normalise, speakable

__all__ = ["Part", "normalise", "speakable"]
