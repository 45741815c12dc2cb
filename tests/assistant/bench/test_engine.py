"""The bench of model engines measures real turns in both formats, and turns that go on without the model."""

import pytest

from assistant.bench import engine


async def test_it_measures_both_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "QUICK", 1)
    report = await engine.measure(quick=True)
    assert report.figures["turns"] == 10
    assert report.figures["fallovers"] == 2
    assert {"overhead_ms_p95", "first_clause_ms_p95", "fallover_ms_p95"} <= report.figures.keys()
    assert 0 < report.figures["overhead_ms_p50"] <= report.figures["overhead_ms_p95"]
    assert 0 < report.figures["turn_cpu_ms_p50"] <= report.figures["turn_cpu_ms_p95"]
    assert 0 < report.figures["first_clause_ms_p50"] <= report.figures["first_clause_ms_p95"]


def test_the_model_of_the_bench_says_when_it_isnt_asked_as_it_should_be() -> None:
    assert len(engine.LINES) == len(engine.WISHES)
    assert sum("FAIL" in line for line in engine.LINES) == 1
