"""`concierge model-server` from outside."""

from pathlib import Path

import httpx
import pytest

from assistant import cli
from tests.assistant.cli.process import Process

BODY = {"model": "m", "messages": [{"role": "user", "content": "<person>\nhow much is it?\n</person>\n<state>{}</state>"}]}


async def test_it_answers_by_a_script_until_it_is_told_to_stop(tmp_path: Path) -> None:
    script = tmp_path / "rules.yaml"
    script.write_text("rules:\n- say: Good morning.\n", encoding="utf-8")
    async with Process("model-server", "--port", "0", "--script", str(script)) as process:
        async with httpx.AsyncClient(trust_env=False) as http:
            url = await process.ready()
            answer = (await http.post(f"{url}/v1/chat/completions", json=BODY)).json()
            assert answer["choices"][0]["message"]["content"] == "Good morning."
            answer = (await http.post(f"{url}/v1/messages", json={**BODY, "max_tokens": 9})).json()
            assert answer["content"] == [{"type": "text", "text": "Good morning."}]
        process.child.terminate()
        assert await process.ended() == 0


async def test_a_persona_talks() -> None:
    async with Process("model-server", "--port", "0", "--persona", "helpful", "--format", "openai") as process:
        url = await process.ready()
        async with httpx.AsyncClient(trust_env=False) as http:
            answer = (await http.post(f"{url}/v1/chat/completions", json=BODY)).json()
            assert (await http.post(f"{url}/v1/messages", json={**BODY, "max_tokens": 9})).status_code == 404
    assert answer["choices"][0]["message"]["content"].endswith("What is the organisation called?")


@pytest.mark.parametrize(
    ("text", "words"),
    [("rules: [", "no YAML"), ("rules:\n- says: hi\n", "wrong at rules.0.says"), ("[]", "wrong at its beginning"), (None, "can't be read")],
)
def test_a_script_that_cannot_be_used_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, words: str) -> None:
    script = tmp_path / "rules.yaml"
    if text is not None:
        script.write_text(text, encoding="utf-8")
    assert cli.main(["model-server", "--port", "0", "--script", str(script)]) == cli.MISUSED
    assert words in capsys.readouterr().err
