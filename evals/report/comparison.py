"""The page of `eval compare`: no script, all of it is in the markup."""

from html import escape

from evals.compare import SURE, Comparison
from evals.report.page import LABELS, framed

_LESS_IS_BETTER = frozenset(
    "collateral unsafe guessed over_asked turn_ratio_median turn_ms_p50 turn_ms_p95 rss_mb skipped seconds tokens cost_usd".split()
)


def text(found: Comparison, before: str, after: str) -> str:
    """The whole page."""
    verdict = "Nothing got worse" if not found.worse else f"{len(found.worse)} conversations got worse"
    chance = "may well be chance" if found.p > SURE else "isn't chance"
    commits = f"{before} (commit {found.before.get('commit')}) against {after} (commit {found.after.get('commit')})"
    return framed(
        "compare.html",
        title=f"{before} against {after}",
        headline=verdict,
        facts=f"{commits} · p = {found.p:.3f}: the change {chance}",
        pills=_pills(found),
        figures="".join(_figure(found, key) for key in found.after["figures"] if key in found.before["figures"]),
        suites="".join(_suite(found)),
        changed=_changed(found),
    )


def _pills(found: Comparison) -> str:
    kinds = [("bad", found.worse, "worse"), ("good", found.better, "better"), ("plain", found.new, "new"), ("plain", found.gone, "gone")]
    return "".join(f'<span class="pill {kind if names else "plain"}">{len(names)} {word}</span>' for kind, names, word in kinds)


def _figure(found: Comparison, key: str) -> str:
    old, now = found.before["figures"][key], found.after["figures"][key]
    change = now - old
    better = (change < 0) == (key in _LESS_IS_BETTER)
    kind = "" if abs(change) < 0.005 else ' class="up"' if better else ' class="down"'
    label = LABELS.get(key) or key.replace("exact_pct_", "exactly right, ").replace("_", " ")
    return f"<tr><td>{escape(label)}</td><td>{old:g}</td><td>{now:g}</td><td{kind}>{change:+.2f}</td></tr>"


def _suite(found: Comparison) -> list[str]:
    rows: list[str] = []
    for suite in found.suites:
        kind = ' class="down"' if suite.after < suite.before else ' class="up"' if suite.after > suite.before else ""
        sure = "<b>{:.3f}</b>" if suite.p <= SURE else "{:.3f}"
        rows.append(
            f"<tr><td>{escape(suite.name)}</td><td>{suite.before}</td><td{kind}>{suite.after}</td><td>{suite.scenarios}</td>"
            f"<td>{sure.format(suite.p)}</td></tr>"
        )
    return rows


def _changed(found: Comparison) -> str:
    rows = [_one(name, "failed", found.after) for name in found.worse]
    rows += [_one(name, "passed", found.before) for name in found.better]
    return "".join(rows) or '<p class="muted">None.</p>'


def _one(name: str, kind: str, run: dict[str, object]) -> str:
    """A scenario with why it fails, or failed."""
    failures = run.get("failures")
    reasons: list[str] = failures.get(name, []) if isinstance(failures, dict) else []  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
    tense = "fails" if kind == "failed" else "failed"
    why = "".join(f"<li>{escape(str(r))}</li>" for r in reasons)
    return (
        f'<details class="one {kind}"><summary><span class="id">{escape(name)}</span>'
        f'<span class="pill {"bad" if kind == "failed" else "good"}">{"worse" if kind == "failed" else "better"}</span></summary>'
        f'<div class="inside"><p class="note">It {tense} because:</p><ul>{why or "<li>(not told)</li>"}</ul></div></details>'
    )
