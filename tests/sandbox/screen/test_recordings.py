import pytest

from assistant.bench import shell_casts as casts
from assistant.bench.shell_replay import mismatches
from assistant.bench.shell_xterm import Xterm

CUTS = 12
"""`concierge bench shell` makes 60."""


@pytest.mark.parametrize("name", casts.NAMES)
def test_a_joiner_sees_what_the_others_see(name: str, xterm: Xterm) -> None:
    wrong = mismatches(name, CUTS, xterm)
    assert not wrong, "\n".join(f"cut {cut}: {text}" for cut, text in wrong[:12])
