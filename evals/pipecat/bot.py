"""A voice bot as Pipecat's own examples build one: its defaults, the models it is given, and one fixed sentence as the answer.

Runs in an environment of its own, which `python -m evals.pipecat` makes; nothing of the product is imported here, and the product
imports nothing of this.
"""

# The libraries below are in that environment alone.
# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUntypedBaseClass=false, reportUnknownParameterType=false

import argparse
import asyncio
import sys
from pathlib import Path

from aiohttp import web
from aioice import ice
from loguru import logger
from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.frames.frames import Frame, TranscriptionFrame, TTSSpeakFrame, UserStoppedSpeakingFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineWorker
from pipecat.processors.audio.vad_processor import VADProcessor
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.piper.tts import PiperTTSService
from pipecat.services.whisper.stt import WhisperSTTService
from pipecat.transports.base_transport import TransportParams
from pipecat.transports.smallwebrtc.connection import SmallWebRTCConnection
from pipecat.transports.smallwebrtc.transport import SmallWebRTCTransport
from pipecat.turns.user_turn_processor import UserTurnProcessor
from pipecat.workers.runner import WorkerRunner

ANSWER = "Noted. What is your organisation called?"

ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]  # noqa: ARG005 - the caller is on this machine


class Answering(FrameProcessor):
    """In the place of a dialogue: what was heard is answered with the fixed sentence, at once."""

    def __init__(self) -> None:
        super().__init__()
        self._heard = False
        self._over = False

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Whichever comes last, the words or the end of the turn."""
        await super().process_frame(frame, direction)
        await self.push_frame(frame, direction)
        if isinstance(frame, TranscriptionFrame) and frame.text.strip():
            self._heard = True
        elif isinstance(frame, UserStoppedSpeakingFrame):
            self._over = True
        if self._heard and self._over:
            self._heard = self._over = False
            await self.push_frame(TTSSpeakFrame(ANSWER))


class Bot:
    """For one person. Its models are loaded before the offer comes: loading holds up everything else."""

    def __init__(self, whisper: Path, voice: Path) -> None:
        self._ears = WhisperSTTService(device="cpu", compute_type="int8", settings=WhisperSTTService.Settings(model=str(whisper)))
        self._mouth = PiperTTSService(download_dir=voice.parent, settings=PiperTTSService.Settings(voice=voice.stem))
        self._vad = VADProcessor(vad_analyzer=SileroVADAnalyzer())
        self._turns = UserTurnProcessor()
        self._kept: set[asyncio.Task[None]] = set()

    async def take(self, request: web.Request) -> web.Response:
        """`{"sdp", "type"}` in, the same out."""
        asked = await request.json()
        connection = SmallWebRTCConnection()
        await connection.initialize(asked["sdp"], asked["type"])
        task = asyncio.create_task(self._serve(connection))
        self._kept.add(task)
        task.add_done_callback(self._kept.discard)
        return web.json_response(connection.get_answer())

    async def _serve(self, connection: SmallWebRTCConnection) -> None:
        transport = SmallWebRTCTransport(connection, TransportParams(audio_in_enabled=True, audio_out_enabled=True))
        steps = [transport.input(), self._vad, self._ears, self._turns, Answering(), self._mouth, transport.output()]
        worker = PipelineWorker(Pipeline(steps), idle_timeout_secs=None, enable_rtvi=False)

        async def gone(*_: object) -> None:
            await worker.cancel()

        transport.event_handler("on_client_disconnected")(gone)
        runner = WorkerRunner(handle_sigint=False)
        await runner.add_workers(worker)
        await runner.run()


class Bots:
    """One for each person, in one process, as Pipecat's own runner does it: every offer gets one that nobody had."""

    def __init__(self, bots: list[Bot]) -> None:
        self._free = bots
        self._taken: list[Bot] = []

    async def offer(self, request: web.Request) -> web.Response:
        """See `Bot.take`; 503 when there are more people than were told."""
        if not self._free:
            raise web.HTTPServiceUnavailable
        bot = self._free.pop()
        self._taken.append(bot)
        return await bot.take(request)


async def main() -> None:
    """Until it is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--whisper", type=Path, required=True, help="a folder with Whisper in CTranslate2 form")
    parser.add_argument("--voice", type=Path, required=True, help="a Piper voice file")
    parser.add_argument("--people", type=int, default=1, help="who talk to it at the same time")
    options = parser.parse_args()
    logger.remove()
    logger.add(sys.stderr, level="WARNING")
    app = web.Application()
    bots = Bots([Bot(options.whisper, options.voice) for _ in range(options.people)])
    app.router.add_post("/offer", bots.offer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sys.stdout.write(f"ready http://127.0.0.1:{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
