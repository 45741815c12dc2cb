"""Parts of a request that a server may not know: left out for good once it has refused them by name."""

from collections.abc import Iterable, Mapping

SAID: Mapping[str, tuple[str, ...]] = {
    "completion_tokens": ("max_completion_tokens",),
    "usage": ("stream_options", "include_usage"),
    "cache_key": ("prompt_cache_key",),
    "effort": ("reasoning_effort", "reasoning effort", "reasoning"),
    "thinking": ("thinking",),
    "cache_marks": ("cache_control",),
    "strict": ("strict", "additionalproperties", "json schema", "input_schema", "schema"),
}
"""How refusals name them, the plainest words last."""


class Extras:
    """What one adapter still adds to its requests."""

    def __init__(self, names: Iterable[str]) -> None:
        self._added = {name: SAID[name] for name in SAID if name in set(names)}

    def __contains__(self, name: str) -> bool:
        return name in self._added

    def refused(self, words: str) -> bool:
        """Takes note of a refusal; true when it named one of them, so that asking again without it makes sense."""
        folded = words.lower()
        named = next((name for name, said in self._added.items() if any(word in folded for word in said)), None)
        if named is None:
            return False
        del self._added[named]
        return True
