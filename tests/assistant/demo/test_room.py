"""A demonstration from outside: what the presenter has beside the page, and that nobody else has it."""

import io
import os
import wave
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from assistant.demo.command import settings_for
from assistant.demo.room import newest_code
from tests.e2e.served import Served


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    served = Served(tmp_path_factory.mktemp("never"), "demo", own_folder=False, CONCIERGE_CATALYST_URL="http://127.0.0.1:9").start()
    with httpx.Client(base_url=served.url, trust_env=False, timeout=60) as client:
        yield client
    served.stop()


def _begin(http: httpx.Client) -> tuple[str, dict[str, str]]:
    made = http.post("/api/v1/conversations", json={"language": "en"}).json()
    return f"/api/v1/conversations/{made['id']}", {"Authorization": f"Bearer {made['token']}"}


def _say(http: httpx.Client, path: str, key: dict[str, str], text: str) -> dict[str, Any]:
    return http.post(f"{path}/turns", headers=key, json={"text": text}).json()["state"]


def _created(http: httpx.Client) -> dict[str, Any]:
    path, key = _begin(http)
    _say(http, path, key, "Probe in Helsinki, no apps, probe@example.com")
    mail = http.get(f"/demo/mail/{path.rpartition('/')[2]}", headers=key).json()
    assert mail["to"] == "probe@example.com"
    _say(http, path, key, mail["code"])
    return _say(http, path, key, "yes, create it")


def test_it_says_that_it_is_one_and_serves_the_presenters_page(http: httpx.Client) -> None:
    about = http.get("/api/v1/about").json()
    assert (about["demonstration"], about["emulator"]) == (True, True)
    assert '<div id="app">' in http.get("/demo").text


def test_a_reset_gives_every_name_back(http: httpx.Client) -> None:
    first = _created(http)
    assert first["deployment"]["fqdn"] == first["plan"]["domain"]["fqdn"]
    assert http.post("/demo/reset", json={}).status_code == 204
    assert _created(http)["deployment"]["fqdn"] == first["deployment"]["fqdn"]
    http.post("/demo/reset", json={})


def test_only_the_holder_of_a_conversation_reads_its_mail(http: httpx.Client) -> None:
    path, _ = _begin(http)
    _, other = _begin(http)
    address = f"/demo/mail/{path.rpartition('/')[2]}"
    assert http.get(address).status_code == 401
    assert http.get(address, headers=other).status_code == 403


def test_what_goes_wrong_is_asked_of_the_emulator(http: httpx.Client) -> None:
    assert "failing-component" in str(http.get("/demo/faults").json()["known"])
    assert http.post("/demo/wishes", json={"faults": ["failing-component:harbor"], "speed": 200}).status_code == 200
    assert http.get("/demo/faults").json()["speed"] == 90, "what 1× means stays"
    assert http.post("/demo/wishes", json={"faults": []}).status_code == 200


@pytest.mark.parametrize("body", [{"faults": ["no-such-thing"]}, {"faults": [7]}, {"faults": [], "speed": 0}, {"faults": [], "speed": True}])
def test_a_wish_that_makes_no_sense_is_refused(http: httpx.Client, body: dict[str, Any]) -> None:
    assert http.post("/demo/wishes", json=body).status_code == 422


@pytest.mark.parametrize("path", ["/demo/wishes", "/demo/reset", "/demo/voice"])
def test_another_site_moves_nothing(http: httpx.Client, path: str) -> None:
    assert http.post(path, json={"faults": []}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_prospects_line_is_spoken_for_the_audience(http: httpx.Client) -> None:
    assert http.get("/demo/voice").json() == {"there": True}
    spoken = http.post("/demo/voice", json={"text": "A bakery in Ghent."})
    assert (spoken.status_code, spoken.headers["Content-Type"]) == (200, "audio/wav")
    with wave.open(io.BytesIO(spoken.content)) as sound:
        assert 0.5 < sound.getnframes() / sound.getframerate() < 5
        assert max(sound.readframes(sound.getnframes())) > 0


@pytest.mark.parametrize("body", [{}, {"text": "  "}, {"text": 7}, {"text": "x" * 401}])
def test_what_is_no_line_is_not_spoken(http: httpx.Client, body: dict[str, Any]) -> None:
    assert http.post("/demo/voice", json=body).status_code == 422


def test_without_a_demonstration_there_is_no_room_for_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    served = Served(tmp_path_factory.mktemp("plain"), "serve").start()
    with httpx.Client(base_url=served.url, trust_env=False) as client:
        assert "demonstration" not in client.get("/api/v1/about").json()
        assert {client.get(path).status_code for path in ("/demo", "/demo/faults", "/demo/mail/x", "/demo/voice")} == {404}
        assert client.post("/demo/reset", json={}).status_code in (404, 405)
    served.stop()


def test_the_real_cloud_of_the_environment_is_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name, value in {
        "CATALYST_URL": "https://cloud.example", "HETZNER_TOKEN": "t", "HETZNER_PROJECT_ID": "p", "S3_ACCESS_KEY": "a", "S3_SECRET_KEY": "s",
        "MAILER": "smtp://mail.example:25", "HOST": "0.0.0.0", "PUBLIC_URL": "https://concierge.example", "SANDBOX": "local",
        "DATABASE_URL": "sqlite:///elsewhere.db",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"CONCIERGE_{name}", value)
    settings = settings_for(tmp_path_factory.mktemp("own"), 0, "embedded", 90)
    assert (settings.catalyst_url, settings.operator, settings.public_url, settings.sandbox) == (None, None, None, "off")
    assert settings.host == "127.0.0.1"
    assert settings.mailer.get_secret_value() == "outbox"
    assert settings.database_path.parent == settings.data_dir


def test_the_newest_mail_counts_and_only_the_own_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    outbox = tmp_path_factory.mktemp("outbox")
    assert newest_code(outbox, "a@example.com") is None
    for number, (to, code) in enumerate([("a@example.com", "111111"), ("a@example.com", "222222"), ("b@example.com", "333333")]):
        file = outbox / f"{9 - number}.eml"
        file.write_text(f"To: {to}\nSubject: {code} is your code\n\nhello\n", encoding="utf-8")
        stamp = 1_700_000_000 + number
        os.utime(file, (stamp, stamp))
    assert newest_code(outbox, "a@example.com") == "222222"
    assert newest_code(outbox, "") is None
