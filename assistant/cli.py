"""The `concierge` command."""

import argparse
import asyncio
import importlib
import os
import sys
from pathlib import Path
from typing import Any

EXAMPLES = """examples:
  concierge serve --port 8080 --data-dir var     the page and the interface, with the emulator
  concierge demo                                 for an audience: scripted prospects, faults on command
  concierge emulator --port 9090 --speed 60      catalyst-api's contract alone, sixty times faster than life
  concierge mcp                                  the toolbox on stdin and stdout, for an agent
  concierge model-server --persona helpful       a scripted language model, for trials without a key
  concierge bench text --json text.json          measure, print a table, write JSON
  concierge eval run --suite ci --html eval.html hold the scenarios' conversations and judge them
  concierge agents --off aider                   which agents the sandbox starts
  concierge replay ID                            does the engine still decide what it decided then?
  concierge doctor                               what is set, what is missing
"""
OK, FAILED, MISUSED = 0, 1, 2


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(
        prog="concierge",
        description="A cloud by conversation. Settings are environment variables; see `concierge doctor`.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = _command(
        commands, "serve", "serve the page and the interface",
        "concierge serve", "concierge serve --port 0 --data-dir /tmp/trial", "concierge serve --host 0.0.0.0",
    )  # fmt: skip
    serve.add_argument("--host", help="address to listen on (127.0.0.1; others are served over HTTPS)")
    serve.add_argument("--port", type=_port, help="port to listen on (8080; 0 picks a free one)")
    serve.add_argument("--data-dir", type=Path, help="everything that must survive (var)")
    _add_demo(commands)
    emulator = _command(
        commands, "emulator", "serve the contract of catalyst-api",
        "concierge emulator --port 9090 --speed 60", "concierge emulator --port 0 --speed 600 --data-dir /tmp/emulator",
    )  # fmt: skip
    emulator.add_argument("--host", default="127.0.0.1", help="address to listen on")
    emulator.add_argument("--port", type=_port, default=9090, help="port to listen on; 0 picks a free one")
    emulator.add_argument("--speed", type=_speed, default=60.0, help="how much faster than life (60)")
    emulator.add_argument("--data-dir", type=Path, default=Path("var/emulator"), help="its state")
    emulator.add_argument("--seed", type=int, help="make ids and everything random the same in each run")
    emulator.add_argument(
        "--fault", action="append", default=[], metavar="NAME[:ARGS]", help="goes wrong with every deployment; repeatable"
    )
    emulator.add_argument("--sign-in", action="store_true", help="ask for a session, as CONCIERGE_EMULATOR_SIGN_IN=1 does")
    emulator.add_argument(
        "--without", action="append", default=[], metavar="NAME", help="the service lacks this, such as ghcr-token; repeatable"
    )
    emulator.add_argument("--adoption", type=Path, help=argparse.SUPPRESS)
    mcp = _command(
        commands, "mcp", "the toolbox for other agents, on stdin and stdout",
        "concierge mcp", "concierge mcp --data-dir var     beside a server of the same folder, whose page approves",
    )  # fmt: skip
    mcp.add_argument("--data-dir", type=Path, help="everything that must survive (var)")
    bench = _command(
        commands, "bench", "measure, print a table; exit code 0 if it could be measured, whatever the figures",
        "concierge bench text", "concierge bench crash --json crash.json",
    )  # fmt: skip
    bench.add_argument("name", choices=("text", "crash", "progress", "engine", "voice", "shell", "agents", "page"), help="what to measure")
    bench.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too (`-`: to stdout, instead of the table)")
    bench.add_argument("--quick", action="store_true", help="fewer rounds, for a first look")
    bench.add_argument("--runs", type=_count, metavar="N", help="deployments of `bench progress` (1000)")
    replay = commands.add_parser("replay", help="step a conversation's log through the engine again and compare")
    source = replay.add_mutually_exclusive_group(required=True)
    source.add_argument("conversation", nargs="?", help="its id, in the data dir")
    source.add_argument("--events", type=Path, metavar="FILE", help="a log as JSON (an array, lines, or the answer of …/events)")
    replay.add_argument("--data-dir", type=Path, help="everything that must survive (var)")
    model = _command(
        commands, "model-server", "serve a scripted language model that speaks the formats of Anthropic and OpenAI",
        "concierge model-server --port 9091 --persona helpful", "concierge model-server --port 0 --script rules.yaml --format openai",
    )  # fmt: skip
    model.add_argument("--host", default="127.0.0.1", help="address to listen on")
    model.add_argument("--port", type=_port, default=9091, help="port to listen on; 0 picks a free one")
    which = model.add_mutually_exclusive_group()
    which.add_argument("--persona", choices=("helpful", "obedient"), default="helpful", help="whose part it plays (helpful)")
    which.add_argument("--script", type=Path, metavar="FILE", help="rules in YAML instead of a persona")
    model.add_argument("--format", choices=("anthropic", "openai", "both"), default="both", help="which of the two it speaks (both)")
    _add_agents(commands)
    commands.add_parser("eval", add_help=False, help="judge conversations: run, check, compare, baseline, nlu")
    _command(commands, "doctor", "what is set, what is missing; exit code 1 if something that is needed is", "concierge doctor")
    return top


