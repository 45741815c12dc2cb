"""The vault, the service's key, and the buckets that hold strangers back."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.identity import buckets
from assistant.identity.buckets import Limiter, Rate, take
from assistant.identity.keys import ServiceKey
from assistant.identity.vault import NAMES, SSH_PRIVATE, Vault
from assistant.store import Database
from tests.assistant.identity.conftest import on_disk

ROOT = Path(__file__).parents[3]
SECRET = "hcloud-0123456789-Grüße-🔑"


@pytest.fixture
def vault(database: Database, key: ServiceKey) -> Vault:
    return Vault(database, key)


async def test_what_is_put_in_is_there(vault: Vault) -> None:
    await vault.put("c", "hetznerToken", SECRET)
    await vault.put_many("c", {"a": "1", "b": ""})
    assert await vault.get("c", "hetznerToken", "a", "b", "absent") == {"hetznerToken": SECRET, "a": "1", "b": ""}
    await vault.put("c", "a", "2")
    assert await vault.get("c", "a") == {"a": "2"}


async def test_each_conversation_has_its_own(vault: Vault) -> None:
    await vault.put("c", "a", SECRET)
    assert await vault.get("d", "a") == {}
    assert await vault.take("d", "a") is None
    assert await vault.get("c", "a") == {"a": SECRET}


async def test_it_is_sealed_on_disk(vault: Vault, tmp_path: Path) -> None:
    await vault.put("c", "hetznerToken", SECRET)
    kept = on_disk(tmp_path)
    assert b"hetznerToken" in kept
    for part in (SECRET.encode(), b"hcloud-0123456789", SECRET.encode("utf-16-le")):
        assert part not in kept


async def test_equal_secrets_do_not_look_equal(vault: Vault, database: Database) -> None:
    await vault.put_many("c", {"a": SECRET, "b": SECRET})
    sealed = await database.read(lambda c: [row[0] for row in c.execute("SELECT sealed FROM secrets")])
    assert len(set(sealed)) == 2


async def test_it_is_taken_once(vault: Vault) -> None:
    await vault.put("c", SSH_PRIVATE, SECRET)
    taken = await asyncio.gather(*(vault.take("c", SSH_PRIVATE) for _ in range(10)))
    assert sorted(map(str, taken)) == sorted([SECRET, *["None"] * 9])
    assert await vault.get("c", SSH_PRIVATE) == {}


async def test_with_another_key_it_is_as_good_as_absent(database: Database, vault: Vault) -> None:
    await vault.put("c", "a", SECRET)
    stranger = Vault(database, ServiceKey(b"another"))
    assert await stranger.get("c", "a") == {}
    assert await stranger.take("c", "a") is None


async def test_what_was_tampered_with_is_as_good_as_absent(database: Database, vault: Vault) -> None:
    await vault.put("c", "a", SECRET)
    await database.write(lambda c: c.execute("UPDATE secrets SET sealed = CAST(substr(sealed, 1, 80) || x'00' AS BLOB)").rowcount)
    assert await vault.get("c", "a") == {}


def test_the_names_are_those_of_the_wire() -> None:
    assert NAMES == ("hetznerToken", "hetznerProjectID", "objectStorageAccessKey", "objectStorageSecretKey")


def test_the_key_is_made_once_and_for_us_alone(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        first = ServiceKey.load(tmp_path)
    finally:
        os.umask(umask)
    file = tmp_path / "service.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(bytes.fromhex(file.read_text(encoding="ascii"))) == 32
    assert ServiceKey.load(tmp_path).derive("x") == first.derive("x")
    other = tmp_path / "other"
    other.mkdir()
    assert ServiceKey.load(other).derive("x") != first.derive("x")


def test_each_purpose_has_its_own_key() -> None:
    key = ServiceKey(b"0" * 32)
    assert len({key.derive(p) for p in ("vault", "code", "")}) == 3
    assert all(len(key.derive(p)) == 32 for p in ("vault", ""))
    assert key.digest("code", "a", "bc") != key.digest("code", "ab", "c")


def test_two_starts_at_once_agree(tmp_path: Path) -> None:
    """The file appears whole: nobody reads half a key."""
    program = "import sys,pathlib;from assistant.identity.keys import ServiceKey;print(ServiceKey.load(pathlib.Path(sys.argv[1])).derive('x').hex())"
    started = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    found = {child.communicate(timeout=100)[0] for child in started}
    assert len(found) == 1
    assert [child.returncode for child in started] == [0] * 4


@pytest.mark.parametrize("content", [b"", b"abcd", b"not hex at all", b"\xff\xfe"])
def test_a_damaged_key_is_named(tmp_path: Path, content: bytes) -> None:
    """A short or empty one must never be used: everything would be sealed with what anybody can guess."""
    (tmp_path / "service.key").write_bytes(content)
    with pytest.raises(ValueError, match=r"service\.key"):
        ServiceKey.load(tmp_path)


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    rate = Rate(burst=3, per_second=0.5)
    bucket = None
    for _ in range(3):
        bucket, wait = take(bucket, rate, 100.0)
        assert wait == 0
    bucket, wait = take(bucket, rate, 100.0)
    assert wait == pytest.approx(2)
    bucket, wait = take(bucket, rate, 101.0)
    assert wait == pytest.approx(1)
    bucket, wait = take(bucket, rate, 102.0)
    assert wait == 0
    bucket, wait = take(bucket, rate, 1e9)
    assert (wait, bucket.level) == (0, 2)
    _, wait = take(bucket, rate, 0.0, cost=2.0)
    assert wait == 0, "a clock that runs back neither fills nor breaks it"


def test_a_limiter_holds_each_key_by_itself_and_forgets_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "REMEMBERED", 2)
    limiter = Limiter(Rate(burst=1, per_second=1))
    assert limiter.wait("a", 0) == 0
    assert limiter.wait("a", 0) == pytest.approx(1)
    assert limiter.wait("b", 0) == 0
    assert limiter.wait("c", 0) == 0
    assert len(limiter._buckets) == 2
    assert limiter.wait("a", 0) == 0, "forgotten"
