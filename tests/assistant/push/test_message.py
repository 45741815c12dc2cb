"""Messages are sealed as the standard says, for one browser; the server's key is made once and stays hidden."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from assistant.identity.keys import DamagedKey
from assistant.push.keys import FILE, load
from assistant.push.message import BLOCK, LONGEST, VALID_S, Receiver, Vapid, b64url, from_b64url, sealed
from tests.assistant.push.service import Browser, sender_of

P256 = ec.SECP256R1()


def _private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_b64url(text, 32)), P256)


def test_the_standards_own_example() -> None:
    """RFC 8291, section 5 and appendix A."""
    receiver = Receiver.parse("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", "BTBZMqHH6r4Tts7J_aSIgg")
    body = sealed(
        b"When I grow up, I want to be a watermelon", receiver, pad=False,
        salt=from_b64url("DGv6ra1nlYgDCS1FRnbzlw", 16), own=_private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
    )  # fmt: skip
    assert b64url(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    owner = Browser("", _private("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), from_b64url("BTBZMqHH6r4Tts7J_aSIgg", 16))
    assert owner.read(body) == b"When I grow up, I want to be a watermelon"


@given(st.binary(max_size=LONGEST))
def test_whoever_it_is_for_reads_it_and_nobody_else(content: bytes) -> None:
    browser, other = Browser(""), Browser("")
    body = sealed(content, Receiver(browser.point, browser.auth))
    assert browser.read(body) == content
    assert len(body) <= 4096
    assert (len(body) - 86 - 16) % BLOCK == 0  # of its length no more than the number of blocks is told
    for stranger in (other, Browser("", browser.key), Browser("", other.key, browser.auth)):
        with pytest.raises(InvalidTag):
            stranger.read(body)


def test_what_is_too_long_is_not_sealed() -> None:
    browser = Browser("")
    with pytest.raises(ValueError, match="too long"):
        sealed(b"x" * (LONGEST + 1), Receiver(browser.point, browser.auth))


def test_no_two_messages_are_alike() -> None:
    receiver = Receiver(Browser("").point, bytes(16))
    first, second = sealed(b"same", receiver), sealed(b"same", receiver)
    assert first[:16] != second[:16]
    assert first[21:86] != second[21:86]


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [("", ""), (b64url(bytes(65)), b64url(bytes(16))), (b64url(b"\x04" + b"\xff" * 64), b64url(bytes(16))), (b64url(Browser("").point), b64url(bytes(15))),
     (b64url(Browser("").point), "!" * 22), (b64url(Browser("").point)[:-1], b64url(bytes(16))), (b64url(b"\x02" + Browser("").point[1:33]), b64url(bytes(16)))],
    ids=["empty", "zeros", "off the curve", "short secret", "odd letters", "short point", "compressed"],  # keys are made anew by each process
)  # fmt: skip
def test_keys_that_are_none_are_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each says its own
        Receiver.parse(p256dh, auth)


@given(st.text(max_size=100), st.text(max_size=30))
def test_any_text_is_a_key_or_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - as above
        Receiver.parse(p256dh, auth)


def test_the_sender_is_known_by_a_token_for_that_service_alone() -> None:
    vapid, now = Vapid(ec.generate_private_key(P256), "mailto:ops@example.com"), time.time()
    header = vapid.header("https://push.example", now)
    claims, key = sender_of(header)
    assert key == vapid.public
    assert claims == {"aud": "https://push.example", "exp": int(now) + VALID_S, "sub": "mailto:ops@example.com"}
    assert VALID_S <= 24 * 3600
    with pytest.raises(Exception, match="signature"):
        sender_of(header.replace(vapid.public, Vapid(ec.generate_private_key(P256), "").public))


def test_the_key_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first, second = Vapid(load(folder), ""), Vapid(load(folder), "")
    assert first.public == second.public
    assert [f.name for f in folder.iterdir()] == [FILE]
    assert (folder / FILE).stat().st_mode & 0o077 == 0
    assert "PRIVATE" not in repr(first) + repr(vars(first)["_key"])


def test_many_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from assistant.push.keys import load; print(load(Path(sys.argv[1])).private_numbers().public_numbers.x)"
    running = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE) for _ in range(4)]
    assert len({process.communicate(timeout=100)[0] for process in running}) == 1


@pytest.mark.parametrize("text", [b"", b"nothing", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_damaged_key_is_told_of_and_stays(tmp_path: Path, text: bytes) -> None:
    (tmp_path / FILE).write_bytes(text)
    with pytest.raises(DamagedKey, match=r"push\.key is damaged"):
        load(tmp_path)
    assert (tmp_path / FILE).read_bytes() == text
