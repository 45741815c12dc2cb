"""`concierge model-server`: a scripted model in the foreground."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ValidationError

from assistant.models.scripted.answer import Brain
from assistant.models.scripted.behaviours import BEHAVIOURS
from assistant.models.scripted.personas import Persona, persona
from assistant.models.scripted.script import Script
from assistant.models.scripted.server import Format, ModelServer, serving


class Unusable(Exception):
    """The script can't be used; the text is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Options:
    """Of the command."""

    host: str
    port: int
    persona: Persona
    script: Path | None
    speaks: Format


def brain(options: Options) -> Brain:
    """What answers. Raises Unusable."""
    if options.script is None:
        return persona(options.persona)
    try:
        return Script.load(options.script)
    except OSError as error:
        raise Unusable(f"The script {options.script} can't be read ({os.strerror(error.errno or 0)}).") from None
    except yaml.YAMLError as error:
        raise Unusable(f"The script {options.script} is no YAML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Unusable(f"The script {options.script} is wrong at {where or 'its beginning'}: {first['msg']}.") from None


async def run(options: Options) -> None:
    """Serve until SIGTERM or SIGINT. Raises Unusable, OSError."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    models = ("scripted",) if options.script else (options.persona, *BEHAVIOURS)
    server = ModelServer(await asyncio.to_thread(brain, options), speaks=options.speaks, models=models)
    async with serving(server, host=options.host, port=options.port) as url:
        sys.stdout.write(f"ready {url}\n")
        sys.stdout.flush()
        await stop.wait()
