"""The page as it was built: the first file with what it draws at once, and its assets, packed as the browser takes them."""

import gzip
import mimetypes
import re
from functools import lru_cache

from aiohttp import web

from assistant.api.services import SERVICES
from assistant.problems import Problem, not_found

_YEAR = "public, max-age=31536000, immutable"
_WORKER = "sw.js"
_START = "/start"
_LANGUAGES = frozenset(("en", "de", "fr", "es", "tr", "ar"))
"""Those in which the build has made what `/start` draws first."""
_MARK = re.compile(r"<!--/?(?:shell|emulated|demonstration)-->")
_PACKED = (("br", ".br"), ("gzip", ".gz"))
"""What the build has packed beside a file, the smallest first."""


async def page(request: web.Request) -> web.Response:
    """/start and /design: the page itself, never cached, so that a new version is seen at once."""
    services = request.app[SERVICES]
    language = _spoken(request) if request.path == _START else "en"
    own = services.web_dist / f"index.{language}.html"
    try:
        text = (own if own.is_file() else services.web_dist / "index.html").read_text(encoding="utf-8")
    except OSError:
        raise Problem(503, "page_not_built", "The page hasn't been built.", "Run `make setup`.") from None
    plain, packed = _told(text, services.emulated(), services.demonstration, request.path == _START)
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding, Accept-Language"}
    if "gzip" in _taken(request):
        headers["Content-Encoding"] = "gzip"
        return web.Response(body=packed, content_type="text/html", charset="utf-8", headers=headers)
    return web.Response(body=plain, content_type="text/html", charset="utf-8", headers=headers)


@lru_cache(maxsize=24)
def _told(text: str, emulated: bool, demonstration: bool, start: bool) -> tuple[bytes, bytes]:
    """The page as this server sends it, plain and packed.

    Whether clouds are real is told at once, so that the line that says so doesn't push everything down a moment later. What `/start`
    draws first would only flash up on the other pages. No mark is left: the program takes over nodes, and a remark would be one.
    """
    for told, name in ((emulated, "data-emulated"), (demonstration, "data-demonstration")):
        text = text.replace("<html", f"<html {name}", 1) if told else text
    text = text if demonstration else _without(text, "demonstration")
    text = text if emulated and not demonstration else _without(text, "emulated")
    text = text if start else _without(text, "shell")
    plain = _MARK.sub("", text).encode()
    return plain, gzip.compress(plain, 9)


def _spoken(request: web.Request) -> str:
    """The first of the browser's languages that the page has; English where it has none."""
    weighed: list[tuple[float, str]] = []
    for part in request.headers.get("Accept-Language", "").lower().split(","):
        tag, _, weight = part.strip().partition(";")
        found = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", weight)
        weighed.append((float(found[1]) if found else 1.0, tag.strip().split("-")[0]))
    known = (language for weight, language in sorted(weighed, key=lambda one: -one[0]) if weight > 0 and language in _LANGUAGES)
    return next(known, "en")


def _without(text: str, mark: str) -> str:
    return re.sub(f"<!--{mark}-->.*?<!--/{mark}-->", "", text, count=1, flags=re.DOTALL)


async def asset(request: web.Request) -> web.Response:
    """/start/…: files of the built page. Names under `assets/` carry a hash of their content."""
    root = request.app[SERVICES].web_dist.resolve()
    name = request.match_info["name"]
    try:
        file = (root / name).resolve()
        inside = file.is_relative_to(root) and file.is_file()
    except (OSError, ValueError):
        inside = False
        file = root
    if not inside:
        raise not_found()
    headers = {"Cache-Control": _YEAR if name.startswith("assets/") else "no-cache", "Vary": "Accept-Encoding"}
    if name == _WORKER:
        headers["Service-Worker-Allowed"] = _START  # else it would keep what is below /start/, and not the page
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    taken = _taken(request)
    for coding, suffix in _PACKED:
        packed = file.with_name(file.name + suffix)
        if coding in taken and packed.is_file():
            return web.Response(body=packed.read_bytes(), content_type=kind, headers={**headers, "Content-Encoding": coding})
    return web.Response(body=file.read_bytes(), content_type=kind, headers=headers)


def _taken(request: web.Request) -> frozenset[str]:
    """The codings that the browser takes; one with `q=0` is refused."""
    given = (part.partition(";") for part in request.headers.get("Accept-Encoding", "").lower().split(","))
    return frozenset(name.strip() for name, _, weight in given if not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight))
