"""Questions as they stand on the screen, for programs that tell nothing else."""

import re
from dataclasses import dataclass

_FRAME = re.compile(r"[│┃║|╭╮╰╯─━═┌┐└┘]+")
_OPTION = re.compile(r"^\s*(?P<mark>[❯›▶●➤→>])?\s*(?P<number>[1-9])[.)]\s+(?P<label>\S.*?)\s*$")
_LETTERS = re.compile(r"\((?P<letter>[A-Za-z])\)(?P<rest>[\w' ]*)")
_YES_NO = re.compile(r"[\[(]\s*(?P<yes>y|yes)\s*/\s*(?P<no>n|no)(?:/[\w/ \[\]]*)?\s*[\])]\s*[?:]?\s*$", re.IGNORECASE)
_HINT = re.compile(r"(?i)\b(esc|enter|tab|ctrl|shift|arrow|space|escape|return)\b|[↑↓←→⏎]")
"""What stands below a menu and belongs to it: which keys there are."""
_PASSWORD = re.compile(r"(?i)(password|passphrase|passwort|PIN)\b[^:]{0,60}:\s*$")
_TALK = re.compile(r"(?i)\b(type something|tell \w+ what|suggest changes|in your own words|something else|other)\b")
"""A choice after which words are typed."""
_OPEN = re.compile(r"(?P<text>\w[^?]{0,400}\?)\s*[:>›]?\s*$")
"""A line that ends with a question: a program waits behind it for a whole line."""
WORDS = "words"
"""The action of an answer in words of one's own."""
MOST_LINES = 40
MOST_OPTIONS = 9
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer, and the keys that do it."""

    action: str
    label: str
    keys: str
    style: str = ""
    text: bool = False
    """By words of one's own, which come after the keys."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. Without answers it has to be answered in the terminal."""

    text: str
    answers: tuple[Answer, ...]
    detail: str = ""


def question(lines: list[str]) -> Question | None:
    """What the screen asks just now, if anything. Only its end counts: what stands further up was asked before."""
    shown = [_FRAME.sub(" ", line).rstrip() for line in lines]
    while shown and not shown[-1].strip():
        shown.pop()
    if not shown:
        return None
    return _menu(shown) or _line(shown)


def _menu(shown: list[str]) -> Question | None:
    """Numbered choices of which one is marked."""
    options: list[re.Match[str]] = []
    first = len(shown)
    for index in range(len(shown) - 1, max(-1, len(shown) - MOST_LINES), -1):
        found = _OPTION.match(shown[index])
        if found is None and not options and shown[index].strip() and not _HINT.search(shown[index]):
            return None
        if found is not None:
            options.insert(0, found)
            first = index
            if found["number"] == "1":
                break
        elif options and shown[index].strip() and not shown[index].startswith("    "):
            break
    numbers = [int(o["number"]) for o in options]
    if len(options) < 2 or numbers != list(range(1, len(options) + 1)) or not any(o["mark"] for o in options):
        return None
    above = [line.strip() for line in shown[max(0, first - 12) : first] if line.strip()]
    if not above:
        return None
    asked = next((line for line in reversed(above) if line.endswith("?")), above[-1])
    detail = "\n".join(line for line in above[:-1] if line != asked)[-LONGEST * 4 :]
    answers = tuple(Answer(o["number"], o["label"][:LONGEST], o["number"], _style(o["label"], int(o["number"]))) for o in options)
    talk = next((a for a in answers if _TALK.search(a.label)), None)
    if talk is not None:
        answers += (Answer(WORDS, talk.label, talk.keys, text=True),)
    return Question(asked[:LONGEST], answers, detail)


def _style(label: str, number: int) -> str:
    if re.match(r"(?i)(no|reject|deny|cancel|abort|exit)\b", label):
        return "danger"
    return "primary" if number == 1 else ""


def _line(shown: list[str]) -> Question | None:
    """The line at the very end, where a program waits behind a question."""
    last = shown[-1].strip()
    if _PASSWORD.search(last):
        return Question("A password is asked for. Type it in the terminal.", ())
    found = _YES_NO.search(last)
    if found is not None:
        yes, no = found["yes"].lower(), found["no"].lower()
        # What Enter alone would say is written large.
        usual = "no" if found["no"][0].isupper() and not found["yes"][0].isupper() else "yes"
        answers = tuple(
            Answer(name, name.capitalize(), f"{keys}\r", "primary" if name == usual else "") for name, keys in (("yes", yes), ("no", no))
        )
        return Question(last[: found.start()].strip()[-LONGEST:] or last[-LONGEST:], answers)
    letters = list(_LETTERS.finditer(last))
    if len(letters) >= 2 and last.endswith(":") and "?" in last:
        answers = tuple(
            Answer(m["letter"].lower(), (m["letter"] + m["rest"]).strip()[:60], f"{m['letter'].lower()}\r", _style(m["letter"] + m["rest"], at + 1))
            for at, m in enumerate(letters[:MOST_OPTIONS])
        )
        return Question(last[: last.index("?") + 1][-LONGEST:], answers)
    found = _OPEN.search(last)
    if found is not None:
        return Question(found["text"][-LONGEST:], (Answer(WORDS, "Answer", "", text=True),))
    return None
