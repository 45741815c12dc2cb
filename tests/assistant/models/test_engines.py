"""Which engine the settings choose."""

from pathlib import Path

import pytest

from assistant.models import engines
from assistant.models.engines import DEFAULT_MODELS
from assistant.models.scripted.answer import Answer
from assistant.models.scripted.script import Always
from assistant.models.scripted.server import ModelServer, serving
from assistant.settings import Settings
from dialogue.model_events import ModelAnswered, ModelSpoke
from tests.assistant.models.stand import PROVIDERS, Provider, ask, point

VARIABLES = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL")


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*VARIABLES, "CONCIERGE_ENGINE", "CONCIERGE_MODEL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("keys", "engine"),
    [
        ((), "embedded"), (("ANTHROPIC_API_KEY",), "anthropic"), (("OPENAI_API_KEY",), "openai"), (("ANTHROPIC_AUTH_TOKEN",), "anthropic"),
        (("OPENAI_API_KEY", "ANTHROPIC_API_KEY"), "anthropic"), (("OPENAI_BASE_URL",), "embedded"),
    ],
)  # fmt: skip
def test_auto_goes_by_the_keys(monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], engine: str) -> None:
    for name in keys:
        monkeypatch.setenv(name, "k")
    assert engines.chosen(Settings()) == engine
    assert engines.problem(Settings()) is None


def test_a_chosen_engine_wins_over_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
    assert engines.chosen(Settings(engine="embedded")) == "embedded"
    assert engines.chosen(Settings(engine="openai")) == "openai"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_engine_without_a_key_is_a_problem_unless_its_server_is_ones_own(monkeypatch: pytest.MonkeyPatch, provider: Provider) -> None:
    problem = engines.problem(Settings(engine=provider))
    assert problem is not None
    assert f"{provider.upper()}_API_KEY" in problem
    monkeypatch.setenv(f"{provider.upper()}_BASE_URL", "http://127.0.0.1:9")
    assert engines.problem(Settings(engine=provider)) is None


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_model_is_a_setting_with_a_default(provider: Provider) -> None:
    assert engines.model_name(Settings(engine=provider)) == DEFAULT_MODELS[provider]
    assert engines.model_name(Settings(engine=provider, model="mine")) == "mine"
    assert engines.model_name(Settings(engine="embedded", model="mine")) == ""


async def test_the_embedded_engine_loads_no_model() -> None:
    assert await engines.load(Settings()) is None


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_loaded_runner_talks_and_counts_by_the_settings_prices(monkeypatch: pytest.MonkeyPatch, provider: Provider, tmp_path: Path) -> None:
    settings = Settings(
        engine=provider, model="mine", data_dir=tmp_path, model_prices={"mine": {"input": 2, "output": 10}}  # pyright: ignore[reportArgumentType] - pydantic reads it from plain data
    )  # fmt: skip
    async with serving(ModelServer(Always(Answer("Yes. Sure", usage={"input": 1000, "output": 100})))) as url:
        point(monkeypatch, url)
        runner = await engines.load(settings)
        assert runner is not None
        events = [event async for event in runner.run("m1", ask())]
        await runner.close()
    assert [event.text for event in events if isinstance(event, ModelSpoke)] == ["Yes.", " Sure"]
    assert isinstance(events[-1], ModelAnswered)
    assert events[-1].cost_usd == pytest.approx(0.003)
    assert runner.name == "mine"
