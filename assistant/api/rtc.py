"""Voice over WebRTC, in the manner of WHIP: an offer in, an answer with all its addresses out, DELETE to hang up."""

from aiohttp import web

from assistant.api.services import SERVICES, authorised
from assistant.problems import Problem, closed
from assistant.voice.service import Voice

SDP = "application/sdp"
LINE = "Concierge-Line"
"""Header: the line that this one goes on from."""
LARGEST_OFFER = 64 * 1024


def voice_of(request: web.Request) -> Voice:
    """Raises Problem: voice_unavailable."""
    voice = request.app[SERVICES].voice
    if voice is None:
        raise Problem(503, "voice_unavailable", "There is no voice here.", "Type instead.", retry_after=30)
    return voice


async def options(request: web.Request) -> web.Response:
    """OPTIONS …/rtc: what is taken, and the STUN and TURN servers."""
    caller, _ = await authorised(request)
    voice = voice_of(request)
    voice.begin()
    response = web.Response(status=204, headers={"Accept-Post": SDP})
    for server in voice.servers(caller.device):
        response.headers.add("Link", server.link())
    return response


async def describe(request: web.Request) -> web.Response:
    """GET …/rtc: the same for programs, and what is heard and spoken here."""
    caller, _ = await authorised(request)
    return web.json_response(await voice_of(request).describe(caller.device))


async def offer(request: web.Request) -> web.Response:
    """POST …/rtc: a voice line."""
    caller, conversation = await authorised(request)
    voice = voice_of(request)
    if request.content_type != SDP:
        raise Problem(415, "unsupported_media_type", "A voice line is opened with an SDP offer.", f"Send it as `{SDP}`.")
    if conversation.state.closed:
        raise closed()
    raw = await request.content.read(LARGEST_OFFER + 1)
    if len(raw) > LARGEST_OFFER:
        raise Problem(413, "body_too_large", "An offer has at most 64 KiB.", "Offer one audio stream.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(400, "bad_offer", "The offer isn't text.", "Send the browser's offer as it is.") from None
    line, answer = await voice.answer(conversation, caller.device, text, request.headers.get(LINE, ""))
    response = web.Response(status=201, text=answer, content_type=SDP)
    response.headers["Location"] = f"/api/v1/conversations/{conversation.id}/rtc/{line}"
    return response


async def hang_up(request: web.Request) -> web.Response:
    """DELETE …/rtc/{line}"""
    _, conversation = await authorised(request)
    await voice_of(request).hang_up(conversation.id, request.match_info["line"])
    return web.Response(status=200)
