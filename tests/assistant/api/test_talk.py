"""The whole way over HTTP: from the first sentence to the console of the new Sovereign."""

import re

import pytest

from assistant.conversation import TAIL
from tests.assistant.stage import BAKERY, Stage, Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_bakery(stage: Stage, talk: Talk) -> None:
    email = "info@broodhuis.example"
    answer = await talk.say(BAKERY.format(name="Broodhuis", email=email))
    state = answer["state"]
    assert set(answer) == {"reply", "events", "state"}
    assert (state["phase"], state["asking"], state["missing"], state["problems"]) == ("verifying", "email_code", [], [])
    plan = state["plan"]
    assert (plan["organisation"], plan["email"], plan["regions"], plan["size"]) == ("Broodhuis", email, ["fsn1"], "cpx42")
    assert (sorted(plan["apps"]), plan["domain"]["fqdn"]) == (["cal-com", "wordpress"], "broodhuis.omani.works")
    assert state["estimate"] == {"currency": "EUR", "monthly": 25.49}
    assert "Broodhuis" in answer["reply"]
    assert [e["seq"] for e in answer["events"]] == list(range(2, state["lastSeq"] + 1))
    assert [e["text"] for e in answer["events"] if e["type"] == "assistant_said"] == [answer["reply"]]

    answer = await talk.say(f"my code is {stage.code(email)}")
    assert answer["state"]["phase"] == "confirming"
    assert answer["state"]["plan"]["emailVerified"] is True
    assert await stage.creates("broodhuis.omani.works") == []

    answer = await talk.say("yes please")
    assert answer["state"]["phase"] in ("provisioning", "ready")
    await talk.until(lambda e: e["type"] == "assistant_said", phase="ready", after=answer["state"]["lastSeq"] - 1)
    state = await talk.state()
    deployment = state["deployment"]
    assert (deployment["status"], deployment["phase1Outcome"]) == ("ready", "ready")
    assert deployment["consoleURL"] == "https://console.broodhuis.omani.works"
    assert deployment["components"]
    assert set(deployment["components"].values()) == {"installed"}
    (create,) = await stage.creates("broodhuis.omani.works")
    body = {name.lower(): value for name, value in create["body"].items()}
    assert (body["orgname"], body["orgemail"], body["region"]) == ("Broodhuis", email, "fsn1")
    assert (body["controlplanesize"], body["workercount"], body["marketplaceenabled"]) == ("cpx42", 0, True)

    for _ in range(2):
        handed = await talk.ask("POST", "handover")
        assert handed.status == 200
        assert re.match(r"https://console\.broodhuis\.omani\.works/auth/handover\?token=eyJ", handed.json["url"])
    assert (await talk.state())["phase"] == "handed_over"
    log = await talk.events()
    assert "eyJ" not in str(log), "the link is never logged"
    assert len([e for e in log if e["type"] == "handed_over"]) == 2

    key = await talk.ask("POST", "ssh-key")
    assert key.status == 200
    assert key.json["filename"] == "broodhuis.omani.works.pem"
    assert key.json["privateKey"].startswith("-----BEGIN OPENSSH PRIVATE KEY-----")
    again = await talk.ask("POST", "ssh-key")
    assert (again.status, again.code) == (410, "ssh_key_gone")


async def test_the_way_in_is_for_the_device_that_was_verified(stage: Stage) -> None:
    talk = await stage.finished("Bloem")
    link = (await talk.ask("POST", "links")).json
    assert link["expiresIn"] == 120
    answer = await stage.ask("POST", "/api/v1/links/redeem", json={"code": link["code"]})
    assert answer.status == 201
    assert answer.json["id"] == talk.id
    phone = Talk(stage, talk.id, answer.json["token"])
    assert phone.token != talk.token
    assert (await phone.state())["phase"] == "ready"
    for path in ("handover", "ssh-key"):
        refused = await phone.ask("POST", path)
        assert (refused.status, refused.code) == (403, "not_verified")
    used = await stage.ask("POST", "/api/v1/links/redeem", json={"code": link["code"]})
    assert (used.status, used.code) == (404, "link_unknown")
    assert (await talk.ask("POST", "handover")).status == 200
    assert (await talk.ask("POST", "ssh-key")).status == 200, "the phone took nothing away"


