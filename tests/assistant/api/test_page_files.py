"""What the server says about the page's own files: how long they are kept, what they are, and what the worker may keep."""

import json
import struct
from pathlib import Path

import pytest

from tests.assistant.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
PUBLIC = Path(__file__).parents[3] / "web" / "public"
POLICY = {"worker-src": "'self'", "manifest-src": "'self'", "default-src": "'self'", "object-src": "'none'"}


@pytest.fixture
def built(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A page as a build leaves it, without having built one."""
    (tmp_path / "assets").mkdir()
    for name in ("index.html", "sw.js", "manifest.webmanifest", "assets/index-abc123.js"):
        (tmp_path / name).write_text("{}")
    monkeypatch.setattr(stage.wired.services, "web_dist", tmp_path)
    return stage


@pytest.mark.parametrize(
    ("path", "kind", "caching"),
    [
        ("/start", "text/html", "no-cache"),
        ("/design", "text/html", "no-cache"),
        ("/start/sw.js", "javascript", "no-cache"),
        ("/start/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/start/assets/index-abc123.js", "javascript", "public, max-age=31536000, immutable"),
    ],
)
async def test_what_a_file_is_and_how_long_it_is_kept(built: Stage, path: str, kind: str, caching: str) -> None:
    answer = await built.ask("GET", path)
    assert answer.status == 200
    assert answer.headers["Content-Type"].split(";")[0].endswith(kind)
    assert answer.headers["Cache-Control"] == caching


async def test_the_worker_alone_may_keep_the_page(built: Stage) -> None:
    worker = await built.ask("GET", "/start/sw.js")
    other = await built.ask("GET", "/start/assets/index-abc123.js")
    assert worker.headers["Service-Worker-Allowed"] == "/start"
    assert "Service-Worker-Allowed" not in other.headers


async def test_the_policy_allows_a_worker_and_a_manifest_of_ours_and_no_inline_code(built: Stage) -> None:
    policy = (await built.ask("GET", "/start")).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert {name: rules[name] for name in POLICY} == POLICY
    assert "unsafe" not in policy


async def test_the_manifest_names_icons_of_the_sizes_it_says() -> None:
    manifest = json.loads((PUBLIC / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/start", "/start", "standalone")
    drawn = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]
    for icon in drawn:
        head = (PUBLIC / icon["src"].removeprefix("/start/")).read_bytes()[:24]
        assert head.startswith(b"\x89PNG")
        assert "{}x{}".format(*struct.unpack(">II", head[16:24])) == icon["sizes"]
    assert {(icon["sizes"], icon["purpose"]) for icon in drawn} == {
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip
