"""In CI nothing is skipped: whatever a test needs must have been installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WAYS = {
    "within": "import pytest\ndef test_it(): pytest.skip('no')\n",
    "marked": "import pytest\n@pytest.mark.skip(reason='no')\ndef test_it(): pass\n",
    "fixture": "import pytest\n@pytest.fixture\ndef it(): pytest.skip('no')\ndef test_it(it): pass\n",
    "file": "import pytest\npytest.importorskip('nothing_of_this_name')\ndef test_it(): pass\n",
}


@pytest.mark.parametrize("ci", ["true", ""])
def test_a_skipped_test_fails_the_run(tmp_path: Path, ci: str) -> None:
    (tmp_path / "test_other.py").write_text("def test_other(): pass\n", encoding="utf-8")
    for way, text in WAYS.items():
        (tmp_path / f"test_{way}.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path),
         "--continue-on-collection-errors", str(tmp_path)],
        cwd=ROOT, env={**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode == 0) is not bool(ci), done.stdout
    for way in WAYS:
        assert (f"test_{way}.py" in done.stdout and "CI skips nothing" in done.stdout) is bool(ci), done.stdout
