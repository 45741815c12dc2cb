"""What a browser offers and what it is answered: checked before anything parses it, and tuned to a voice. Pure."""

import re

MOST_BYTES = 64 * 1024
_MOST_MEDIA = 4
_FMTP = "minptime=10;ptime=20;maxplaybackrate=16000;sprop-maxcapturerate=16000;maxaveragebitrate=28000;stereo=0;sprop-stereo=0;useinbandfec=1;usedtx=0"
"""RFC 7587, 6.1: a voice in mono, with correction, without pauses in the sending."""
_MEDIA = re.compile(r"(?m)^m=(\S+) (\d+) ")
_OPUS = re.compile(r"(?im)^a=rtpmap:(\d{1,3}) opus/48000/2\r?$")
_NEEDED = (
    ("fingerprint", re.compile(r"(?m)^a=fingerprint:sha-\d+ [0-9A-Fa-f:]{47,}\r?$")),
    ("ice-ufrag", re.compile(r"(?m)^a=ice-ufrag:\S{4,256}\r?$")),
    ("ice-pwd", re.compile(r"(?m)^a=ice-pwd:\S{22,256}\r?$")),
)


class OfferRefused(Exception):
    """The offer can't be answered. `code` is for programs, the text for people."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        """sdp_too_long, sdp_invalid, sdp_without_audio, sdp_without_opus, sdp_with_video, rtc_not_negotiated."""


def check_offer(text: str) -> None:
    """Raises OfferRefused for what isn't one audio stream in Opus with its keys."""
    if len(text.encode()) > MOST_BYTES:
        raise OfferRefused("sdp_too_long", f"An offer has at most {MOST_BYTES // 1024} KiB.")
    if not text.startswith("v=0") or "\x00" in text:
        raise OfferRefused("sdp_invalid", "This isn't a session description.")
    media = _MEDIA.findall(text)
    if len(media) > _MOST_MEDIA or any(len(line) > 4096 for line in text.splitlines()):
        raise OfferRefused("sdp_invalid", "This session description has more in it than a voice needs.")
    kinds = [kind for kind, _ in media]
    if "video" in kinds:
        raise OfferRefused("sdp_with_video", "Only sound is taken; offer audio alone.")
    if kinds.count("audio") != 1:
        raise OfferRefused("sdp_without_audio", "The offer needs exactly one audio stream.")
    if not _OPUS.search(text):
        raise OfferRefused("sdp_without_opus", "The offer's audio must be Opus.")
    missing = [name for name, pattern in _NEEDED if not pattern.search(text)]
    if missing:
        raise OfferRefused("sdp_invalid", f"The offer lacks {', '.join(missing)}.")


def tuned_answer(text: str) -> str:
    """The answer with our wishes for Opus: what the browser then sends is a voice, with correction for losses."""
    found = _OPUS.search(text)
    if found is None:
        return text
    number = found[1]
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = [line for line in text.split(newline) if not line.startswith((f"a=fmtp:{number} ", "a=ptime:", "a=maxptime:"))]
    at = next(i for i, line in enumerate(lines) if line.lower().startswith(f"a=rtpmap:{number} opus/"))
    return newline.join([*lines[: at + 1], f"a=fmtp:{number} {_FMTP}", "a=ptime:20", *lines[at + 1 :]])
