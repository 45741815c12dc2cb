"""A real agent of a registry, installed by lock, against the scripted model server: started behind walls, asked, ended, gone on with."""

import json
from pathlib import Path

import pytest

from assistant.bench.agents import VERSIONS, tried
from sandbox.isolation import probe

REAL = Path(__file__).parents[1] / "real"


@pytest.mark.timeout(400)
async def test_a_real_agent_answers_and_goes_on_with_its_conversation() -> None:
    standing = probe()
    assert standing.ok, standing.text
    done = await tried("qwen-code", REAL, privileged=standing.privileged)
    assert min(done.first_screen_s, done.answer_s, done.resume_s) > 0


def test_it_is_the_version_that_the_bench_knows() -> None:
    wanted = json.loads((REAL / "package.json").read_text())["dependencies"]["@qwen-code/qwen-code"]
    held = json.loads((REAL / "package-lock.json").read_text())["packages"]["node_modules/@qwen-code/qwen-code"]
    assert wanted == held["version"] == VERSIONS["qwen-code"]
