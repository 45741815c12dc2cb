"""One self-contained page: figures, suites, slots, every transcript with the plan's changes, and how to do it again."""

import json
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from assistant.bench.report import Report
from evals import fixtures, metrics
from evals.report import lines
from evals.runner import Outcome, Result
from evals.talk import Turn

ASSETS = Path(__file__).parent / "assets"
MOST_CONFUSIONS = 25
LONGEST = 4000
"""Characters of one message that are shown."""
LABELS = {
    "exact_pct": "exactly right, tuned",
    "holdout_exact_pct": "exactly right, held out",
    "asr_exact_pct": "exactly right, spoken",
    "jga_pct": "whole plan right, by message",
    "jga_text_en_pct": "the same, typed English",
    "slot_precision_pct": "slots, precision",
    "slot_recall_pct": "slots, recall",
    "slot_f1_pct": "slots, F1",
    "correction_pct": "corrections that took",
    "collateral": "slots damaged by corrections",
    "unsafe": "unsafe conversations",
    "guessed": "values guessed",
    "over_asked": "asked for what was known",
    "turn_ratio_median": "messages against the minimum",
    "turn_ms_p50": "ms for a reply, median",
    "turn_ms_p95": "ms for a reply, 95 %",
    "rss_mb": "MB of the server",
    "replay_pct": "replayed byte for byte",
}
_HIDDEN = ("passed", "skipped", "scenarios", "seconds", "turns", "replayed")


def text(outcome: Outcome, report: Report, before: dict[str, bool] | None) -> str:
    """The whole page."""
    found = metrics.verdicts(outcome)
    good = sum(found.values())
    facts = json.loads(report.json())
    machine = facts["machine"]
    told = [
        f"commit {facts['commit']}",
        f"engine {outcome.engine}",
        f"{sum(len(r.run.turns) for r in outcome.results)} messages in {outcome.seconds:.0f} s",
        f"{machine['cpus']} cores, {machine['system']}, Python {platform.python_version()}",
        datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
    ]
    return filled(
        "page.html",
        "page.js",
        _data(outcome, report, before or {}),
        title=f"{report.name}: {good} of {len(found)}",
        headline=f"{good} of {len(found)} conversations end as they should",
        facts=" · ".join(told),
        pills=_pills(outcome, found, before),
        gap=f"{metrics.GAP_POINTS:g}",
    )


def framed(page: str, *, title: str, headline: str, facts: str, pills: str, **parts: str) -> str:
    """What is in `page` of `assets/`, inside the frame that every page has; title, headline and facts are plain text."""
    css = "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in ("figures.css", "talks.css"))
    body = Template((ASSETS / page).read_text(encoding="utf-8")).substitute(parts)
    frame = Template((ASSETS / "frame.html").read_text(encoding="utf-8"))
    return frame.substitute(title=escape(title), headline=escape(headline), facts=escape(facts), pills=pills, css=css, body=body)


def filled(page: str, script: str, data: dict[str, Any], **parts: str) -> str:
    """A page of `assets/` with its data and script; see `framed`."""
    # "</script>" in a transcript must not end the block that holds it
    block = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/").replace("<!--", "<\\u0021--")
    return framed(page, js=(ASSETS / script).read_text(encoding="utf-8"), data=block, **parts)


def _pills(outcome: Outcome, found: dict[str, bool], before: dict[str, bool] | None) -> str:
    failed = len(found) - sum(found.values())
    pills = [("good", f"{sum(found.values())} passed"), ("bad" if failed else "plain", f"{failed} failed")]
    if outcome.skipped:
        pills.append(("plain", f"{len(outcome.skipped)} skipped"))
    pills += [("plain", f"{name}: not run ({count})") for name, count, _ in [*outcome.not_run, *outcome.beside]]
    if before is not None:
        broke = sum(not ok and before.get(name, False) for name, ok in found.items())
        pills.append(("bad" if broke else "good", f"{broke} broken since the baseline"))
    return "".join(f'<span class="pill {kind}">{escape(words)}</span>' for kind, words in pills)


