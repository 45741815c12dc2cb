"""The bench of the page: what counts as its first load."""

import gzip
from pathlib import Path

import pytest

from assistant.bench.page import first_load
from tests.e2e.served import ROOT


def test_it_is_every_script_and_style_that_the_page_names(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    for name in ("a-1.js", "b-2.css", "c-3.js"):
        (tmp_path / "assets" / name).write_text(name * 500, encoding="utf-8")
    (tmp_path / "index.html").write_text(
        '<link href="/start/assets/b-2.css"><script src="/start/assets/a-1.js"></script><link href="/start/icon.svg">', encoding="utf-8"
    )
    assert first_load(tmp_path) == sum(len(gzip.compress((name * 500).encode(), 9)) for name in ("a-1.js", "b-2.css"))


def test_without_a_page_nothing_is_measured(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="make setup"):
        first_load(tmp_path)


def test_the_page_stays_within_its_bound() -> None:
    assert 10_000 < first_load(ROOT / "web" / "dist") <= 90_000
