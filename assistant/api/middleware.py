"""Around every request: problem documents for every error, security headers, counting, one log line."""

import time
from collections.abc import Awaitable, Callable
from secrets import token_hex

from aiohttp import web

from assistant.api.bodies import LARGEST_BODY
from assistant.api.oauth_pages import nowhere
from assistant.api.services import SERVICES
from assistant.conversation import ConversationStopped
from assistant.logs import get_logger
from assistant.problems import Problem, internal, not_found, unavailable

_LOG = get_logger("concierge.http")
_CSP = (
    "default-src 'self'; img-src 'self' data:; worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
SECURITY = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}


async def secure(_request: web.Request, response: web.StreamResponse) -> None:
    """On every response, streamed ones too."""
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")


def as_response(problem: Problem) -> web.Response:
    """The problem document."""
    return web.Response(status=problem.status, body=problem.body(), headers=problem.headers())


@web.middleware
async def guard(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
    """No stack trace ever reaches a client."""
    began = time.perf_counter()
    try:
        response = await handler(request)
    except Problem as problem:
        response = _answer(request, problem)
    except ConversationStopped:
        response = as_response(unavailable())
    except web.HTTPException as error:
        if error.status < 400:
            _count(request, error.status, time.perf_counter() - began)
            raise
        response = _answer(request, _translated(error))
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
    except ConnectionResetError:
        raise
    except Exception:  # the outermost handler: a caller gets a problem document with an incident number, never a trace
        incident = token_hex(4)
        _LOG.exception("request failed", route=_route(request), incident=incident)
        response = as_response(internal(incident))
    _count(request, response.status, time.perf_counter() - began)
    return response


def _answer(request: web.Request, problem: Problem) -> web.Response:
    return nowhere(request.path) if problem.code == "not_found" and _wants_a_page(request) else as_response(problem)


def _wants_a_page(request: web.Request) -> bool:
    """A browser that was led to an address, not a program that reads one."""
    return request.method == "GET" and "text/html" in request.headers.get("Accept", "") and not request.path.startswith(("/api/", "/mcp", "/oauth/", "/.well-known/"))


def _translated(error: web.HTTPException) -> Problem:
    match error.status:
        case 404:
            return not_found()
        case 405:
            allowed = error.headers.get("Allow", "")
            return Problem(405, "method_not_allowed", "This address doesn't take that method.", f"Use {allowed}.")
        case 413:
            detail = f"The body is larger than {LARGEST_BODY // 1024} KiB."
            return Problem(413, "body_too_large", detail, "Nothing was taken in. Send less at once.")
        case status:
            return Problem(status, "bad_request", "The request can't be read.", "Check it against /api/v1/openapi.json.")


def _route(request: web.Request) -> str:
    """The pattern, never the path: paths hold one-use codes."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "-"


def _count(request: web.Request, status: int, seconds: float) -> None:
    route = _route(request)
    request.app[SERVICES].metrics.requests.labels(route=route, status=str(status)).inc()
    _LOG.debug("request", method=request.method, route=route, status=status, ms=round(seconds * 1000, 1))
