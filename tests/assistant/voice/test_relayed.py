"""Somebody whose network lets nothing through but a TURN server, with the user name and the password that they got from us."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aioice.stun import Method
from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection
from aiortc.rtcconfiguration import RTCIceTransportPolicy

from assistant.voice.ice import LASTING_S
from tests.assistant.api.socket import Socket
from tests.assistant.stage import PATIENCE, Stage, Talk, until
from tests.assistant.voice.booth import Booth, Browser, sound_of, words
from tests.speech.transport.turn_server import TurnServer

pytestmark = pytest.mark.asyncio(loop_scope="function")
SECRET, HELLO = "kept-between-us-and-the-relay", "hello what can you do for me"
CREDENTIALS = 401


@pytest.fixture
async def relay() -> AsyncIterator[TurnServer]:
    async with TurnServer(SECRET) as server:
        yield server


@pytest.fixture
async def stage(tmp_path: Path, relay: TurnServer) -> AsyncIterator[Stage]:
    running = await Stage(tmp_path, turn_urls=relay.url, turn_secret=SECRET).start()
    yield running
    await running.stop()


async def told(talk: Talk) -> RTCIceServer:
    """The server that the page is told, as a browser takes it."""
    (server,) = (await talk.ask("GET", "rtc")).json["iceServers"]
    return RTCIceServer(server["urls"], server["username"], server["credential"])


def only_through(server: RTCIceServer) -> RTCConfiguration:
    return RTCConfiguration(iceServers=[server], iceTransportPolicy=RTCIceTransportPolicy.RELAY)


def offered(connection: RTCPeerConnection) -> list[str]:
    """The kinds of the addresses in the offer."""
    lines = connection.localDescription.sdp.splitlines()
    return [line.split(" typ ")[1].split()[0] for line in lines if line.startswith("a=candidate")]


def nominated(connection: RTCPeerConnection) -> Any:
    """The pair of addresses that the sound takes."""
    ice: Any = connection.getSenders()[0].transport.transport._connection  # pyright: ignore[reportPrivateUsage] - nothing else tells
    return ice._nominated[1]


async def test_they_are_heard_and_hear_the_answer_through_the_relay(stage: Stage, relay: TurnServer) -> None:
    booth = Booth().into(stage)
    booth.hears(HELLO)
    talk = await stage.begin(channel="voice")
    server = await told(talk)
    async with Socket(talk) as live:
        browser = await Browser(talk, only_through(server)).dial()
        assert offered(browser.connection) == ["relay"]
        await live.until("voice", state="listening", line=browser.line)
        browser.microphone.say(words(HELLO))
        assert (await live.until("user_said"))["text"] == HELLO
        answer = await live.until("assistant_said")
        while (await live.until("spoken", seq=answer["seq"]))["words"] < 2:
            pass
        await until(lambda: sound_of(browser.received) > -30)
        pair = nominated(browser.connection)
        assert (pair.local_candidate.type, pair.local_addr) == ("relay", relay.allocated[0])
        assert relay.relayed["out"] > 50, "its sound went through the relay"
        assert relay.relayed["in"] > 50, "ours came back that way"
        assert relay.granted[Method.CHANNEL_BIND] >= 1
        assert server.username in relay.users
        await browser.hang_up()
        await live.until("voice", state="off")
    await until(lambda: not relay.allocations)  # both ends have given back what they had there


async def test_a_nonce_that_has_become_stale_costs_nobody_the_line(stage: Stage, relay: TurnServer) -> None:
    booth = Booth().into(stage)
    booth.hears(HELLO)
    talk = await stage.begin(channel="voice")
    async with Socket(talk) as live:
        browser = Browser(talk, only_through(await told(talk)))
        relay.renew_nonce()
        await browser.dial()
        await live.until("voice", state="listening", line=browser.line)
        relay.renew_nonce()
        await browser.hang_up()
    await until(lambda: not relay.allocations)
    assert relay.refused[Method.REFRESH, 438] >= 1


@pytest.mark.parametrize("broken", ["another password", "another user", "one hour later", "no password"])
async def test_what_we_didnt_give_or_gave_too_long_ago_opens_nothing(stage: Stage, broken: str) -> None:
    Booth().into(stage)
    talk = await stage.begin(channel="voice")
    server = await told(talk)
    later = LASTING_S + 1 if broken == "one hour later" else 0
    async with TurnServer(SECRET, now=lambda: time.time() + later) as strict:
        server.urls = strict.url
        match broken:
            case "another password":
                server.credential = str(server.credential)[::-1]
            case "another user":
                server.username = f"1{server.username}"
            case "no password":
                server.username = server.credential = None
            case _:
                pass
        browser = RTCPeerConnection(only_through(server))
        browser.addTransceiver("audio")
        async with asyncio.timeout(PATIENCE):
            await browser.setLocalDescription(await browser.createOffer())
        assert offered(browser) == []
        assert strict.refused[Method.ALLOCATE, CREDENTIALS] >= 1
        assert not strict.allocated
        await browser.close()
