"""`concierge doctor`: every setting with its value, and whether what is needed is there."""

import os
import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError

from assistant.models import engines
from assistant.models.prices import Prices
from assistant.settings import LATER, Settings, listed, wrong_settings
from assistant.voice import examine
from sandbox import isolation
from sandbox.agents.switches import FILE, load

PREFIX = "CONCIERGE_"
BESIDE = ("CONCIERGE_EMULATOR_SIGN_IN", "CONCIERGE_EVAL_MODEL")
"""Read by `concierge emulator` and `concierge eval`, not by the server."""
KEYS = ("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL")
OLDEST_PYTHON = (3, 11)
LEAST_FREE = 500 * 2**20
ANSWERS_WITHIN = 3.0
"""Seconds."""
FAILS_FROM = 500
"""Below it somebody is there, whatever they say to a bare question."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. `ok` None: only worth knowing."""

    name: str
    ok: bool | None
    text: str


def run() -> int:
    """Print everything; 0 when nothing that is needed is missing."""
    sys.stdout.write("Settings (environment variables)\n")
    try:
        settings = Settings()
    except ValidationError as error:
        for name, wrong in wrong_settings(error):
            _line(Finding(name, False, wrong))
        return 1
    for name, value in _values(settings):
        sys.stdout.write(f"  {name:<32} {value}\n")
    sys.stdout.write("\nWhat is needed\n")
    findings = [check(settings) for check in CHECKS] + _unknown()
    for finding in findings:
        _line(finding)
    missing = [f for f in findings if f.ok is False]
    sys.stdout.write("\nEverything that is needed is there.\n" if not missing else f"\n{len(missing)} to mend.\n")
    return 1 if missing else 0


def _line(finding: Finding) -> None:
    mark = {True: "ok", False: "WRONG", None: "note"}[finding.ok]
    if sys.stdout.isatty():
        mark = f"\x1b[{ {True: 32, False: 31, None: 33}[finding.ok] }m{mark:<8}\x1b[0m"
    sys.stdout.write(f"  {mark:<8} {finding.name:<24} {finding.text}\n")


def _values(settings: Settings) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name in Settings.model_fields:
        value: object = getattr(settings, name)
        shown = "(set, not shown)" if isinstance(value, SecretStr) and name != "mailer" else str(value)
        if name == "mailer":
            shown = "outbox" if settings.mailer.get_secret_value() == "outbox" else "smtp (not shown)"
        if name == "model_prices":
            shown = ", ".join(settings.model_prices) or "the bundled ones"
        if name in LATER and value is not None:
            shown += " (not used by this version)"
        found.append((f"{PREFIX}{name.upper()}", "-" if value is None or value == "" else shown))
    for name in (*BESIDE, *KEYS):
        value = os.environ.get(name)
        secret = name.endswith("KEY") or "@" in (value or "")  # an address may hold a password
        found.append((name, "-" if not value else "(set, not shown)" if secret else value))
    return found


def _unknown() -> list[Finding]:
    """What looks like a setting of ours and is none; nobody else tells of a slip of the pen."""
    known = {*(name.removeprefix(PREFIX) for name in BESIDE), *(name.upper() for name in Settings.model_fields)}
    found: list[Finding] = []
    for name in sorted(os.environ):
        rest = name.upper().removeprefix(PREFIX)  # upper and lower case are one, as they are to the settings themselves
        if rest != name.upper() and rest not in known:
            near = get_close_matches(rest, known, 1)
            found.append(Finding(name[:60], None, "no setting is called so" + (f"; {PREFIX}{near[0]}?" if near else "")))
    return found


def _python(_: Settings) -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("Python 3.11 or later", sys.version_info >= OLDEST_PYTHON, version)


def _folder(settings: Settings) -> Finding:
    place = settings.data_dir
    while not place.exists() and place != place.parent:
        place = place.parent
    ok = os.access(place, os.W_OK)
    free = shutil.disk_usage(place).free if ok else 0
    text = f"{settings.data_dir}, {free // 2**20} MiB free" if ok else f"{settings.data_dir} can't be written to"
    return Finding("Data folder", ok and free > LEAST_FREE, text)


def _port(settings: Settings) -> Finding:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return Finding("Port", None, f"{settings.port} is in use (perhaps by the concierge itself)")
    return Finding("Port", True, f"{settings.port} is free")


def _page(_: Settings) -> Finding:
    built = (Path(__file__).parents[1] / "web" / "dist" / "index.html").is_file()
    return Finding("Page", built, "built" if built else "not built; run `make setup`")


def _whisper(settings: Settings) -> Finding:
    return Finding("Speech model", *examine.ears(settings))


