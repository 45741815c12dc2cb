"""Every setting of the program: environment variables with the prefix `CONCIERGE_`, each bounded and typed."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.models.prices import Price
from assistant.voice.studio import STT_SERVER_MODEL, TTS_SERVER_MODEL, TTS_SERVER_VOICE, UNDERSTOOD

DEFAULT_PORT = 8080


def _http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an http:// or https:// address")
    if parts.username or parts.password:
        raise ValueError("must not contain a user or password")
    return value.rstrip("/")


def _mailer(value: SecretStr) -> SecretStr:
    if value.get_secret_value() == "outbox":
        return value
    parts = urlsplit(value.get_secret_value())
    if parts.scheme != "smtp" or not parts.hostname:
        raise ValueError("must be `outbox` or smtp://user:pass@host:port")
    try:
        _ = parts.port
    except ValueError:
        raise ValueError("must end with a port from 0 to 65535") from None
    return value


def _database(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().startswith("sqlite:"):
        raise ValueError("this version keeps its data in SQLite (sqlite:///path)")
    return value


def _json(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ValueError("must be a JSON object of model names and their prices") from None


def _ice(kind: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        for url in listed(value):
            if not re.fullmatch(rf"{kind}s?:[\w.\[\]:-]+(?:\?transport=(?:udp|tcp))?", url):
                raise ValueError(f"must be {kind}:host:port, several with commas")
        return value

    return check


def _languages(value: str) -> str:
    strange = [each for each in listed(value) if each not in UNDERSTOOD]
    if strange:
        raise ValueError(f"must be some of {', '.join(UNDERSTOOD)}, with commas")
    return value


def _file(value: Path) -> Path:
    if not value.is_file():
        raise ValueError("must be a file that is there")
    return value


def listed(value: str | None) -> list[str]:
    """The parts of a setting that takes several, with commas between."""
    return [part.strip() for part in (value or "").split(",") if part.strip()]


HttpUrl = Annotated[str, AfterValidator(_http_url)]
Name = Annotated[str, Field(max_length=400)]


def wrong_settings(error: ValidationError) -> list[tuple[str, str]]:
    """(variable, what is wrong with it), without the values, which may be secrets."""
    return [
        (f"CONCIERGE_{'_'.join(str(part) for part in found['loc']).upper()}", found["msg"].removeprefix("Value error, "))
        for found in error.errors(include_input=False, include_url=False)
    ]


LATER = ("nats_url",)
"""Settings that nothing of this version uses."""


class Settings(BaseSettings):
    """The settings, read once at start; see `docs` of each field."""

    model_config = SettingsConfigDict(
        env_prefix="CONCIERGE_", extra="ignore", frozen=True, env_ignore_empty=True, hide_input_in_errors=True
    )

    host: Annotated[str, Field(max_length=255)] = "127.0.0.1"
    """Address to listen on; one that isn't loopback is served over HTTPS."""
    port: Annotated[int, Field(ge=0, le=65535)] = DEFAULT_PORT
    """0 picks a free one."""
    data_dir: Path = Path("var")
    """Everything that must survive."""
    catalyst_url: HttpUrl | None = None
    """Base of catalyst-api; without it our emulator is started."""
    catalog_url: HttpUrl | None = None
    """Base of the tenant catalogue; without it the bundled data serve."""
    emulator_speed: Annotated[float, Field(gt=0, le=100_000)] = 60.0
    """How much faster than life a deployment of the emulator runs."""
    engine: Literal["auto", "embedded", "anthropic", "openai"] = "auto"
    """Who understands and speaks; `auto`: by which key is set, else `embedded`."""
    model: Name | None = None
    """Name of the model; without it a small quick one of the engine's provider."""
    model_first_seconds: Annotated[float, Field(gt=0, le=600)] = 6.0
    """Within which the first piece of a model's answer must come, else the embedded engine takes the turn."""
    model_seconds: Annotated[float, Field(gt=0, le=600)] = 25.0
    """Within which the whole answer must have come."""
    model_rest_seconds: Annotated[float, Field(gt=0, le=300)] = 20.0
    """How long a provider that failed three times in a minute is left in peace; twice as long each time that it fails again."""
    model_prices: Annotated[dict[str, Price], NoDecode, BeforeValidator(_json), Field(max_length=200)] = Field(default_factory=dict[str, Price])
    """JSON: model name to USD per million tokens, `{"name": {"input": 1, "output": 5, "cache_read": 0.1, "cache_write": 1.25}}`."""
    model_ceiling_usd: Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)] = 1.0
    """What one conversation's model may cost; above it the embedded engine goes on alone. 0 = no ceiling."""
    mailer: Annotated[SecretStr, Field(max_length=1000), AfterValidator(_mailer)] = SecretStr("outbox")
    """`outbox` or `smtp://user:pass@host:port`; the address may hold a password."""
    mail_from: Annotated[str, Field(max_length=254, pattern=r"^[^\s@<>]+@[^\s@<>]+$")] = "concierge@localhost"
    database_url: Annotated[SecretStr, AfterValidator(_database)] | None = None
    """SQLite in the data dir when absent."""
    nats_url: SecretStr | None = None
    """May hold a password."""
    sandbox: Literal["off", "local", "kubernetes"] = "off"
    """`local`: whoever has verified an address may run programs on this machine, behind walls; `kubernetes`: in a cluster, a pod each."""
    sandbox_kubeconfig: Path | None = None
    """By its current context; without it the server is a pod of the cluster itself."""
    sandbox_namespace: Annotated[str, Field(max_length=63)] = ""
    """Where sessions' pods are; that of the kubeconfig's context or of this pod where it is empty."""
    sandbox_image: Annotated[str, Field(max_length=400)] = ""
    """Of sessions' pods, with a version or a digest; it holds this program."""
    sandbox_server: Annotated[str, Field(max_length=300)] = ""
    """Who may connect to sessions' pods: `namespace/label=value` of this server's pod, or its address as `10.1.2.3/32`."""
    sandbox_image_agents: str = ""
    """Agents that the image holds, such as `claude-code,qwen-code`; several with commas. Without it pods run shells only."""
    sandbox_reaches: str = ""
    """Whom pods may connect to, the model gateway first: `namespace/label=value:port` or `10.1.2.3/32:port`, several with commas."""
    sandbox_runtime: Annotated[str, Field(max_length=63, pattern=r"^[a-z0-9.-]*$")] = ""
    """A RuntimeClass for pods, such as one of gVisor or Kata."""
    sandbox_isolation: Literal["bubblewrap", "none"] = "bubblewrap"
    """`none`: as the user that runs the server, who sees all that one sees. Without it, no sandbox where walls can't be put up."""
    sandbox_egress: Literal["none", "allow", "open"] = "allow"
    """What agents reach: nothing, the gateway and the hosts below, or everything that this machine reaches, itself too."""
    sandbox_hosts: str = ""
    """`host`, `*.host`, `host:port`; several with commas."""
    sandbox_cgroup: Path | None = None
    """A folder of cgroup v2 that was handed to the server; without it limits are those of each process."""
    sandbox_agents: str = ""
    """Folders where agents are installed, beside PATH; several with commas."""
    sandbox_gateway_url: HttpUrl | None = None
    """Where agents ask models, in OpenAI's format, with `/v1`."""
    sandbox_gateway_token: SecretStr | None = None
    sandbox_model: Name = "default"
    sandbox_record: Literal["", "2", "3"] = ""
    """Write an asciicast of that version beside each session; never what is typed."""
    sandbox_disk_gib: Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)] = 50.0
    """What one person's home and sessions may take; above it nothing but a shell is started. 0 = no limit."""
    sandbox_free_gib: Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)] = 1.0
    """What must be free on the disk for anything but a shell to be started."""
    sandbox_tools: str = ""
    """Tool servers (MCP) that agents are told of: `name=https://host/mcp` or `name=/path/of/program argument`; several with commas."""
    sandbox_operator_token: Annotated[SecretStr, Field(min_length=24, max_length=200)] | None = None
    """Opens the page /sandbox/agents, where agents are switched on and off; without it there is no such page."""
    sandbox_idle_minutes: Annotated[int, Field(ge=0, le=100_000)] = 0
    """After which an agent that has nothing to do, and that nobody looks at, is ended; it can go on later. 0 = never."""
    sandbox_push: Literal["public", "loopback", "off"] = "public"
    """Whether browsers are told, by their makers' push services, that a session waits; `loopback`: by one of this machine, for tests."""
    hetzner_token: SecretStr | None = None
    hetzner_project_id: SecretStr | None = None
    s3_access_key: SecretStr | None = None
    s3_secret_key: SecretStr | None = None
    stt_model: Name | None = None
    """Whisper for CTranslate2: a folder, a name of the hub that lies in its cache already, or `http(s)://` of a speech server."""
    stt_second_model: Name | None = None
    """Asked for a second opinion on names: such a folder or name of the hub, or `none`. Beside the packaged model it is a packaged one that knows
    English alone."""
    stt_languages: Annotated[str, Field(max_length=100), AfterValidator(_languages)] = ""
    """Languages that people may speak, the likeliest first, with commas: `de, en`. One alone isn't found out by ear; empty: all that we know."""
    tts_voice: Name | None = None
    """Piper voices: files, folders, names of the hub that lie in its cache already (`rhasspy/piper-voices:de_DE-thorsten-medium`), `packaged`,
    or `http(s)://` of a speech server; several with commas, one for each language."""
    vad_model: Annotated[Path, AfterValidator(_file)] | None = None
    """Tells a voice from noise: a file with Silero, version 6, in place of the packaged one."""
    turn_model: Annotated[Path, AfterValidator(_file)] | None = None
    """Tells a pause from an end: a file with Smart Turn, version 3, in place of the packaged one."""
    pronunciations: Path | None = None
    """A file with `written = said` in its lines, `[de]` before those of a language: how brands and codes are spoken."""
    speech_key: SecretStr | None = None
    """For the speech servers."""
    stt_server_model: Name = STT_SERVER_MODEL
    """How a speech server calls the model that listens."""
    tts_server_model: Name = TTS_SERVER_MODEL
    """How it calls the one that speaks."""
    tts_server_voice: Name = TTS_SERVER_VOICE
    """And its voice."""
    stun_urls: Annotated[str, AfterValidator(_ice("stun"))] = ""
    """`stun:host:port`; several with commas."""
    turn_urls: Annotated[str, AfterValidator(_ice("turn"))] = ""
    """`turn:host:port?transport=udp`; several with commas."""
    turn_secret: SecretStr | None = None
    """What coturn has as `static-auth-secret`; passwords for an hour are made of it."""
    spend_ceiling_eur: Annotated[Decimal, Field(ge=0, le=10_000_000)] = Decimal(0)
    """Monthly estimate per person and day above which a person takes over; 0 = off."""
    public_url: HttpUrl | None = None
    """How browsers reach us when it isn't the address we listen on (behind a proxy)."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def operator(self) -> tuple[str, str, str, str] | None:
        """The operator's account (token, project, access key, secret key) when it is configured whole."""
        parts = (self.hetzner_token, self.hetzner_project_id, self.s3_access_key, self.s3_secret_key)
        values = tuple(p.get_secret_value() for p in parts if p is not None)
        return (values[0], values[1], values[2], values[3]) if len(values) == len(parts) else None

    @property
    def database_path(self) -> Path:
        """The SQLite file."""
        if self.database_url is None:
            return self.data_dir / "concierge.db"
        return Path(self.database_url.get_secret_value().removeprefix("sqlite:").removeprefix("//"))