async def test_nothing_is_handed_over_before_it_is_there(stage: Stage) -> None:
    fresh = await stage.begin()
    for path in ("handover", "ssh-key"):
        refused = await fresh.ask("POST", path)
        assert (refused.status, refused.code) == (403, "not_verified")
    early = await stage.bakery("Early")
    refused = await early.ask("POST", "handover")
    assert (refused.status, refused.code) == (409, "not_ready")


async def test_a_code_that_no_longer_counts_is_not_recommended(stage: Stage) -> None:
    talk = await stage.begin()
    email = "info@raden.example"
    await talk.say(BAKERY.format(name="Raden", email=email))
    reply = ""
    for guess in (1, 2, 3):
        reply = (await talk.say(f"{(int(stage.code(email)) + guess) % 10**6:06d}"))["reply"]
    assert "no longer counts" in reply
    reply = (await talk.say("send a new code"))["reply"]
    assert "less than a minute ago" in reply
    assert "If that one still counts" in reply


async def test_the_address_is_verified_beside_the_talk_as_well(stage: Stage, talk: Talk) -> None:
    email = "side@example.com"
    await talk.say("a bakery in Ghent, call it Zijdeur, website please")
    sent = await talk.ask("POST", "/api/v1/auth/email", json={"email": "Side@Example.COM"})
    assert sent.status == 202
    assert sent.json["email"] == email
    soon = await talk.ask("POST", "/api/v1/auth/email", json={"email": email})
    assert (soon.status, soon.code) == (429, "rate_limited")
    assert 1 <= int(soon.headers["Retry-After"]) <= 60
    kinds = [e["type"] for e in await talk.events() if e["type"].startswith("code_")]
    assert kinds == ["code_requested", "code_sent"], "refused before anything is intended"
    code = stage.code(email)
    wrong = await talk.ask("POST", "/api/v1/auth/verify", json={"email": email, "code": f"{(int(code) + 1) % 10**6:06d}"})
    assert (wrong.status, wrong.code) == (422, "code_wrong")
    right = await talk.ask("POST", "/api/v1/auth/verify", json={"email": email, "code": code})
    assert (right.status, right.json) == (200, {"email": email, "verified": True})
    used = await talk.ask("POST", "/api/v1/auth/verify", json={"email": email, "code": code})
    assert (used.status, used.code) == (422, "code_none_sent")
    await talk.say(f"mail is {email}")
    state = await talk.state()
    assert (state["plan"]["email"], state["plan"]["emailVerified"]) == (email, True)


async def test_a_code_of_another_conversation_verifies_nothing(stage: Stage, talk: Talk) -> None:
    other = await stage.begin()
    email = "both@example.com"
    await talk.ask("POST", "/api/v1/auth/email", json={"email": email})
    first = stage.code(email)
    refused = await other.ask("POST", "/api/v1/auth/verify", json={"email": email, "code": first})
    assert (refused.status, refused.code) == (422, "code_none_sent")
    assert (await talk.ask("POST", "/api/v1/auth/verify", json={"email": email, "code": first})).status == 200
    assert (await other.state())["plan"]["emailVerified"] is False


async def test_three_wrong_codes_in_the_talk(stage: Stage, talk: Talk) -> None:
    email = "three@example.com"
    await talk.say(BAKERY.format(name="Drie", email=email))
    code = stage.code(email)
    for _ in range(3):
        await talk.say(f"{(int(code) + 1) % 10**6:06d}")
    await talk.say(code)
    assert (await talk.state())["plan"]["emailVerified"] is False
    reasons = [e["reason"] for e in await talk.events() if e["type"] == "code_refused"]
    assert reasons[:3] == ["wrong", "wrong", "too_many"]


