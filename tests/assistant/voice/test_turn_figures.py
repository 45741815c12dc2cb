"""What an operator sees of a spoken turn: its stages in `/metrics` and in the log, and no word of what was said in either."""

import pytest
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from tests.assistant.api.socket import Socket
from tests.assistant.stage import Stage, Talk
from tests.assistant.voice.booth import Booth, Phone, words

pytestmark = pytest.mark.asyncio(loop_scope="module")
HELLO = "hello what can you do for me"
STAGES = ("endpoint", "transcript", "final", "dialogue", "first_clause", "first_audio", "answer_audio")
STAGE_S = "concierge_voice_stage_seconds"


async def figures(stage: Stage) -> dict[str, float]:
    """Samples of the voice by name and label, as a scraper reads them."""
    answer = await stage.ask("GET", "/metrics")
    assert answer.status == 200
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.body.decode())
        for sample in family.samples
        if sample.name.startswith("concierge_voice_")
    }


async def without_lines(stage: Stage) -> dict[str, float]:
    """Once the lines of talks before are over: a page that went without a word is waited for."""
    voice = stage.wired.services.voice
    assert voice is not None
    for line in list(voice._lines.values()):  # pyright: ignore[reportPrivateUsage] - nobody comes back to them
        await voice.hang_up(line.conversation.id, line.id)
    found = await figures(stage)
    assert found.get("concierge_voice_lines", 0.0) == 0
    return found


async def test_each_stage_of_a_turn_is_measured_once_and_logged_in_one_line(stage: Stage, booth: Booth, talk: Talk) -> None:
    booth.hears(HELLO)
    before = await without_lines(stage)
    with capture_logs() as logged:
        async with Socket(talk) as live, Phone(talk) as phone:
            phone.say(words(HELLO))
            answer = await live.until("assistant_said")
            await live.until("spoken", seq=answer["seq"])
            during = await figures(stage)
    turns = [line for line in logged if line["event"] == "voice turn"]
    assert len(turns) == 1
    (turn,) = turns
    assert turn.keys() == {"event", "log_level", "component", "conversation", "cached", *(f"{name}_ms" for name in STAGES)}
    assert (turn["component"], turn["log_level"], turn["conversation"]) == ("concierge.voice", "info", talk.id)
    told = [turn[f"{name}_ms"] for name in STAGES]
    assert all(0 <= ms < 60_000 for ms in told)
    # Where the answer takes its time a few words from the cache are heard before the dialogue has said anything.
    assert turn["endpoint_ms"] <= turn["final_ms"] <= turn["dialogue_ms"] <= turn["first_clause_ms"] <= turn["answer_audio_ms"]
    assert max(turn["transcript_ms"], turn["final_ms"]) <= turn["first_audio_ms"] <= turn["answer_audio_ms"]
    said = set(HELLO.split()) | set(answer["text"].split())
    assert not said & {str(value) for line in logged for value in line.values()}
    grown = {name: value - before.get(name, 0.0) for name, value in during.items()}
    for name, ms in zip(STAGES, told, strict=True):
        assert grown[f"{STAGE_S}_count {name}"] == 1
        assert grown[f"{STAGE_S}_sum {name}"] * 1000 == pytest.approx(ms, abs=1)
    assert grown["concierge_voice_lines"] == 1
    assert sum(value for name, value in grown.items() if name.startswith("concierge_voice_turns_total ")) == 1
    after = await without_lines(stage)
    assert after["concierge_voice_packets_total received"] > before.get("concierge_voice_packets_total received", 0.0)


async def test_what_cuts_in_and_what_is_refused_is_counted(stage: Stage, booth: Booth, talk: Talk) -> None:
    booth.hears(HELLO, "no stop I need two regions in Finland")
    before = await without_lines(stage)
    with capture_logs() as logged:
        async with Socket(talk) as live, Phone(talk) as phone:
            phone.say(words(HELLO))
            answer = await live.until("assistant_said")
            await live.until("spoken", seq=answer["seq"])
            phone.say(words("no stop I need two regions in Finland"))
            await live.until("interrupted")
            await live.until("user_said")
            again = await live.until("assistant_said")
            await live.until("spoken", seq=again["seq"])
            during = await figures(stage)
        refused = await talk.ask("POST", "rtc", data="let me in", headers={"Content-Type": "application/sdp"})
        assert refused.code == "bad_offer"
    grown = {name: value - before.get(name, 0.0) for name, value in during.items()}
    assert grown["concierge_voice_interruptions_total"] == 1
    assert grown[f"{STAGE_S}_count first_audio"] == 2
    assert [line["conversation"] for line in logged if line["event"] == "voice turn"] == [talk.id] * 2
    after = await without_lines(stage)
    refusals = "concierge_voice_offers_refused_total "
    assert sum(v - before.get(n, 0.0) for n, v in after.items() if n.startswith(refusals)) == 1
