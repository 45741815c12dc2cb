"""What the rules collect while they read a draft."""

from dataclasses import dataclass, field

from tools.planning.plan import Note, Problem


@dataclass(slots=True)
class Findings:
    """Problems and notes in the order found."""

    problems: list[Problem] = field(default_factory=list[Problem])
    notes: list[Note] = field(default_factory=list[Note])
