"""How long sessions' output is collected, by how many of them write. No I/O and no clock.

As long as few sessions write, each piece of output is shown at once, which costs a host, the server and a viewer a waking-up each: for
a kilobyte several times what the kilobyte does. Hundreds that write without a pause would keep two cores busy with that alone, and
the one process that shows what all of them write wouldn't get its turn. So their hosts are asked to collect what comes
within a moment, the longer the more sessions write. It goes by their number and not by how late things are: once they are late,
it is too late to ask.
"""

from collections.abc import Iterable

EVERY_S = 1.0
"""How often it is looked at."""
BUSY = 5
"""Pieces of output since the last look, of a session that writes without a pause."""
PIECES_PER_S = 2000
"""Of all sessions together; with their hosts about a core and a half where waking up is dear."""
SHORTEST_S, LONGEST_S = 0.02, 0.15
"""What is drawn anew seven times a second is alive still."""
STILL_BUSY = 0.3
"""Of the pieces that a session can make at most while its output is collected. Hosts that get too little of the cores make fewer and
larger ones: were those taken for calm, what is collected would be let go just when there is too much of it.
EASED: for the same reason it is let go step by step, a step at each look."""
EASED = 0.75


def collect_s(pieces: Iterable[int], before: float = 0.0) -> float:
    """Seconds to collect for; 0: not at all.

    Args:
        pieces: of output that each session wrote since the last look.
        before: seconds for which it was collected since then.
    """
    busy = min(BUSY, STILL_BUSY * EVERY_S / before) if before else BUSY
    wanted = min(sum(count >= busy for count in pieces) / PIECES_PER_S, LONGEST_S)
    wanted = max(wanted, EASED * before)
    return 0.0 if wanted < SHORTEST_S else wanted
