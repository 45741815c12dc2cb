"""Numbers in words: a language lists its units and tens and says how they join; here they are multiplied out."""

from collections.abc import Iterator, Mapping
from typing import Any


def number_phrases(raw: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Phrase and value of every number from the lists.

    `words`: value → names. `units` and `tens`: value → names used in compounds. `join`: templates with `{unit}` and
    `{ten}` ("{unit}und{ten}").
    """
    for value, names in raw.get("words", {}).items():
        for name in names.split("|"):
            yield name.strip(), int(value)
    for ten, ten_names in raw.get("tens", {}).items():
        for ten_name in ten_names.split("|"):
            yield ten_name.strip(), int(ten)
            for unit, unit_names in raw.get("units", {}).items():
                for unit_name in unit_names.split("|"):
                    for template in raw.get("join", ()):
                        yield template.format(unit=unit_name.strip(), ten=ten_name.strip()), int(ten) + int(unit)
