"""What people say to `concierge bench voice`: each of them has a business of their own.

An answer that somebody was given before lies in the server's cache of phrases; were all to say the same, the figures would be those of
that cache.
"""

from itertools import combinations

_RUNNING = (
    "I run a small {trade} in {town}, and we need {need}.", "The company is called {name}.", "No, make that {region}.",
    "How much is it?", "{workers} workers, please.", "What can you do for me?",
)  # fmt: skip
_NEEDING = (
    "We need {both}.", "Put it in {country}, please.", "Use the {size} machine.", "Which regions do you have?",
    "Undo that.", "Repeat that, please.",
)  # fmt: skip
_TRADES = ("bakery", "dental practice", "travel agency", "law firm", "school", "hotel", "workshop")
_TOWNS = ("Ghent", "Vienna", "Dublin", "Munich", "Boston")
_NEEDS = ("a website", "newsletters", "invoices", "a wiki")
_KINDS = ("Blue", "Green", "Silver", "Golden", "Northern", "White", "Happy")
_THINGS = ("Lotus", "Valley", "River", "Garden", "Bridge", "Harbour", "Mountain", "Window")
_REGIONS = ("Helsinki", "Falkenstein", "Ashburn", "Nuremberg", "Singapore", "Hillsboro")
_COUNTRIES = ("Germany", "Finland", "Singapore", "the United States")
_WORKERS = ("Two", "Four", "Three", "Five")
_BOTH = tuple(combinations(("appointments", "passwords", "a wiki", "newsletters", "invoices", "a website", "team chat", "forms"), 2))
INTERRUPTIONS = ("No wait.", "Make it Helsinki instead.", "What does that cost?", "Actually four workers.")


def talk(number: int) -> tuple[str, ...]:
    """The sentences of one person, the same each time; those with an even number tell of their business, the others of what they need."""
    turn = number // 2
    if number % 2:
        shape, first, second = _NEEDING, *_BOTH[turn % len(_BOTH)]
        values = {
            "both": f"{first} and {second}",
            "country": _of(_COUNTRIES, turn),
            "size": ("bigger", "smaller")[turn % 2],
        }
    else:
        shape = _RUNNING
        values = {
            "trade": _of(_TRADES, turn), "town": _of(_TOWNS, turn), "need": _of(_NEEDS, turn), "region": _of(_REGIONS, turn),
            "workers": _of(_WORKERS, turn), "name": f"{_of(_KINDS, turn)} {_of(_THINGS, turn)}",
        }  # fmt: skip
    return tuple(line.format(**values) for line in shape)


def _of(values: tuple[str, ...], turn: int) -> str:
    return values[turn % len(values)]


TALKS = (talk(0), talk(1))
"""Of the first two: what is said over the bad path too."""
EVERY_DAY = tuple(text for one in TALKS for text in one) + INTERRUPTIONS
