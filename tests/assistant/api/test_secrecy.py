"""What is secret is in no log line, event, answer or file in the clear."""

from pathlib import Path
from typing import Any

import pytest

from tests.assistant.stage import BAKERY, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
TOKEN = "Hc7" + "q9ZkW2" * 10 + "x"
SECRETS = {
    "hetznerToken": TOKEN,
    "hetznerProjectID": "project-9f3b71aa",
    "objectStorageAccessKey": "AKQW7HZL2M0XN4TB8RVC",
    "objectStorageSecretKey": "s3cr3t/Kq8v" * 4,
}


def files(folder: Path) -> bytes:
    """Everything that we keep; not the key, nor what the emulator or the mailer keep."""
    kept = [f for f in folder.rglob("*") if f.is_file() and not {"outbox", "emulator"} & set(f.relative_to(folder).parts)]
    return b"".join(f.read_bytes() for f in kept if f.name != "service.key")


async def test_a_customers_account(tmp_path: Path, logged: list[dict[str, Any]]) -> None:
    """From the fields to the wire, and nowhere else."""
    stage = await Stage(tmp_path, own_emulator=False).start()
    try:
        talk = await stage.begin()
        await talk.say(BAKERY.format(name="Geheim", email="info@geheim.example"))
        state = await talk.state()
        assert (state["account"], state["asking"]) == ("customer", "secret")
        assert set(state["secretsRequested"]) == set(SECRETS)
        for name, value in SECRETS.items():
            stored = await talk.ask("POST", "secrets", json={"name": name, "value": value})
            assert (stored.status, stored.body) == (204, b"")
        # The last field goes on by itself, without a word from the person.
        await talk.until(lambda e: e["type"] == "assistant_said" and e["readBack"])
        await talk.say(stage.code("info@geheim.example"))
        await talk.say("yes")
        await talk.until(lambda e: e["type"] == "assistant_said", phase="ready")
        (create,) = await stage.creates("geheim.omani.works")
        body = {name.lower(): value for name, value in create["body"].items()}
        assert body["hetznerprojectid"] == SECRETS["hetznerProjectID"]
        handed = (await talk.ask("POST", "handover")).json["url"]
        log, state_text = str(await talk.events()), str(await talk.state())
        metrics = (await stage.ask("GET", "/metrics")).body.decode()
    finally:
        await stage.stop()
    kept = files(tmp_path)
    assert b"hetznerToken" in kept, "we looked in the right place"
    code = stage.code("info@geheim.example")
    for secret in (*SECRETS.values(), talk.token, handed.partition("token=")[2], "OPENSSH PRIVATE", "BEGIN PRIVATE"):
        assert secret.encode() not in kept, secret[:12]
        for where in (log, state_text, str(logged), metrics):
            assert secret not in where, secret[:12]
    assert code not in log
    assert code not in str(logged)
    assert "info@geheim.example" not in str(logged), "nor who it was"
    assert "Geheim" not in str(logged)


async def test_a_secret_in_the_talk_is_masked_before_it_is_kept(stage: Stage) -> None:
    talk = await stage.begin()
    said = [
        f"here is my token {TOKEN}",
        f"HCLOUD_TOKEN={TOKEN}",
        "my password is hunter2trombone",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----",
    ]
    for text in said:
        answer = await talk.say(text)
        (heard,) = [e for e in answer["events"] if e["type"] == "user_said"]
        assert heard["masked"], text[:20]
    kept, log = files(stage.folder), str(await talk.events())
    for secret in (TOKEN, "hunter2trombone", "b3BlbnNzaC1rZXktdjEAAAAA"):
        assert secret.encode() not in kept
        assert secret not in log


async def test_an_error_repeats_nothing_of_what_was_sent(stage: Stage, logged: list[dict[str, Any]]) -> None:
    talk = await stage.begin()
    answers = [
        await talk.ask("POST", "secrets", json={"name": TOKEN, "value": "x"}),
        await talk.ask("POST", "secrets", json={"name": "hetznerToken", "value": TOKEN * 300}),
        await talk.ask("POST", "secrets", data=f'{{"name": "hetznerToken", "value": "{TOKEN}"'.encode()),
        await talk.ask("POST", "turns", json={"text": TOKEN * 300}),
        await talk.ask("POST", "/api/v1/auth/email", json={"email": TOKEN}),
        await talk.ask("POST", "/api/v1/auth/verify", json={"email": "a@b.example", "code": TOKEN}),
        await stage.ask("POST", "/api/v1/links/redeem", json={"code": TOKEN}),
        await stage.ask("GET", f"/api/v1/{TOKEN}"),
        await stage.ask("GET", talk.path, headers={"Authorization": f"Bearer {TOKEN}"}),
    ]
    for answer in answers:
        assert answer.status >= 400
        assert TOKEN.encode() not in answer.body
        assert TOKEN not in str(answer.headers)
    assert TOKEN not in str(logged)


async def test_the_key_of_the_service_is_for_us_alone(stage: Stage) -> None:
    for name, mode in (("service.key", 0o600), ("outbox", 0o700)):
        path = stage.folder / name
        if path.exists():
            assert path.stat().st_mode & 0o777 == mode
