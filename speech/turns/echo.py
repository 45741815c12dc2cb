"""Whether a text that was heard is what we have just been saying. Pure."""

from speech.turns.expectation import tokens

_LONG = 3
_SHARE = 0.75
_JUST_SAID = 6


def is_echo(heard: str, said: str, *, faint: bool, so_far: bool = False) -> bool:
    """Most of the words, in order, are ours.

    Somebody who answers with a word of the question isn't an echo: one or two words count only when they came back
    fainter than they went out (`faint`), and soon: when `said` is what was said so far, they must be among its last.
    """
    theirs, ours = _words(heard), _words(said)
    if not theirs or not ours:
        return False
    if len(theirs) < _LONG:
        if not faint:
            return False
        ours = ours[-_JUST_SAID:] if so_far else ours
    run = _longest_run(theirs, ours)
    return run >= max(1, _SHARE * len(theirs)) and (run >= _LONG or faint)


def _words(text: str) -> list[str]:
    return [word for word in tokens(text) if word not in (".", "@")]


def _longest_run(theirs: list[str], ours: list[str]) -> int:
    """Words of `theirs` that stand in `ours` in the same order: the longest common subsequence within a window."""
    row = [0] * (len(ours) + 1)
    for word in theirs:
        previous = 0
        for j, own in enumerate(ours, start=1):
            kept = row[j]
            row[j] = previous + 1 if word == own else max(row[j], row[j - 1])
            previous = kept
    return row[-1]
