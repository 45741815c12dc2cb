"""The person at the other end of an approval, with a browser of their own."""

from typing import Any
from urllib.parse import urlsplit

from tests.assistant.stage import Stage, Talk


async def opened(stage: Stage, url: str) -> Talk:
    """Open the page of an approval, once."""
    code = urlsplit(url).fragment.removeprefix("join=")
    redeemed = await stage.ask("POST", "/api/v1/links/redeem", json={"code": code})
    assert redeemed.status == 201, redeemed.body
    return Talk(stage, redeemed.json["id"], redeemed.json["token"])


async def approves(stage: Stage, url: str, email: str) -> Talk:
    """Open it, prove the address, say yes."""
    talk = await opened(stage, url)
    await talk.say("yes")
    await talk.say(stage.code(email))
    if not (await talk.state())["deployment"]:
        await talk.say("yes")
    assert (await talk.state())["deployment"]
    return talk


def plan(name: str, **more: Any) -> dict[str, Any]:
    """A whole plan of an organisation."""
    return {"organisation": name, "email": f"owner@{name.lower()}.example", "regions": ["hel1"], "apps": ["wordpress"], **more}
