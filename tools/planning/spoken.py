"""Addresses as they are said: "al noor dot omani dot works", "info at acme dot o m" (plan-rules, Domain)."""

_SIGNS = {"dot": ".", "point": ".", "dash": "-", "hyphen": "-", "minus": "-", "underscore": "_"}


def written(text: str) -> str:
    """The address as it is written; anything without a spoken sign stays as it is."""
    words = text.split()
    if not any(word.lower() in _SIGNS for word in words[1:-1]):
        return text
    return "".join(_SIGNS.get(word.lower(), word) for word in words)


def written_email(text: str) -> str:
    """The same with the first lone "at"."""
    words = text.split()
    at = next((i for i, word in enumerate(words) if word.lower() == "at" and 0 < i < len(words) - 1), None)
    if at is None or "@" in text:
        return written(text)
    return f"{_joined(words[:at])}@{_joined(words[at + 1 :])}"


def _joined(words: list[str]) -> str:
    return "".join(_SIGNS.get(word.lower(), word) for word in words)
