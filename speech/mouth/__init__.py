"""Mouth: from a text to frames of sound, and what of it was heard."""