def _voice(settings: Settings) -> Finding:
    return Finding("Voice", *examine.mouth(settings))


def _turns(settings: Settings) -> Finding:
    return Finding("Turn taking", *examine.turns(settings))


def _turn_server(settings: Settings) -> Finding:
    urls, secret = listed(settings.turn_urls), settings.turn_secret is not None
    if urls and not secret:
        return Finding("TURN", False, "CONCIERGE_TURN_SECRET is missing, so browsers are told of no TURN server")
    return Finding("TURN", True if urls else None, ", ".join(urls) or "none: voice needs a direct way, or falls back to a WebSocket")


def _nats(_: Settings) -> Finding:
    found = Path(sys.executable).with_name("nats-server")
    return Finding("JetStream", found.is_file(), found.name if found.is_file() else "not installed; run `make setup`")


def _chromium(_: Settings) -> Finding:
    found = shutil.which("chromium")
    return Finding("Chromium", True if found else None, found or "not installed; only the browser tests need it")


def _walls(settings: Settings) -> Finding:
    if settings.sandbox == "off":
        return Finding("Sandbox", None, "off (CONCIERGE_SANDBOX=local switches it on)")
    if settings.sandbox == "kubernetes":
        return _pods(settings)
    found = isolation.probe()
    if settings.sandbox_isolation == "none":
        return Finding("Sandbox", None, f"NO WALLS around agents, as CONCIERGE_SANDBOX_ISOLATION says; possible here: {found.text}")
    return Finding("Sandbox", found.ok, found.text)


def _switches(settings: Settings) -> Finding:
    try:
        switches = load(settings.data_dir / FILE)
    except (ValueError, OSError):
        return Finding("Agents", False, f"{FILE} can't be read, so nobody starts anything; mend it, or remove it to switch everything on")
    off = f"off for everybody: {', '.join(sorted(switches.sovereign)) or 'none'}"
    page = "switched by `concierge agents` and at /sandbox/agents" if settings.sandbox_operator_token else "switched by `concierge agents` alone (no operator's token)"
    return Finding("Agents", None if settings.sandbox == "off" else True, f"{off}; {page}")


def _pods(settings: Settings) -> Finding:
    from assistant.sandbox_pods import held, wanted  # noqa: PLC0415 - only where it is wanted
    from assistant.sandboxing import NotHere  # noqa: PLC0415 - as above

    try:
        found, pods = wanted(settings)
    except NotHere as why:
        return Finding("Sandbox", False, str(why))
    return Finding("Sandbox", True, f"pods in {pods.namespace} at {found.url} (not asked), {', '.join(sorted(held(settings))) or 'shells only'}")


def _catalyst(settings: Settings) -> Finding:
    if settings.catalyst_url is None:
        return Finding("catalyst-api", None, "our emulator: nothing real is created")
    import httpx  # noqa: PLC0415 - only where there is somebody to ask

    where = urlsplit(settings.catalyst_url).hostname
    try:
        answer = httpx.get(settings.catalyst_url, timeout=ANSWERS_WITHIN, trust_env=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Finding("catalyst-api", False, f"{where} doesn't answer ({type(error).__name__})")
    return Finding("catalyst-api", answer.status_code < FAILS_FROM, f"{where} answers with {answer.status_code}")


def _account(settings: Settings) -> Finding:
    parts = ("hetzner_token", "hetzner_project_id", "s3_access_key", "s3_secret_key")
    absent = [f"CONCIERGE_{name.upper()}" for name in parts if getattr(settings, name) is None]
    if 0 < len(absent) < len(parts):
        return Finding("Cloud account", False, f"not whole: {', '.join(absent)} missing")
    if settings.catalyst_url is None:
        return Finding("Cloud account", None, "none is needed: our emulator creates nothing real")
    if settings.operator is None:
        return Finding("Cloud account", None, "no operator's account; each customer is asked for their own")
    return Finding("Cloud account", True, "the operator's")


def _engine(settings: Settings) -> Finding:
    if problem := engines.problem(settings):
        return Finding("Engine", False, problem)
    engine = engines.chosen(settings)
    if engine == "embedded":
        return Finding("Engine", True, "embedded: no key, no network")
    priced = Prices.load(settings.model_prices).of(engines.model_name(settings))
    price = "" if priced else "; not on the price list, so its cost counts as 0"
    return Finding("Engine", True, f"{engine}, model {engines.model_name(settings)}{price}")


CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    _python, _folder, _port, _page, _whisper, _turns, _voice, _turn_server, _nats, _chromium, _walls, _switches, _catalyst, _account, _engine,
)  # fmt: skip
