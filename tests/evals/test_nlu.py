"""The format of the SNIPS benchmark, on sentences of our own."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals.main import main
from evals.nlu import Floor, Scores, Span, Utterance, load, score

LIGHT = [
    [{"text": "Switch the "}, {"text": "kitchen", "entity": "room"}, {"text": " lamp on"}],
    [{"text": "light in the "}, {"text": "café", "entity": "room"}, {"text": ", please"}],
]
TEA = [
    [{"text": "Brew "}, {"text": "two", "entity": "cups"}, {"text": " cups of "}, {"text": "green tea ", "entity": "kind"}],
    [{"text": "a pot of "}, {"text": "Earl Grey", "entity": "kind"}],
]


def made(folder: Path, encoding: str = "utf-8") -> Path:
    for intent, rows in (("SwitchLight", LIGHT), ("BrewTea", TEA)):
        (folder / intent).mkdir(parents=True)
        for name in (f"train_{intent}_full.json", f"validate_{intent}.json"):
            body: Any = {intent: [{"data": row} for row in rows]}
            (folder / intent / name).write_bytes(json.dumps(body, ensure_ascii=False).encode(encoding))
    return folder


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_spans_stand_where_the_words_do(tmp_path: Path, encoding: str) -> None:
    train, validate = load(made(tmp_path, encoding))
    assert train == validate
    tea, lamp = train[0], train[3]
    assert tea == Utterance("Brew two cups of green tea ", "BrewTea", frozenset({Span("cups", 5, 8), Span("kind", 17, 26)}))
    assert lamp.text[13:17] == "café"
    assert lamp.spans == {Span("room", 13, 17)}


def test_the_floor_knows_what_it_has_seen_and_no_more(tmp_path: Path) -> None:
    train, _ = load(made(tmp_path))
    floor = Floor()
    floor.learn(train)
    assert score(floor, train).f1 == 1.0
    assert floor.read("brew earl grey") == ("BrewTea", frozenset({Span("kind", 5, 14)}))
    assert floor.read("the lamp in the attic") == ("SwitchLight", frozenset())


def test_scores_by_hand() -> None:
    scores = Scores()
    wanted = Utterance("a b c", "x", frozenset({Span("s", 0, 1), Span("t", 2, 3)}))
    scores.add(wanted, "x", frozenset({Span("s", 0, 1)}))
    scores.add(wanted, "y", wanted.spans)
    scores.add(wanted, "x", wanted.spans | {Span("t", 4, 5)})
    assert (scores.intents, scores.frames, scores.total) == (2, 0, 3)
    assert scores.f1 == pytest.approx(2 * 5 / (6 + 6))
    assert Scores().f1 == 1.0


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nlu", "--snips", str(made(tmp_path))]) == 0
    out = capsys.readouterr().out
    assert "4 sentences learnt, 4 read" in out
    assert "intent         100.0 %  (51.0 to 100.0)" in out


def test_what_is_not_the_benchmark_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nlu", "--snips", str(tmp_path)]) == 2
    folder = made(tmp_path / "x")
    (folder / "BrewTea" / "validate_BrewTea.json").write_text('{"Other": []}', "utf-8")
    assert main(["nlu", "--snips", str(folder)]) == 2
    assert "validate_BrewTea.json isn't in the format" in capsys.readouterr().err
