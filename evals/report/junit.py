"""JUnit XML: one test case for each scenario and repeat."""

from xml.sax.saxutils import escape, quoteattr

from evals.runner import Outcome, Result


def text(outcome: Outcome) -> str:
    """The whole document."""
    suites = sorted({r.run.scenario.suite for r in outcome.results} | {s.suite for s, _ in outcome.skipped})
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="eval" time="{outcome.seconds:.3f}">']
    for suite in suites:
        results = [r for r in outcome.results if r.run.scenario.suite == suite]
        skipped = [(s, why) for s, why in outcome.skipped if s.suite == suite]
        failures = sum(not r.verdict.passed and not r.verdict.broken for r in results)
        errors = sum(bool(r.verdict.broken) for r in results)
        parts.append(
            f'<testsuite name={_attribute(suite)} tests="{len(results) + len(skipped)}" failures="{failures}" errors="{errors}"'
            f' skipped="{len(skipped)}" time="{sum(r.run.seconds for r in results):.3f}">'
        )
        parts += [_case(r, outcome) for r in results]
        head = f"<testcase classname={_attribute(suite)}"
        parts += [f"{head} name={_attribute(s.id)}><skipped message={_attribute(why)}/></testcase>" for s, why in skipped]
        parts.append("</testsuite>")
    parts.append("</testsuites>")
    return "\n".join(parts) + "\n"


def _case(result: Result, outcome: Outcome) -> str:
    run, verdict = result.run, result.verdict
    name = run.scenario.id + (f" #{run.repeat + 1}" if outcome.repeat > 1 else "")
    facts = {
        "holdout": str(run.scenario.holdout).lower(),
        "lang": run.scenario.lang,
        "channel": run.scenario.channel,
        "engine": outcome.engine,
        "turns": str(len(run.turns)),
        "ended": run.ended,
    }
    properties = "".join(f'<property name="{k}" value={_attribute(v)}/>' for k, v in facts.items())
    head = f'<testcase classname={_attribute(run.scenario.suite)} name={_attribute(name)} file={_attribute(run.scenario.file)} time="{run.seconds:.3f}">'
    body = f"<properties>{properties}</properties>"
    if verdict.broken:
        body += f"<error message={_attribute(verdict.broken)}/>"
    elif verdict.reasons:
        body += f"<failure message={_attribute(verdict.reasons[0])}>{_text('; '.join(verdict.reasons))}\n{_text(_talk(result))}</failure>"
    return head + body + "</testcase>"


def _talk(result: Result) -> str:
    return "\n".join(f"> {t.said[:400]}\n< {t.reply.text or t.reply.error}" for t in result.run.turns)


def _attribute(value: str) -> str:
    return quoteattr(_clean(value))


def _text(value: str) -> str:
    return escape(_clean(value))


def _clean(value: str) -> str:
    """Without what XML can't hold."""
    return "".join(c for c in value if c in "\t\n" or (c >= " " and not 0xD800 <= ord(c) <= 0xDFFF and c not in "\ufffe\uffff"))