def _add_agents(commands: Any) -> None:
    agents = _command(
        commands, "agents", "which agents the sandbox starts; switches one on or off, for everybody or one person, while the server runs",
        "concierge agents", "concierge agents --off aider", "concierge agents --off aider --for dev@example.com",
    )  # fmt: skip
    switch = agents.add_mutually_exclusive_group()
    switch.add_argument("--on", metavar="AGENT", help="may be started again")
    switch.add_argument("--off", metavar="AGENT", help="may not be started; what runs goes on")
    agents.add_argument("--for", dest="org", metavar="ADDRESS", help="for this person alone; who is off for everybody stays so")
    agents.add_argument("--data-dir", type=Path, help="everything that must survive (var)")


def _add_demo(commands: Any) -> None:
    demo = _command(
        commands, "demo", "serve the page with a presenter's view, on this machine alone, over a folder that is gone afterwards",
        "concierge demo      then open the address below with /demo behind it", "concierge demo --port 0 --speed 300",
    )  # fmt: skip
    demo.add_argument("--port", type=_port, default=8080, help="port to listen on (8080; 0 picks a free one)")
    demo.add_argument("--speed", type=_speed, default=90.0, help="how much faster than life a cloud is made (90)")
    demo.add_argument("--engine", choices=("embedded", "auto"), default="embedded", help="who understands (embedded: no key, no network)")


