"""The sandbox's page, where the sandbox is switched on."""

from aiohttp import web

from assistant.api import page_files
from assistant.api.middleware import SECURITY

_POLICY = SECURITY["Content-Security-Policy"] + "; style-src 'self' 'unsafe-inline'"
"""The terminal writes its colours and sizes into style elements. Scripts stay ours alone."""


async def page(request: web.Request) -> web.Response:
    """/sandbox and /sandbox/{id}"""
    answer = await page_files.page(request)
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer


ROUTES = (web.get("/sandbox", page), web.get("/sandbox/{id:[0-9a-f]{24}}", page))
