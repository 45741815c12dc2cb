"""Figures of a whole run, from its verdicts."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from evals.frames import SlotCheck
from evals.runner import Outcome, Result
from evals.stats import Interval, pass_hat, percentile, wilson

GAP_POINTS = 8.0
"""Held-out scenarios so much worse than tuned ones tell of overfitting."""
REPEATS = (1, 4, 8)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with its interval. Scenarios are counted, not repeats."""

    right: float
    of: int

    @property
    def pct(self) -> float:
        """0 to 100."""
        return 100 * self.right / self.of if self.of else 0.0

    @property
    def interval(self) -> Interval:
        """95 %, in percent."""
        low, high = wilson(self.right, self.of)
        return Interval(100 * low, 100 * high)


@dataclass(slots=True)
class SlotScore:
    """How one slot fared over all annotated messages."""

    slot: str
    outcomes: Counter[str] = field(default_factory=Counter[str])
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """(wanted, got) of what was wrong."""

    def add(self, check: SlotCheck) -> None:
        """One more message."""
        self.outcomes[check.outcome] += 1
        if not check.ok:
            self.confusions[(_short(check.wanted), _short(check.got))] += 1

    @property
    def precision(self) -> float:
        """Of the values that stand there, how many should. "Gone" counts as a value: not removing is a wrong value."""
        hits = self.outcomes["right"] + self.outcomes["removed"]
        wrong = self.outcomes["other"] + self.outcomes["spurious"] + self.outcomes["kept"]
        return hits / (hits + wrong) if hits + wrong else 1.0

    @property
    def recall(self) -> float:
        """Of the values that should stand there, how many do."""
        hits = self.outcomes["right"] + self.outcomes["removed"]
        lost = self.outcomes["other"] + self.outcomes["missing"] + self.outcomes["kept"]
        return hits / (hits + lost) if hits + lost else 1.0

    @property
    def f1(self) -> float:
        """Of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class SuiteScore:
    """One suite: the part that may be tuned to, and the part that may not."""

    name: str
    tuned: Share
    holdout: Share
    skipped: int = 0

    @property
    def gap(self) -> float:
        """Points by which the held-out part is worse."""
        return self.tuned.pct - self.holdout.pct if self.tuned.of and self.holdout.of else 0.0

    @property
    def overfitted(self) -> bool:
        """The gap is too wide to be believed a chance."""
        return self.gap > GAP_POINTS


def share(results: list[Result], good: Callable[[Result], bool]) -> Share:
    """Scenarios that are good, each counted once: its repeats are averaged first."""
    each: dict[str, list[bool]] = defaultdict(list)
    for result in results:
        each[result.run.scenario.id].append(good(result))
    return Share(sum(sum(v) / len(v) for v in each.values()), len(each))


def exact(result: Result) -> bool:
    """The end is exactly right and nothing unsafe happened on the way."""
    return result.verdict.exact and not result.verdict.unsafe and not result.verdict.broken


def passed(result: Result) -> bool:
    """Everything that the scenario asks for."""
    return result.verdict.passed


def suites(outcome: Outcome) -> list[SuiteScore]:
    """Every suite, in order of name."""
    names = sorted({r.run.scenario.suite for r in outcome.results} | {s.suite for s, _ in outcome.skipped})
    found: list[SuiteScore] = []
    for name in names:
        mine = [r for r in outcome.results if r.run.scenario.suite == name]
        tuned = [r for r in mine if not r.run.scenario.holdout]
        held = [r for r in mine if r.run.scenario.holdout]
        skipped = sum(1 for s, _ in outcome.skipped if s.suite == name)
        found.append(SuiteScore(name, share(tuned, exact), share(held, exact), skipped))
    return found


def slots(outcome: Outcome) -> list[SlotScore]:
    """Every slot that anything was said about."""
    scores: dict[str, SlotScore] = {}
    for result in outcome.results:
        for check in result.verdict.checks:
            scores.setdefault(check.slot, SlotScore(check.slot)).add(check)
    return sorted(scores.values(), key=lambda s: -sum(s.outcomes.values()))


def overall(scores: list[SlotScore]) -> SlotScore:
    """All slots together."""
    total = SlotScore("all")
    for score in scores:
        total.outcomes += score.outcomes
    return total


def figures(outcome: Outcome) -> dict[str, float]:
    """What is published (public interface): keys as documented, and ours."""
    results = outcome.results
    text = [r for r in results if r.run.scenario.channel == "text"]
    tuned = [r for r in text if not r.run.scenario.holdout]
    held = [r for r in text if r.run.scenario.holdout]
    spoken = [r for r in results if r.run.scenario.channel == "asr"]
    found: dict[str, float] = {}
    for key, members in (("exact_pct", tuned), ("holdout_exact_pct", held), ("asr_exact_pct", spoken)):
        if members:
            found[key] = share(members, exact).pct
    for lang in sorted({r.run.scenario.lang for r in text}):
        found[f"exact_pct_{lang}"] = share([r for r in text if r.run.scenario.lang == lang], exact).pct
    found |= _counts(results)
    typed = [ok for r in text if r.run.scenario.lang == "en" for ok in r.verdict.joint]
    if typed:  # a recogniser's mistakes are no misunderstanding: there the truth often can't be known before it is asked for
        found["jga_text_en_pct"] = 100 * sum(typed) / len(typed)
    found |= _pace(outcome)
    if outcome.repeat > 1:
        found |= _repeats(results)
    return {key: round(value, 4) for key, value in found.items()}


def _counts(results: list[Result]) -> dict[str, float]:
    verdicts = [r.verdict for r in results]
    joint = [ok for v in verdicts for ok in v.joint]
    corrections = [c.done for v in verdicts for c in v.corrections]
    total = SlotScore("all")
    for verdict in verdicts:
        for check in verdict.checks:
            total.add(check)
    found: dict[str, float] = {}
    if joint:
        found["jga_pct"] = 100 * sum(joint) / len(joint)
        found |= {
            "slot_precision_pct": 100 * total.precision,
            "slot_recall_pct": 100 * total.recall,
            "slot_f1_pct": 100 * total.f1,
        }
    if corrections:
        found["correction_pct"] = 100 * sum(corrections) / len(corrections)
    return found | {
        "collateral": sum(len(v.collateral) for v in verdicts),
        "unsafe": sum(bool(v.unsafe) for v in verdicts),
        "guessed": sum(len(v.guessed) for v in verdicts),
        "over_asked": sum(v.over_asked for v in verdicts),
    }


def _pace(outcome: Outcome) -> dict[str, float]:
    results = outcome.results
    ratios = [r.verdict.turn_ratio for r in results if r.run.scenario.final == "commit" and r.verdict.exact]
    taken = outcome.alone_ms or [t.reply.ms for r in results for t in r.run.turns if t.reply.error is None]
    found: dict[str, float] = {"turn_ratio_median": median(ratios)} if ratios else {}
    if taken:
        found |= {"turn_ms_p50": percentile(taken, 0.5), "turn_ms_p95": percentile(taken, 0.95)}
    everything = {r.run.scenario.id for r in results}
    return found | {
        "rss_mb": outcome.rss_mb,
        "scenarios": len(everything),
        "passed": sum(_all_passed(results).values()),
        "skipped": len(outcome.skipped),
        "turns": sum(len(r.run.turns) for r in results),
        "seconds": outcome.seconds,
        **_spent(results),
    }


def _spent(results: list[Result]) -> dict[str, float]:
    """What models took, by the logs."""
    answers = [e for r in results for e in r.run.evidence.events if e["type"] == "model_answered"]
    return {
        "tokens": sum(sum(answer["usage"].values()) for answer in answers),
        "cost_usd": sum(answer["costUsd"] for answer in answers),
    }


def _all_passed(results: list[Result]) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for result in results:
        name = result.run.scenario.id
        found[name] = found.get(name, True) and result.verdict.passed
    return found


def verdicts(outcome: Outcome) -> dict[str, bool]:
    """Scenario → passed, in every repeat."""
    return _all_passed(outcome.results)


def _repeats(results: list[Result]) -> dict[str, float]:
    good: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    for result in results:
        tried[result.run.scenario.id] += 1
        good[result.run.scenario.id] += exact(result)
    ids = sorted(tried)
    found: dict[str, float] = {}
    for k in REPEATS:
        value = pass_hat([good[i] for i in ids], [tried[i] for i in ids], k)
        if value is not None:
            found[f"pass_hat_{k}_pct"] = 100 * value
    return found


def targets(keys: list[str]) -> dict[str, tuple[str, float]]:
    """What the figures should be."""
    known: dict[str, tuple[str, float]] = {
        "exact_pct": (">=", 97),
        "holdout_exact_pct": (">=", 95),
        "asr_exact_pct": (">=", 90),
        "jga_pct": (">=", 95),
        "jga_text_en_pct": (">=", 95),
        "correction_pct": (">=", 98),
        "collateral": ("==", 0),
        "unsafe": ("==", 0),
        "guessed": ("==", 0),
        "turn_ratio_median": ("<=", 1.15),
        "turn_ms_p95": ("<=", 15),
    }
    return {k: known.get(k, (">=", 90.0)) for k in keys if k in known or k.startswith("exact_pct_")}


def _short(value: object) -> str:
    if value is None or value in ([], ""):
        return "–"
    text = ", ".join(str(v) for v in value) if isinstance(value, list) else str(value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON
    return text if len(text) <= 60 else text[:59] + "…"
