"""Other languages: a reader per language in front of the one pipeline.

A reader turns the person's words into the plain English that the pipeline understands, and keeps where each piece came
from. What a language knows is data (`prompts/<language>/lexicon.json`); this package only knows how to apply it.
"""