async def test_the_shape_of_the_state(talk: Talk) -> None:
    state = await talk.state()
    assert {
        "id", "phase", "asking", "plan", "missing", "problems", "estimate", "deployment", "engine", "language", "lastSeq",
    } <= set(state)  # fmt: skip
    assert set(state["plan"]) >= {
        "organisation", "email", "emailVerified", "regions", "size", "workers", "workerSize", "highAvailability",
        "domain", "apps", "residency", "objectStorageRegion", "meshName", "meshId",
    }  # fmt: skip
    assert (state["id"], state["phase"], state["deployment"], state["lastSeq"]) == (talk.id, "talking", None, 1)
    assert (state["engine"], state["language"], state["emulated"]) == ("embedded", "en", True)


@pytest.mark.parametrize(
    ("body", "language", "channel"),
    [
        (b"", "en", "text"),
        (b"{}", "en", "text"),
        (b'{"language": "en-GB", "channel": "voice"}', "en", "voice"),
        (b'{"language": "xx", "more": 1}', "en", "text"),
        (b'{"language": "de-AT"}', "de", "text"),
        (b'{"language": "AR"}', "ar", "text"),
        (b'{"language": "\\ud800"}', "en", "text"),
        (b'{"language": null, "channel": null}', "en", "text"),
    ],
)
async def test_beginning(stage: Stage, body: bytes, language: str, channel: str) -> None:
    answer = await stage.ask("POST", "/api/v1/conversations", data=body)
    assert answer.status == 201
    begun = Talk(stage, answer.json["id"], answer.json["token"])
    assert answer.headers["Location"] == begun.path
    assert answer.json["state"] == await begun.state()
    (first,) = await begun.events()
    assert (first["type"], first["language"], first["channel"]) == ("conversation_started", language, channel)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"language": 5}', "language_invalid"),
        (b'{"language": ""}', "language_invalid"),
        (b'{"language": "' + b"x" * 36 + b'"}', "language_invalid"),
        (b'{"channel": "smoke"}', "channel_invalid"),
        (b'{"channel": ["text"]}', "channel_invalid"),
    ],
)
async def test_beginning_wrongly(stage: Stage, body: bytes, code: str) -> None:
    answer = await stage.ask("POST", "/api/v1/conversations", data=body)
    assert (answer.status, answer.code) == (422, code)


async def test_everything_survives_a_restart(stage: Stage) -> None:
    talk = await stage.bakery("Restart")
    long = await stage.begin()
    for _ in range(TAIL // 4):
        await long.say("hello")
    before, log, long_log = await talk.state(), await talk.events(), await long.events()
    assert len(long_log) > TAIL
    await stage.stop()
    await stage.start()
    assert await talk.events() == log
    assert await talk.state() == before
    assert await long.events() == long_log
    await talk.say("yes")
    await talk.until(lambda e: e["type"] == "assistant_said", phase="ready")
    assert len(await stage.creates("restart.omani.works")) == 1
    assert (await talk.ask("POST", "handover")).status == 200


async def test_the_state_says_what_was_asked_for_and_what_the_price_is_made_of(talk: Talk) -> None:
    state = (await talk.say("a bakery called Herkunft in Ghent, two workers"))["state"]
    assert state["draft"]["organisation"] == "Herkunft"
    assert state["draft"]["workers"] == 2
    assert "size" not in state["draft"], "nobody spoke of it"
    assert [(p["role"], p["count"], p["region"]) for p in state["priceParts"]] == [("control_plane", 1, "fsn1"), ("worker", 2, "fsn1")]
    assert round(sum(p["monthly"] for p in state["priceParts"]), 2) == state["estimate"]["monthly"]
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPqWvJ1m2s3t4u5v6w7x8y9zABCDEFGHIJKLMNOPQRST me@home"
    state = (await talk.say(f"use my key {key}"))["state"]
    assert "sshPublicKey" not in state["draft"]
    assert state["pastRuns"] is None, "nothing runs"
