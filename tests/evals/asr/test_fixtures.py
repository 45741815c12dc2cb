"""The frozen hypotheses: complete, well formed, of the damage they claim."""

import json

import pytest

from evals.asr import fixtures, lines, report
from evals.asr.casting import REALISTIC, cast
from evals.asr.fixtures import MEMBERS, Fixture
from evals.asr.voices import HELD_OUT, VOICES

TUNED = fixtures.read(fixtures.file_for(holdout=False))
KEPT_BACK = fixtures.read(fixtures.file_for(holdout=True))


@pytest.mark.parametrize("holdout", [False, True], ids=["tuned", "held out"])
def test_every_spoken_line_was_heard_under_its_conditions(holdout):
    part = {f.id: f for f in (KEPT_BACK if holdout else TUNED)}
    spoken = [line for line in lines.spoken() if line.holdout == holdout]
    assert len(spoken) > 80
    for line in spoken:
        found, due = part[line.id], cast(line.scenario, line.tags, holdout=line.holdout)
        assert found.text == line.text
        assert (found.voice, found.tier, found.noise, found.snr) == (due.voice.name, due.tier, due.noise, due.snr)
        assert (found.band == "telephone", found.hinted, found.seed) == (due.telephone, due.hinted, due.seed)


def test_nothing_is_frozen_that_nobody_says():
    assert {f.id for f in (*TUNED, *KEPT_BACK)} == {line.id for line in lines.spoken()}


@pytest.mark.parametrize("part", [TUNED, KEPT_BACK], ids=["tuned", "held out"])
def test_confidences_are_probabilities_and_words_are_what_was_heard(part):
    for fixture in part:
        assert 0 < fixture.confidence <= 1 or not fixture.heard
        assert all(0 <= confidence <= 1 for _, confidence in fixture.words)
        assert "".join(w for w, _ in fixture.words).replace(" ", "") == fixture.heard.replace(" ", "")
        assert "d01c3014881c9c6f" in fixture.recogniser


def test_a_line_survives_its_file(tmp_path):
    file = tmp_path / "some.jsonl"
    fixtures.write(file, TUNED[:3][::-1])
    assert fixtures.read(file) == sorted(TUNED[:3], key=lambda f: f.id)


def test_members_are_closed():
    raw = json.loads(TUNED[0].line())
    assert raw.keys() == MEMBERS
    with pytest.raises(ValueError, match="extra"):
        Fixture.parse({**raw, "extra": 1})
    with pytest.raises(ValueError, match="heard"):
        Fixture.parse({k: v for k, v in raw.items() if k != "heard"})


def test_what_is_held_out_has_voices_and_noises_of_its_own():
    assert {f.voice for f in TUNED}.isdisjoint(HELD_OUT)
    assert {f.voice for f in KEPT_BACK} & HELD_OUT
    assert {f.noise for f in KEPT_BACK} - {f.noise for f in TUNED}
    assert {f.heard.lower() for f in TUNED if len(f.heard) > 25}.isdisjoint(f.heard.lower() for f in KEPT_BACK)


def test_the_realistic_part_is_as_bad_as_real_recordings_and_the_hard_one_worse():
    rows = report.errors(TUNED, lines.entities())
    assert 0.05 <= rows["realistic"].rate <= 0.15
    assert rows["tier hard"].rate > rows["realistic"].rate
    assert rows["realistic"].lines > 5 * rows["tier hard"].lines
    assert {f.engine for f in TUNED if f.tier in REALISTIC} == {"piper", "pico", "kokoro", "flite"}


def test_a_voice_is_cast_by_the_scenario_alone():
    assert cast("asr-001", ("room",), holdout=False) == cast("asr-001", ("room",), holdout=False)
    many = {cast(f"s-{n}", (), holdout=False).voice.name for n in range(200)}
    assert len(many) == 9
    assert many <= VOICES.keys() - HELD_OUT


def test_the_table_of_rates_has_a_row_for_each_condition():
    text = report.table(report.errors(TUNED, lines.entities()))
    assert text.splitlines()[1].startswith("all")
    assert "tier phone" in text
    assert "band telephone" in text
