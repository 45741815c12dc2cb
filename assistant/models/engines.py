"""Which engine the settings choose, and the runner behind it. SDKs are imported by name, and only the chosen one."""

import asyncio
import os
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from assistant.models.breaker import Breaker, BreakerRules
from assistant.models.port import Model
from assistant.models.prices import Prices

if TYPE_CHECKING:
    from assistant.models.runner import ModelRunner
    from assistant.settings import Settings

Engine = Literal["embedded", "anthropic", "openai"]
Provider = Literal["anthropic", "openai"]
ADAPTERS: dict[Provider, tuple[str, str]] = {
    "anthropic": ("assistant.models.anthropic", "AnthropicModel"),
    "openai": ("assistant.models.openai", "OpenAIModel"),
}
DEFAULT_MODELS: dict[Provider, str] = {"anthropic": "claude-haiku-5-5", "openai": "gpt-6-luna"}
"""Small and quick: what a model is trusted with here is understanding and wording, and a talk can't wait."""
KEYS: dict[Provider, tuple[str, ...]] = {"anthropic": ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"), "openai": ("OPENAI_API_KEY",)}
BASE_URLS: dict[Provider, str] = {"anthropic": "ANTHROPIC_BASE_URL", "openai": "OPENAI_BASE_URL"}


def has_key(provider: Provider) -> bool:
    """A key is set; its value isn't looked at."""
    return any(os.environ.get(name) for name in KEYS[provider])


def chosen(settings: "Settings") -> Engine:
    """The engine of this process."""
    if settings.engine != "auto":
        return settings.engine
    if has_key("anthropic"):
        return "anthropic"
    return "openai" if has_key("openai") else "embedded"


def problem(settings: "Settings") -> str | None:
    """Why the chosen engine can't work, as a sentence; None when nothing is known against it."""
    engine = chosen(settings)
    if engine == "embedded" or has_key(engine) or os.environ.get(BASE_URLS[engine]):
        return None
    return f"the engine `{engine}` needs {KEYS[engine][0]}, or {BASE_URLS[engine]} of a server that wants no key"


def model_name(settings: "Settings") -> str:
    """The model that is asked; empty for the embedded engine."""
    engine = chosen(settings)
    return "" if engine == "embedded" else settings.model or DEFAULT_MODELS[engine]


async def load(settings: "Settings") -> "ModelRunner | None":
    """The runner of the chosen engine; None for the embedded one. Imports and the TLS store take a second: not on the loop."""
    engine = chosen(settings)
    if engine == "embedded":
        return None
    from assistant.models.runner import Deadlines, ModelRunner  # noqa: PLC0415 - settings are read long before anything runs

    model = await asyncio.to_thread(adapter, engine, model_name(settings))
    deadlines = Deadlines(settings.model_first_seconds, settings.model_seconds)
    breaker = Breaker(BreakerRules(rest=settings.model_rest_seconds))
    return ModelRunner(model, breaker, prices=Prices.load(settings.model_prices), deadlines=deadlines)


def adapter(provider: Provider, model: str) -> Model:
    """The adapter, made. Blocking."""
    module, name = ADAPTERS[provider]
    make: Callable[[str], Model] = getattr(import_module(module), name)
    return make(model)
