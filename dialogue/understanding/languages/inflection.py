"""Verbs in their forms: a language lists how its verbs are inflected and the stems; here they are put together.

`conjugation`: name of a class → templates with `-` for the stem ("-a -e -ar"). `verb`: kind → English → class → stems,
an underscore for a space in them.
`combined`: kind → English → lists of alternatives, one of each said after the other ("wenn unsere", "seite", "nicht geht").
`separable`: kind → English → particles → stems of verbs that are parted from them ("nimm … raus", "rausnehmen").
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any


def verb_phrases(raw: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Phrase, English and kind of every form of the verbs in a `lexicon.json`."""
    templates: Mapping[str, str] = raw.get("conjugation", {})
    for kind, meanings in raw.get("verb", {}).items():
        for english, classes in meanings.items():
            for name, stems in classes.items():
                for stem in stems.split():
                    for template in templates[name].split():
                        yield template.replace("-", stem.replace("_", " ")), english, kind
    for kind, meanings in raw.get("separable", {}).items():
        for english, groups in meanings.items():
            for particles, stems in groups.items():
                yield from _separable(particles.split(), stems.split(), english, kind)
    for kind, meanings in raw.get("combined", {}).items():
        for english, groups in meanings.items():
            for parts in groups:
                for said in product(*parts):
                    yield " ".join(said).strip(), english, kind


def _separable(particles: list[str], stems: list[str], english: str, kind: str) -> Iterator[tuple[str, str, str]]:
    """ "nimm … raus", "rausnehmen", "rauszunehmen", "rausgenommen"; a stem behind `+` is that of the participle."""
    for particle in particles:
        for stem in stems:
            if stem.startswith("+"):
                yield f"{particle}{stem[1:]}*", english, kind
                continue
            yield f"{stem}* ~ {particle}", english, kind
            yield f"{particle}{stem}*", english, kind
            yield f"{particle}zu{stem}*", english, kind


def without_object(word: str, endings: tuple[tuple[str, str], ...], least: int) -> Iterator[str]:
    """A verb without the pronouns joined to its end ("quítalo", "احذفوها"); longest first.

    Args:
        endings: ending → what the verb has in its place.
        least: letters that must remain.
    """
    for ending, instead in endings:
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) >= least:
            yield rest + instead
