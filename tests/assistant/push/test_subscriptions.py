"""Which browsers are told, and where: never an address of our own network, a bounded number each, one owner at a time."""

import socket
import threading
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.push import subscriptions as module
from assistant.push.addresses import Resolver, Rule, is_public
from assistant.push.subscriptions import FOLDER, LARGEST, MOST_EACH, Refused, Subscriptions, identify
from tests.assistant.push.service import Browser, PushService

PUBLIC = Rule()
GOOD = "https://push.example/send/abc"


@pytest.mark.parametrize(
    ("endpoint", "origin"),
    [(GOOD, "https://push.example"), ("https://fcm.googleapis.com/fcm/send/a:b-c_d", "https://fcm.googleapis.com"),
     ("https://PUSH.example:443/x", "https://push.example"), ("https://1.1.1.1/x", "https://1.1.1.1"), ("https://[2606:4700::1111]/x", "https://[2606:4700::1111]")],
)  # fmt: skip
def test_addresses_of_the_internet_are_taken(endpoint: str, origin: str) -> None:
    assert PUBLIC.checked(endpoint) == origin


@pytest.mark.parametrize(
    "endpoint",
    ["", "x", "http://push.example/", "ftp://push.example/", "https://", "https:///x", "https://push.example:8443/", "https://push.example:0/", "https://push.example:x/",
     "https://user:secret@push.example/", "https://push.example@127.0.0.1/", "https://push.example/#x", "https://push.example/a b", "https://push.example\\@127.0.0.1/",
     "https://push.example/\n", "https://push.example/\u00e9", "https://127.0.0.1/", "https://127.1/", "https://0x7f000001/", "https://2130706433/", "https://017700000001/",
     "https://0/", "https://0.0.0.0/", "https://localhost/", "https://LOCALHOST./", "https://10.1.2.3/", "https://172.16.0.1/", "https://192.168.1.1/", "https://169.254.169.254/",
     "https://100.64.0.1/", "https://224.0.0.1/", "https://255.255.255.255/", "https://[::]/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:10.0.0.1]/",
     "https://[64:ff9b::7f00:1]/", "https://[64:ff9b::a9fe:a9fe]/", "https://[2002:7f00:1::]/", "https://[fe80::1]/", "https://[fe80::1%25eth0]/", "https://[fc00::1]/",
     "https://[fec0::1]/", "https://[ff02::1]/", "https://[::1", "https://push.example/" + "x" * 1100, "javascript:alert(1)", "//push.example/", "file:///etc/passwd"],
)  # fmt: skip
def test_addresses_of_our_own_and_odd_ones_are_refused(endpoint: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each its own sentence
        PUBLIC.checked(endpoint)


@given(st.text(max_size=200) | st.ip_addresses().map(lambda a: f"https://[{a}]/" if a.version == 6 else f"https://{a}/"))
def test_whatever_is_written_nothing_of_our_own_is_taken(endpoint: str) -> None:
    try:
        origin = PUBLIC.checked(endpoint)
    except ValueError:
        return
    host = origin.removeprefix("https://").strip("[]")
    assert not host.startswith(("127.", "10.", "192.168.", "169.254."))
    try:
        assert is_public(ip_address(host))
    except ValueError:
        assert host


def test_the_setting_for_tests_takes_this_machine_and_nothing_else() -> None:
    rule = Rule(loopback=True)
    assert rule.checked("http://127.0.0.1:8000/x") == "http://127.0.0.1:8000"
    for endpoint in (GOOD, "http://10.0.0.1/", "http://localhost:8000/", "https://127.0.0.1/"):
        with pytest.raises(ValueError, match="setting"):
            rule.checked(endpoint)


@pytest.mark.parametrize(
    ("found", "kept"),
    [(["127.0.0.1"], None), (["10.0.0.1", "1.1.1.1"], ["1.1.1.1"]), (["1.1.1.1", "2606:4700::1111"], ["1.1.1.1", "2606:4700::1111"]), (["::1", "169.254.169.254"], None),
     (["fe80::1%eth0"], None)],
)  # fmt: skip
async def test_a_name_of_ours_leads_nowhere(monkeypatch: pytest.MonkeyPatch, found: list[str], kept: list[str] | None) -> None:
    """What the name leads to is looked at, and that very address is connected to."""
    resolver = Resolver(PUBLIC)

    def looked_up(host: str, port: int, *_: object) -> list[Any]:
        return [(socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    if kept is None:
        with pytest.raises(OSError, match="no address"):
            await resolver.resolve("push.example", 443)
    else:
        assert [one["host"] for one in await resolver.resolve("push.example", 443)] == kept


async def test_what_this_machines_own_name_leads_to_is_not_connected_to() -> None:
    """By a real lookup, as for a message."""
    resolver = Resolver(PUBLIC)
    async with PushService() as service, aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=resolver)) as http:
        with pytest.raises(aiohttp.ClientConnectorDNSError):
            await http.post(service.origin.replace("127.0.0.1", "localhost"))
    await resolver.close()
    assert service.came == []


def _kept(data: Path) -> Subscriptions:
    times = iter(range(1_000_000))
    return Subscriptions(data, PUBLIC, lambda: float(next(times)))


def _add(kept: Subscriptions, name: str, owner: str = "ann") -> str:
    return kept.add(Browser(f"https://push.example/{name}").subscription(), owner=owner, device=f"device-{owner}").id


def test_they_are_kept_for_the_owner_of_the_folder_alone(tmp_path: Path) -> None:
    kept = _kept(tmp_path)
    name = _add(kept, "one")
    assert name == identify("https://push.example/one")
    (file,) = (tmp_path / FOLDER).iterdir()
    assert (file.stat().st_mode & 0o077, file.parent.stat().st_mode & 0o077) == (0, 0)
    again = Subscriptions(tmp_path, PUBLIC)
    assert again.of("ann") == kept.of("ann")
    assert "push.example/one" not in repr(kept.of("ann"))
    assert (kept.remove(name, "ben"), kept.remove(name, "ann"), kept.remove(name, "ann")) == (False, True, False)
    assert list((tmp_path / FOLDER).iterdir()) == []
    assert Subscriptions(tmp_path, PUBLIC).of("ann") == []


def test_a_browser_belongs_to_whoever_used_it_last(tmp_path: Path) -> None:
    kept = _kept(tmp_path)
    _add(kept, "one")
    _add(kept, "one", "ben")
    assert (kept.of("ann"), len(kept.of("ben")), len(list((tmp_path / FOLDER).iterdir()))) == ([], 1, 1)


def test_a_person_has_a_bounded_number_and_the_oldest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = _kept(tmp_path)
    names = [_add(kept, str(n)) for n in range(MOST_EACH)]
    _add(kept, "0")  # renewed
    names.append(_add(kept, "new"))
    assert {one.id for one in kept.of("ann")} == {names[0], *names[2:]}
    assert len(list((tmp_path / FOLDER).iterdir())) == MOST_EACH
    monkeypatch.setattr(module, "MOST", MOST_EACH)
    with pytest.raises(Refused, match="No more devices"):
        _add(kept, "other", "ben")
    _add(kept, "new")  # known already


def test_what_lies_there_is_read_with_care(tmp_path: Path) -> None:
    kept = _kept(tmp_path)
    name, folder = _add(kept, "one"), tmp_path / FOLDER
    good = (folder / f"{name}.json").read_text()
    for other, text in (("a", ""), ("b", "[]"), ("c", "{" * 5000), ("d", good[:-9]), ("e", good), ("f", good.replace("push.example", "127.0.0.1")), ("g", "x" * (LARGEST + 1))):
        (folder / f"{other}.json").write_text(text)
    (folder / "h.json").mkdir()
    assert [one.id for one in Subscriptions(tmp_path, PUBLIC).of("ann")] == [name]


def test_many_at_once_leave_whole_files_and_no_more_than_may_be(tmp_path: Path) -> None:
    kept = Subscriptions(tmp_path, PUBLIC)
    threads = [threading.Thread(target=lambda n=n: [_add(kept, f"{n}-{m}") for m in range(8)]) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(kept.of("ann")) == MOST_EACH
    assert sorted(one.id for one in Subscriptions(tmp_path, PUBLIC).of("ann")) == sorted(one.id for one in kept.of("ann"))


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=8)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(["endpoint", "keys", "expirationTime", "owner"]), JSON)
    | st.builds(lambda e, p, a: {"endpoint": e, "keys": {"p256dh": p, "auth": a}}, st.just(GOOD) | JSON, JSON, JSON)
)
def test_whatever_is_sent_it_is_a_subscription_or_refused(tmp_path: Path, body: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        Subscriptions(tmp_path, PUBLIC).add(body, owner="ann", device="d")
    assert not (tmp_path / FOLDER).exists()
