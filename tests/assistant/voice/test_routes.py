"""What a page is told before it asks for the microphone; nothing is loaded before that."""

import asyncio
import base64
import hashlib
import hmac
import time
from pathlib import Path

import pytest

from assistant.voice.studio import Models, VoiceSettings, outlook_of
from tests.assistant.stage import PATIENCE, Stage, until
from tests.assistant.voice.booth import Booth

pytestmark = pytest.mark.asyncio(loop_scope="function")
SECRET = "kept-between-us-and-coturn"


async def test_servers_and_languages_with_passwords_that_pass(tmp_path: Path) -> None:
    stage = await Stage(
        tmp_path, stun_urls="stun:stun.example:3478", turn_urls="turn:turn.example:3478?transport=udp, turns:turn.example:5349",
        turn_secret=SECRET,
    ).start()  # fmt: skip
    booth = Booth().into(stage)
    try:
        talk = await stage.begin()
        await talk.say("hello")
        assert booth.opened == 0, "whoever types needs no models"
        answer = await talk.ask("OPTIONS", "rtc")
        assert (answer.status, answer.headers["Accept-Post"]) == (204, "application/sdp")
        await until(lambda: booth.opened == 1)
        told = (await talk.ask("GET", "rtc")).json
        assert told["voice"] == {
            "ears": True, "mouth": True, "languages": ["en", "de", "fr", "es", "tr", "ar"], "mouth_languages": ["en"],
        }  # fmt: skip
        stun, turn, turns = told["iceServers"]
        assert stun == {"urls": "stun:stun.example:3478"}
        assert (turn["urls"], turns["urls"]) == ("turn:turn.example:3478?transport=udp", "turns:turn.example:5349")
        until_, _, who = turn["username"].partition(":")
        assert 3000 < int(until_) - time.time() <= 3600
        assert who
        assert talk.token not in turn["username"]
        made = hmac.new(SECRET.encode(), turn["username"].encode(), hashlib.sha1).digest()
        assert turn["credential"] == base64.b64encode(made).decode()
        assert (await stage.ask("GET", f"{talk.path}/rtc")).status == 401
    finally:
        await stage.stop()


async def test_while_the_models_load_it_is_told_what_there_will_be(tmp_path: Path) -> None:
    stage = await Stage(tmp_path).start()
    booth = Booth().into(stage)
    voice = stage.wired.services.voice
    assert voice is not None
    open_, go_on = voice.studio.opener, asyncio.Event()

    async def slowly() -> Models:
        await go_on.wait()
        return await open_()

    voice.studio.opener = slowly
    try:
        talk = await stage.begin()
        async with asyncio.timeout(PATIENCE):
            told = (await talk.ask("GET", "rtc")).json
        assert (told["models"], booth.opened) == ("loading", 0)
        assert told["voice"] == {
            "ears": True, "mouth": True, "languages": ["en", "de", "fr", "es", "tr", "ar"], "mouth_languages": ["en"],
        }  # fmt: skip
        go_on.set()
        await until(lambda: booth.opened == 1)
        ready = (await talk.ask("GET", "rtc")).json
        assert (ready["models"], ready["voice"]) == ("ready", told["voice"])
    finally:
        go_on.set()
        await stage.stop()


async def test_the_languages_of_voices_are_known_without_loading_them(tmp_path: Path) -> None:
    for name in ("de_DE-eva", "broken"):
        (tmp_path / f"{name}.onnx").touch()
    (tmp_path / "de_DE-eva.onnx.json").write_text('{"espeak": {"voice": "de"}}')
    (tmp_path / "broken.onnx.json").write_text("{")

    def spoken(*voices: str) -> tuple[str, ...]:
        return outlook_of(VoiceSettings(tmp_path, tts_voices=voices)).mouth_languages

    assert spoken() == ("en",)
    assert spoken(str(tmp_path / "de_DE-eva.onnx"), "https://speech.example") == ("de", "*")
    assert spoken(str(tmp_path / "broken.onnx"), str(tmp_path / "missing.onnx")) == ()


async def test_each_server_is_a_link(tmp_path: Path) -> None:
    stage = await Stage(tmp_path, stun_urls="stun:a.example:1, stun:b.example:2", turn_urls="turn:c.example:3", turn_secret=SECRET).start()
    Booth().into(stage)
    try:
        talk = await stage.begin()
        async with stage.http.options(f"{stage.url}{talk.path}/rtc", headers=talk.headers) as answer:
            links = answer.headers.getall("Link")
        assert links[:2] == ['<stun:a.example:1>; rel="ice-server"', '<stun:b.example:2>; rel="ice-server"']
        assert links[2].startswith('<turn:c.example:3>; rel="ice-server"; username="')
        assert links[2].endswith('credential-type="password"')
        assert SECRET not in "".join(links)
    finally:
        await stage.stop()
