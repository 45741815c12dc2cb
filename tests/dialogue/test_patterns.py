"""Patterns that are compiled on first use behave as compiled ones, and every one of ours compiles."""

import re
import threading

import pytest

from dialogue import patterns
from dialogue.patterns import compile_all, regex
from tests.dialogue.talk import CORE


def test_every_pattern_of_the_dialogue_compiles() -> None:
    assert CORE
    compile_all()
    assert compile_all() == 0


def test_a_pattern_is_compiled_by_its_first_use_and_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile

    def counting(pattern: str, flags: int = 0) -> "re.Pattern[str]":
        compiled.append(pattern)
        return real(pattern, flags)

    monkeypatch.setattr(patterns.re, "compile", counting)
    word = regex(r"\b(?P<first>w\w+)", re.IGNORECASE)
    assert compiled == []
    found = word.search("two Workers")
    assert found is not None
    assert found["first"] == "Workers"
    assert word.sub("x", "a word, a world") == "a x, a x"
    assert [m.group() for m in word.finditer("we WALK")] == ["we", "WALK"]
    assert word.pattern == r"\b(?P<first>w\w+)"
    assert len(compiled) == 1


def test_a_wrong_pattern_and_a_wrong_name_are_errors() -> None:
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("")
    with pytest.raises(AttributeError):
        _ = regex("a").scanner  # type: ignore[attr-defined]  # not among what is offered
    later = regex("(b")
    with pytest.raises(re.error):
        compile_all()
    assert later.pattern == "(b"


def test_threads_that_ask_at_once_find_the_same() -> None:
    word = regex(r"\bregion\b")
    found: list[bool] = []
    begin = threading.Barrier(8)

    def ask() -> None:
        begin.wait()
        found.append(word.search("a region here") is not None)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8
