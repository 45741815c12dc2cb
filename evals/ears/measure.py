"""The figures: how many answers are understood, how soon, at what price."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from assistant.bench.report import Report, percentile, progress
from dialogue.doubtful import DOUBTED
from dialogue.engines.doubts import YES_CONFIDENCE
from evals.ears.booth import Booth
from evals.ears.corpus import SLOTS, SNRS, Case, answered, vocabulary
from speech.audio import Samples, milliseconds
from speech.ears.hearing import Hearing, Task
from speech.ears.port import Transcript
from speech.ears.repair import look

SPECULATION_MS = 100
"""Of silence, after which a listener begins to recognise; the samples end a little later than that."""
_LONGEST_MS = 6_000
_TARGETS = {20: 97.0, 10: 92.0}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a case."""

    slot: str
    text: str
    speaker: str
    noise: str
    snr: int
    expected: str
    heard: str
    after: str
    before: str
    """Understood without repair."""
    got: str
    """Understood."""
    confidence: float
    audio_ms: int
    took_ms: float
    cpu_ms: float
    window_ms: int
    discarded: str
    new: bool = True
    unsure: bool = False
    """The dialogue says it back with a question, or takes it for no clear yes."""

    @property
    def right(self) -> bool:
        """As it was meant."""
        return self.got == self.expected


def hear(case: Case, samples: Samples, ears: Hearing) -> Answer:
    """One case through the ears."""
    words = vocabulary(case.slot)
    cpu = time.process_time()
    found = ears.hear(samples, Task("bench", "en", words))
    spent = (time.process_time() - cpu) * 1000
    as_heard = tuple(words.written(m.name) for m in look(found.heard, words).mentions)
    return Answer(
        case.slot, case.text, case.speaker.name, case.noise, case.snr, case.expected, found.heard, found.text,
        answered(case.slot, found.heard, as_heard), _answer(case, found), found.confidence, milliseconds(samples), found.took_ms,
        round(spent, 1), found.window_ms, found.discarded, case.new,
        unsure=_unsure(case, found),
    )  # fmt: skip


def accuracy(booth: Booth, ears: Hearing, cases: Sequence[Case]) -> list[Answer]:
    """Every case once."""
    found: list[Answer] = []
    for done, case in enumerate(cases, start=1):
        found.append(hear(case, booth.samples(case), ears))
        progress(done, len(cases), "answers")
    return found


def latency(booth: Booth, ears: Hearing, cases: Sequence[Case], rounds: int) -> list[list[Answer]]:
    """The same cases again and again, by round."""
    chosen = [(case, booth.samples(case)) for case in cases]
    chosen = [(case, samples) for case, samples in chosen if milliseconds(samples) <= _LONGEST_MS]
    found: list[list[Answer]] = []
    for done in range(rounds):
        found.append([hear(case, samples, ears) for case, samples in chosen])
        progress(done + 1, rounds, "rounds")
    return found


def report(answers: Sequence[Answer], rounds: Sequence[Sequence[Answer]], voices: int, rss_mb: tuple[float, float]) -> Report:
    """Figures beside their targets. Medians over the rounds."""
    found = Report("ears")
    for snr in SNRS:
        there = [a for a in answers if a.snr == snr]
        found.put(f"slot_acc_{snr}db_pct", _share(a.right for a in there), (">=", _TARGETS[snr]))
        found.put(f"slot_acc_{snr}db_unrepaired_pct", _share(a.before == a.expected for a in there))
        found.put(f"slot_wrong_{snr}db_pct", _share(bool(a.got) and not a.right for a in there))
        found.put(f"slot_wrong_unasked_{snr}db_pct", _share(bool(a.got) and not a.right and not a.unsure for a in there))
        found.put(f"slot_right_asked_{snr}db_pct", _share(a.right and a.unsure for a in there))
        for slot in SLOTS:
            found.put(f"{slot}_acc_{snr}db_pct", _share(a.right for a in there if a.slot == slot))
        found.put(f"new_values_acc_{snr}db_pct", _share(a.right for a in there if a.new))
        for noise in sorted({a.noise for a in there}):
            found.put(f"{noise}_acc_{snr}db_pct", _share(a.right for a in there if a.noise == noise))
        for voice in sorted({a.speaker for a in there}):
            found.put(f"voice_{voice}_acc_{snr}db_pct", _share(a.right for a in there if a.speaker == voice))
    found.put("utterances", len(answers))
    found.put("voices", voices)
    if rounds:
        for key, share in (("p50", 0.5), ("p95", 0.95)):
            took = median(percentile([a.took_ms for a in one], share) for one in rounds)
            target = ("<=", 300.0) if key == "p95" else None
            found.put(f"final_transcript_ms_{key}", SPECULATION_MS + took, target)
            found.put(f"recognition_ms_{key}", took)
            found.put(f"recognition_cpu_ms_{key}", median(percentile([a.cpu_ms for a in one], share) for one in rounds))
        found.put("longer_window_pct", _share(a.window_ms > a.audio_ms + 4_000 for a in rounds[0]))
    found.put("rss_mb", rss_mb[1])
    found.put("model_rss_mb", rss_mb[1] - rss_mb[0])
    return found


def put_strays(found: Report, strays: Sequence[Answer]) -> None:
    """What became of sentences that answer nothing: by repair, and in all."""
    named = [a for a in strays if a.slot != "yes_no"]
    found.put("strays", len(strays))
    found.put("false_repairs_pct", _share(bool(a.got) and a.got != a.before for a in named), ("<=", 1.0))
    found.put("false_names_pct", _share(bool(a.got) for a in named))
    made = [a for a in strays if a.slot == "yes_no" and a.got == "yes" and a.before != "yes"]
    found.put("yes_made_by_repair", len(made), ("==", 0.0))


def put_corrections(found: Report, corrections: Sequence[Answer], nameless: Sequence[Answer]) -> None:
    """What became of names that were asked for beside the question, and of sentences there that hold none."""
    for snr in SNRS:
        there = [a for a in corrections if a.snr == snr]
        found.put(f"correction_acc_{snr}db_pct", _share(a.right for a in there))
        found.put(f"correction_acc_{snr}db_unrepaired_pct", _share(a.before == a.expected for a in there))
        found.put(f"correction_wrong_{snr}db_pct", _share(bool(a.got) and not a.right for a in there))
    found.put("corrections", len(corrections))
    found.put("correction_strays", len(nameless))
    found.put("correction_false_repairs_pct", _share(bool(a.got) and a.got != a.before for a in nameless), ("<=", 1.0))


def rss_mb() -> float:
    """Of this process, now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def rows(answers: Iterable[Answer]) -> list[dict[str, object]]:
    """For a file that people look through."""
    return [{**asdict(a), "right": a.right} for a in answers]


def _answer(case: Case, found: Transcript) -> str:
    return answered(case.slot, found.text, found.names)


def _unsure(case: Case, found: Transcript) -> bool:
    """Of the words that say the answer the surest are below what the dialogue takes without a question."""
    if case.slot == "yes_no":
        return found.confidence < YES_CONFIDENCE
    words, name = found.words, _letters(_answer(case, found))
    spans = ((a, b) for a in range(len(words)) for b in range(a + 1, len(words) + 1))
    sure = [min(w.confidence for w in words[a:b]) for a, b in spans if _letters(" ".join(w.text for w in words[a:b])) == name]
    return bool(name) and bool(sure) and max(sure) < DOUBTED


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _share(flags: Iterable[bool]) -> float:
    values = list(flags)
    return 100 * sum(values) / len(values) if values else 0.0
