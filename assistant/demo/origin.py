"""Who may move a demonstration: its own page."""

from aiohttp import web

from assistant.problems import Problem


def same_origin(request: web.Request) -> None:
    """No other site that the presenter has open may reach for it. Raises Problem."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise Problem(403, "elsewhere", "Only the demonstration's own page may ask for this.", "Open /demo.")