def _data(outcome: Outcome, report: Report, before: dict[str, bool]) -> dict[str, Any]:
    return {
        "figures": [_figure(report, key) for key in report.figures if key not in _HIDDEN],
        "suites": [_suite(s) for s in metrics.suites(outcome)],
        "slots": [_slot(s) for s in metrics.slots(outcome)],
        "scenarios": [*(_scenario(r, outcome, before) for r in outcome.results), *_skipped(outcome)],
    }


def _figure(report: Report, key: str) -> dict[str, Any]:
    label = LABELS.get(key) or key.replace("exact_pct_", "exactly right, ").replace("_", " ")
    target = " ".join(f"{part:g}" if isinstance(part, float | int) else part for part in report.targets.get(key, ()))
    return {"key": key, "label": label, "value": report.figures[key], "target": target, "met": report.met(key)}


def _suite(suite: metrics.SuiteScore) -> dict[str, Any]:
    def share(value: metrics.Share) -> dict[str, float] | None:
        low, high = value.interval
        return {"scenarios": value.of, "pct": value.pct, "low": low, "high": high} if value.of else None

    return {
        "name": suite.name, "tuned": share(suite.tuned), "holdout": share(suite.holdout), "gap": suite.gap,
        "overfitted": suite.overfitted, "skipped": suite.skipped,
    }  # fmt: skip


def _slot(score: metrics.SlotScore) -> dict[str, Any]:
    return {
        "slot": score.slot,
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
        "outcomes": dict(score.outcomes),
        "confusions": [[w, g, n] for (w, g), n in score.confusions.most_common(MOST_CONFUSIONS)],
    }


def _scenario(result: Result, outcome: Outcome, before: dict[str, bool]) -> dict[str, Any]:
    run, verdict = result.run, result.verdict
    scenario = run.scenario
    status = "broken" if verdict.broken else "unsafe" if verdict.unsafe else "passed" if verdict.passed else "failed"
    engine = "" if outcome.engine == "embedded" else f" --engine {outcome.engine}"
    return {
        "label": scenario.id + (f" #{run.repeat + 1}" if outcome.repeat > 1 else ""),
        "suite": scenario.suite,
        "part": "held out" if scenario.holdout else "tuned",
        "lang": scenario.lang,
        "channel": scenario.channel,
        "final": scenario.final,
        "why": scenario.why,
        "status": status,
        "reasons": [verdict.broken] if verdict.broken else verdict.reasons,
        "ended": run.ended,
        "least": verdict.least_turns,
        "broke": not verdict.passed and before.get(scenario.id, False),
        "command": f"concierge eval run --only {scenario.id} -v{engine}",
        "talk": [_turn(t) for t in run.turns],
    }


def _turn(turn: Turn) -> dict[str, Any]:
    reply = turn.reply
    spoken = turn.entry is not None and turn.entry.heard is not None
    return {
        "said": _cut(turn.said),
        "meant": turn.entry.say if turn.entry and spoken and turn.entry.say != turn.said else None,
        "audio": fixtures.audio(turn.entry) if turn.entry else None,
        "source": turn.source,
        "reply": _cut(reply.text),
        "error": reply.error,
        "asking": reply.state.get("asking"),
        "phase": reply.state.get("phase"),
        "ms": round(reply.ms, 1),
        "changes": [[slot, b, a] for slot, (b, a) in lines.changes(turn).items()],
        "wrong": [[c.slot, c.wanted, c.got] for c in turn.checks if not c.ok],
        "unmet": turn.unmet,
        "problems": [p.get("code") for p in reply.state.get("problems") or ()],
    }


def _skipped(outcome: Outcome) -> Iterator[dict[str, Any]]:
    for scenario, why in outcome.skipped:
        yield {
            "label": scenario.id, "suite": scenario.suite, "part": "held out" if scenario.holdout else "tuned", "lang": scenario.lang,
            "channel": scenario.channel, "final": scenario.final, "why": scenario.why, "status": "skipped", "reasons": [why], "ended": "",
            "least": scenario.least_turns, "broke": False, "command": f"concierge eval run --only {scenario.id} -v", "talk": [],
        }  # fmt: skip


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}… ({len(words)} characters)"
