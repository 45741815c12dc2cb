"""Smaller towns: looked up one by one in a sorted table, where a list of all of them would cost memory and a slow start."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tools.catalogue.fold import key
from tools.catalogue.places import Place

_LONGEST = 40
"""Letters of a name."""


@dataclass(frozen=True, slots=True)
class Towns:
    """Lines of `towns.tsv` by their folded names, in the order of their bytes."""

    table: bytes

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> "Towns":
        """The bundled table, a megabyte."""
        return cls(files("tools.data").joinpath("towns.tsv").read_bytes())

    def find(self, name: str) -> Place | None:
        """The largest town of this name, in any spelling that folds to it; a few microseconds."""
        wanted = key(name).encode()
        if not 0 < len(wanted) <= _LONGEST:
            return None
        first, last = 0, len(self.table)
        while first < last:
            begin = self.table.rfind(b"\n", 0, (first + last) // 2) + 1
            end = self.table.index(b"\n", begin)
            found = self.table[begin:end].split(b"\t")
            if found[0] == wanted:
                return _place(found)
            first, last = (end + 1, last) if found[0] < wanted else (first, begin)
        return None


def _place(columns: list[bytes]) -> Place:
    folded, name, country, longitude, word = (c.decode() for c in (*columns, b"", b"")[:5])
    return Place("city", name or folded.title(), country, float(longitude) if longitude else None, bool(word))
