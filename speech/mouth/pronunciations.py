"""How brands and codes are said where their spelling misleads a voice: a packaged list, and an operator's own over it.

A list is lines of `written = said`; `[de]` begins what holds for German alone, `[*]` what holds for every language, as the lines
before the first of these do. `#` begins a note. What is said is given to the voice as it stands.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

EVERY = "*"
MOST_BYTES = 200_000
_SECTION = re.compile(r"\[(\*|[A-Za-z]{2})\]")
_PACKAGED = """
invoiceshelf = Invoice Shelf
bookstack = Book Stack
nextcloud = Next Cloud
listmonk = List Monk
formbricks = Form Bricks
vaultwarden = Vault Warden
wordpress = Word Press

[en]
gitea = git tea
nocodb = no co D B
umami = oo mommy
k3s = K three S
k8s = kubernetes
n8n = N eight N
s3 = S three
nginx = engine X
postgresql = post gress Q L
mysql = my S Q L
oauth = oh auth
ipv4 = I P version four
ipv6 = I P version six
hetzner = hets ner
falkenstein = falken shtine
hel1 = helsinki one
fsn1 = falken shtine one
nbg1 = nuremberg one

[de]
gitea = Gitti
nocodb = Noko D B
k3s = K drei S
s3 = S drei
nginx = Endschin X

[es]
gitea = guiti
nocodb = noco de be
k3s = ka tres ese
s3 = ese tres

[fr]
gitea = guiti
nocodb = noco dé bé
k3s = ka trois esse
s3 = esse trois

[tr]
gitea = giti
nocodb = noko de be
k3s = ka üç se
s3 = se üç
"""


class PronunciationFault(ValueError):
    """A list can't be read; the text names the line, for a person."""


@dataclass(frozen=True, slots=True)
class Pronunciations:
    """By language, written words in lower case and how they are said."""

    by_language: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])

    def of(self, language: str) -> Mapping[str, str]:
        """What holds for every language, and over it what holds for this one."""
        return {**self.by_language.get(EVERY, {}), **self.by_language.get(language[:2].lower(), {})}

    def over(self, other: "Pronunciations") -> "Pronunciations":
        """These, and the other's where these say nothing of a word: neither for its language nor for all."""
        mine = self.by_language.get(EVERY, {})
        languages = {*self.by_language, *other.by_language}
        merged: dict[str, Mapping[str, str]] = {}
        for language in languages:
            below = {word: said for word, said in other.by_language.get(language, {}).items() if word not in mine}
            merged[language] = {**below, **self.by_language.get(language, {})}
        return Pronunciations(merged)


def parse(text: str) -> Pronunciations:
    """A list. Raises PronunciationFault."""
    found: dict[str, dict[str, str]] = {}
    language = EVERY
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.partition("#")[0].strip()
        if not line:
            continue
        if section := _SECTION.fullmatch(line):
            language = section[1].lower()
            continue
        written, equals, said = (part.strip() for part in line.partition("="))
        if not equals or not written or not said:
            raise PronunciationFault(f"Line {number} of the pronunciations isn't `written = said`, nor a language like `[de]`.")
        found.setdefault(language, {})[written.lower()] = " ".join(said.split())
    return Pronunciations(found)


def packaged() -> Pronunciations:
    """Ours."""
    return parse(_PACKAGED)


def read(file: Path | None) -> Pronunciations:
    """An operator's list over ours. Blocking. Raises PronunciationFault, also where there is no such file."""
    if file is None:
        return packaged()
    try:
        raw = file.read_bytes()[: MOST_BYTES + 1]
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PronunciationFault(f"The pronunciations in {file} can't be read ({type(error).__name__}).") from None
    if len(raw) > MOST_BYTES:
        raise PronunciationFault(f"The pronunciations in {file} are longer than {MOST_BYTES} bytes.")
    return parse(text).over(packaged())