def _command(commands: Any, name: str, what: str, *examples: str) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=what,
        description=f"{what[0].upper()}{what[1:]}.",
        epilog="\n".join(["examples:", *(f"  {example}" for example in examples)]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["eval"]:
        # By name, not by an import: the evals use this program from outside, it knows nothing of them.
        return importlib.import_module("evals.main").main(given[1:])
    options = parser().parse_args(given)
    try:
        return _run(options)
    except KeyboardInterrupt:
        return 130


def _run(options: argparse.Namespace) -> int:
    match options.command:
        case "serve":
            return _serve(options)
        case "demo":
            return _demo(options)
        case "emulator":
            return _emulator(options)
        case "mcp":
            return _mcp(options)
        case "model-server":
            return _model_server(options)
        case "bench":
            from assistant.bench import run  # noqa: PLC0415 - each command loads what it needs

            return run(options.name, options.json, quick=options.quick, runs=options.runs)
        case "agents":
            from assistant.agents_command import run as switch  # noqa: PLC0415 - as above

            settings = _settings(options)
            return MISUSED if settings is None else switch(options, settings)
        case "replay":
            from assistant.replay import run as replay  # noqa: PLC0415 - as above

            return replay(options)
        case _:
            from assistant.doctor import run as examine  # noqa: PLC0415 - as above

            return examine()


def _settings(options: argparse.Namespace) -> Any:
    """Settings of the environment with the command line's over them; None when they can't be used (told on stderr)."""
    from pydantic import ValidationError  # noqa: PLC0415 - as above

    from assistant.settings import Settings, wrong_settings  # noqa: PLC0415 - as above

    given = {k: v for k in ("host", "port", "data_dir") if (v := getattr(options, k, None)) is not None}
    if "port" not in given and os.environ.get("PORT", "").isdecimal():
        given["port"] = int(os.environ["PORT"])
    try:
        return Settings(**given)
    except ValidationError as error:
        for name, wrong in wrong_settings(error):
            _tell(f"{name}: {wrong}")
        return None


def _serve(options: argparse.Namespace) -> int:
    from assistant.serve import StartFailed, check_engine, serve  # noqa: PLC0415 - as above

    settings = _settings(options)
    if settings is None:
        return MISUSED
    _log(settings.log_level)
    try:
        check_engine(settings)
    except StartFailed as error:
        _tell(str(error))
        return MISUSED
    try:
        asyncio.run(serve(settings))
    except StartFailed as error:
        _tell(str(error))
        return FAILED
    return OK


def _demo(options: argparse.Namespace) -> int:
    from pydantic import ValidationError  # noqa: PLC0415 - as above

    from assistant.demo.command import demonstrate  # noqa: PLC0415 - as above
    from assistant.serve import StartFailed  # noqa: PLC0415 - as above
    from assistant.settings import wrong_settings  # noqa: PLC0415 - as above

    try:
        asyncio.run(demonstrate(options.port, options.engine, options.speed))
    except ValidationError as error:
        for name, wrong in wrong_settings(error):
            _tell(f"{name}: {wrong}")
        return MISUSED
    except StartFailed as error:
        _tell(str(error))
        return FAILED
    return OK


def _mcp(options: argparse.Namespace) -> int:
    from assistant.serve import StartFailed, serve_mcp  # noqa: PLC0415 - as above

    settings = _settings(options)
    if settings is None:
        return MISUSED
    _log(settings.log_level)
    try:
        asyncio.run(serve_mcp(settings))
    except StartFailed as error:
        _tell(str(error))
        return FAILED
    return OK


def _emulator(options: argparse.Namespace) -> int:
    from tools.emulator.app import serve  # noqa: PLC0415 - as above
    from tools.emulator.service import Misconfigured  # noqa: PLC0415 - as above

    def ready(port: int) -> None:
        sys.stdout.write(f"ready http://{options.host}:{port}\n")
        sys.stdout.flush()

    try:
        options.data_dir.mkdir(parents=True, exist_ok=True)
        asyncio.run(
            serve(
                options.host,
                options.port,
                options.data_dir,
                options.speed,
                on_ready=ready,
                adoption=options.adoption,
                seed=options.seed,
                faults=tuple(options.fault),
                sign_in=options.sign_in or os.environ.get("CONCIERGE_EMULATOR_SIGN_IN", "").lower() in ("1", "true", "yes", "on"),
                without=frozenset(options.without),
            )
        )
    except Misconfigured as error:
        _tell(str(error))
        return MISUSED
    except OSError as error:
        _tell(f"The emulator can't listen on {options.host}:{options.port} ({os.strerror(error.errno or 0)}).")
        return FAILED
    return OK


def _model_server(options: argparse.Namespace) -> int:
    from assistant.models.scripted.command import Options, Unusable, run  # noqa: PLC0415 - as above

    try:
        asyncio.run(run(Options(options.host, options.port, options.persona, options.script, options.format)))
    except Unusable as error:
        _tell(str(error))
        return MISUSED
    except OSError as error:
        _tell(f"The model server can't listen on {options.host}:{options.port} ({os.strerror(error.errno or 0)}).")
        return FAILED
    return OK


def _log(level: str) -> None:
    from assistant.logs import configure  # noqa: PLC0415 - as above

    configure(level)


def _port(text: str) -> int:
    if text.isdecimal() and 0 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError("must be a number from 0 to 65535")


def _count(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 1_000_000:
        return int(text)
    raise argparse.ArgumentTypeError("must be a number above 0")


def _speed(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if 0 < value <= 100_000:
        return value
    raise argparse.ArgumentTypeError("must be a number above 0, at most 100000")


def _tell(sentence: str) -> None:
    sys.stderr.write(f"concierge: {sentence}\n")
