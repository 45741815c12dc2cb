"""What the server says about the page's own files: how long they are kept, what they are, and what the worker may keep."""

import gzip
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


SHELL = (
    "<html><body><div id=app><!--shell--><h1>Hello</h1><!--emulated--><p>Rehearsal</p><!--/emulated-->"
    "<!--demonstration--><p>Shown</p><!--/demonstration--><!--/shell--></div></body></html>"
)


@pytest.mark.parametrize(
    ("path", "emulated", "shown", "words"),
    [
        ("/start", False, False, {"Hello"}),
        ("/start", True, False, {"Hello", "Rehearsal"}),
        ("/start", True, True, {"Hello", "Shown"}),
        ("/design", True, False, set[str]()),
    ],
)
async def test_what_a_page_draws_first_is_sent_with_it(
    built: Stage, monkeypatch: pytest.MonkeyPatch, path: str, emulated: bool, shown: bool, words: set[str]
) -> None:
    services = built.wired.services
    (services.web_dist / "index.html").write_text(SHELL)
    monkeypatch.setattr(services, "emulated", lambda: emulated)
    monkeypatch.setattr(services, "demonstration", shown)
    text = (await built.ask("GET", path)).body.decode()
    assert {word for word in ("Hello", "Rehearsal", "Shown") if word in text} == words
    assert "<!--" not in text
    assert ("data-emulated" in text, "data-demonstration" in text) == (emulated, shown)


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ("de-DE", "Hallo"),
        ("pt-BR, de;q=0.8, en;q=0.5", "Hallo"),
        ("de;q=0.3, en-GB;q=0.9", "Hello"),
        ("de;q=0, en;q=0.1", "Hello"),
        ("fr-CH", "Hello"),  # one of ours, but this build has none
        ("x" * 900 + ";q=nine,,;", "Hello"),
        ("", "Hello"),
    ],
)
async def test_the_page_comes_in_the_first_language_of_the_browser_that_it_has(built: Stage, wanted: str, sent: str) -> None:
    dist = built.wired.services.web_dist
    (dist / "index.html").write_text(SHELL)
    (dist / "index.de.html").write_text(SHELL.replace("Hello", "Hallo"))
    answer = await built.ask("GET", "/start", headers={"Accept-Language": wanted})
    assert f"<h1>{sent}</h1>" in answer.body.decode()
    assert "Accept-Language" in answer.headers["Vary"]
    assert b"Hallo" not in (await built.ask("GET", "/design", headers={"Accept-Language": wanted})).body


@pytest.mark.parametrize(
    ("taken", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip;q=0.8, br;q=0", "gzip"),
        ("deflate", None),
        ("", None),
    ],
)
async def test_an_asset_is_sent_as_it_was_packed(built: Stage, taken: str, coding: str | None) -> None:
    asset = built.wired.services.web_dist / "assets" / "index-abc123.js"
    asset.with_name(asset.name + ".br").write_bytes(b"in brotli")
    asset.with_name(asset.name + ".gz").write_bytes(gzip.compress(b"packed"))
    answer = await built.ask("GET", "/start/assets/index-abc123.js", headers={"Accept-Encoding": taken}, auto_decompress=False)
    sent = {"br": b"in brotli", "gzip": gzip.compress(b"packed"), None: b"{}"}
    assert (answer.headers.get("Content-Encoding"), answer.body) == (coding, sent[coding])
    assert answer.headers["Content-Type"].split(";")[0].endswith("javascript")
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["Cache-Control"]


async def test_the_page_itself_is_packed_for_who_takes_it(built: Stage) -> None:
    plain = await built.ask("GET", "/start", headers={"Accept-Encoding": "identity"}, auto_decompress=False)
    packed = await built.ask("GET", "/start", headers={"Accept-Encoding": "gzip"}, auto_decompress=False)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
