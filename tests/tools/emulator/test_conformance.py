"""No answer is outside the OpenAPI document: a bounded part of what `conformance.py` runs whole."""

import hashlib
from importlib.resources import files
from pathlib import Path

import pytest

from tests.tools.emulator.conformance import operations, run
from tools.contract import FILE, catalyst_openapi

CASES = 20
"""Of each operation."""
HASH = "6dafdf270249af215d0ee24ef5ff5cf7a3f1ce5304b6911e3d08b97363b674b8"
SHARED = Path(__file__).parents[4] / "shared" / "contract" / FILE


@pytest.mark.parametrize("label", operations())
def test_no_answer_is_outside_the_contract(label: str, tmp_path: Path) -> None:
    tally = run(label, CASES, tmp_path)
    assert tally.cases > 0
    assert tally.faults == {}
    assert 500 not in tally.statuses


def test_our_copy_of_the_document_is_the_document() -> None:
    ours = files("tools.data").joinpath(FILE).read_bytes()
    assert hashlib.sha256(ours).hexdigest() == HASH
    if SHARED.exists():
        assert ours == SHARED.read_bytes()


def test_every_path_of_the_document_is_tried() -> None:
    methods = {"get", "post", "put", "delete"}
    wanted = {f"{m.upper()} {path}" for path, item in catalyst_openapi()["paths"].items() for m in item if m in methods}
    assert set(operations()) == wanted
    assert len(wanted) >= 45
