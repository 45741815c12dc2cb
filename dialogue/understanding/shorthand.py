"""Machines as those write them who buy many: "8c16g", "16c/64G", "4 vCPU x 8 GB"; written out for the readers of sizes."""

from dialogue.patterns import regex

_BOTH = regex(
    r"(?i)(?<![\w.@/:-])(?P<cores>\d{1,3})\s?(?:c|v?cpus?|v?cores?|vc)\s?(?:[/|x×+&,-]\s?|\s)?(?P<memory>\d{1,4})\s?(?:g|gb|gib|gigs?)(?:\s?(?:ram|of\s+ram|memory|mem))?(?![\w@-]|/\d)"
)
_TURNED = regex(
    r"(?i)(?<![\w.@/:-])(?P<memory>\d{1,4})\s?(?:g|gb|gib|gigs?)(?:\s?ram)?\s?(?:[/|x×+&,-]\s?|\s)(?P<cores>\d{1,3})\s?(?:c|v?cpus?|v?cores?|vc)(?![\w@-]|/\d)"
)
_KIND = r"(?:dedicated|shared|arm|amd|intel|ccx|cpx|cax)"
_CORES = regex(rf"(?i)\b({_KIND}(?:\s+(?:servers?|machines?))?),?\s+(\d{{1,3}})\s?c(?![\w@-])")
_CORES_AFTER = regex(rf"(?i)(?<![\w.@/:-])(\d{{1,3}})c(?=\s+{_KIND}\b)")
_MEMORY = regex(r"(?i)(?<![\w.@/:-])(\d{1,4})\s?g(?=\s?(?:ram|of\s+ram|memory|mem)\b)")


_TWENTY = regex(
    r"(?i)\btwenty(?:[\s-](?P<unit>one|two|three|four|five|six|seven|eight|nine))?(?=\s+(?:(?:more|extra|of|the|them|worker|virtual|dedicated|c[pca]?x\s?\d{2})\s+)?(?:workers?|nodes?|v?cpus?|cores?|gigs?|gigabytes?|gb)\b)"
)
"""Also the name of an app; before what can be counted it is the number."""
_UNIT = {word: value for value, word in enumerate("one two three four five six seven eight nine".split(), start=1)}


def written_out(text: str) -> str:
    """`text` with cores and memory in words: "16c/64G" → "16 cores 64 GB"."""
    text = _TWENTY.sub(lambda m: str(20 + _UNIT.get((m["unit"] or "").lower(), 0)), text)
    if not any(c.isdecimal() for c in text):
        return text
    text = _BOTH.sub(r"\g<cores> cores \g<memory> GB", text)
    text = _TURNED.sub(r"\g<cores> cores \g<memory> GB", text)
    return _MEMORY.sub(r"\1 GB", _CORES_AFTER.sub(r"\1 cores", _CORES.sub(r"\1 \2 cores", text)))
