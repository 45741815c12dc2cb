"""`python -m tests.dialogue.calls`: the calls that each turn of a short talk takes in the core, as a JSON list."""

import gc
import json
import sys

from dialogue import events as ev
from dialogue.state import State
from tests.dialogue import talk as support
from tests.dialogue.talk import CODE, CORE, Talk

TEXTS = ("a bakery in Ghent called Brood & Co, we need a website", "info@brood.be", "make that Helsinki", "two workers", CODE, "yes")


class Counted:
    """The core, its calls counted."""

    def __init__(self) -> None:
        self.calls = 0

    def count(self, _frame: object, event: str, _argument: object) -> None:
        """One event of the interpreter's."""
        self.calls += event in ("call", "c_call")

    def step(self, state: State, logged: ev.Logged) -> object:
        """As the core does it."""
        sys.setprofile(self.count)
        try:
            return CORE.step(state, logged)
        finally:
            sys.setprofile(None)


def main() -> None:
    """The talk twice: the first time patterns are compiled."""
    counted = Counted()
    vars(support)["CORE"] = counted
    gc.disable()
    each: list[int] = []
    for _ in range(2):
        talk, each = Talk(), []
        for text in TEXTS:
            counted.calls = 0
            talk.say(text)
            each.append(counted.calls)
    sys.stdout.write(json.dumps(each))


if __name__ == "__main__":
    main()
