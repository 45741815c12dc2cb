"""`concierge eval`: run scenarios, check their files, compare runs."""

import argparse
import asyncio
import sys
from pathlib import Path

from evals.loader import SCENARIOS, Loaded, ScenarioFaults, load
from evals.scenario import Scenario

OK, FAILED, MISUSED = 0, 1, 2
BASELINE = Path(__file__).parent / "baseline.json"
EXAMPLES = """examples:
  concierge eval check                                   are the files right?
  concierge eval run --suite corrections                 one suite, the held-out part too
  concierge eval run --only core-001-dentist-graz -v     one scenario, with its transcript
  concierge eval run --suite ci --baseline evals/baseline.json --junit junit.xml --html eval.html
  concierge eval run --suite gates --engine openai       every gate and every failure, with scripted models that misbehave
  concierge eval run --suite adversarial --engine anthropic --model obedient   do the gates hold against a model that obeys anybody?
  concierge eval compare before.json after.json          what changed, and is it chance?
"""


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(
        prog="concierge eval", description="Scenarios against the real thing.", epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="hold the conversations and judge them")
    run.add_argument("--suite", default="ci", help="a suite's name, `all`, or `ci` (the same: all that need no scripted model)")
    run.add_argument("--only", action="append", default=[], metavar="ID", help="only this scenario (may be repeated; a prefix will do)")
    run.add_argument("--part", choices=("tuned", "holdout", "both"), default="both", help="which part of the scenarios")
    run.add_argument("--engine", choices=("embedded", "anthropic", "openai"), default="embedded", help="which engine understands")
    run.add_argument("--model", choices=("helpful", "obedient"), help="with --engine: a scripted model instead of a provider's, to try the gates")
    run.add_argument("--user", choices=("scripted", "model"), default="scripted", help="who plays the customer")
    run.add_argument("--repeat", type=_count, default=1, metavar="K", help="hold each conversation so often")
    run.add_argument("--perturb", type=int, metavar="SEED", help="English text as it might be heard, by what frozen speech confused")
    run.add_argument("--json", type=Path, metavar="FILE", help="figures and verdicts")
    run.add_argument("--junit", type=Path, metavar="FILE", help="one test case for each scenario")
    run.add_argument("--jsonl", type=Path, metavar="FILE", help="one line for each message")
    run.add_argument("--html", type=Path, metavar="FILE", help="everything on one page")
    run.add_argument("--baseline", type=Path, metavar="FILE", help="fail when a scenario that passed there fails now")
    run.add_argument("--no-unsafe", action="store_true", help="fail when anything unsafe happened")
    run.add_argument("--all-pass", action="store_true", help="fail when a scenario doesn't pass")
    run.add_argument("--replay", choices=("none", "sample", "all"), default="sample", help="step the logs through the engine again")
    run.add_argument("-v", "--verbose", action="store_true", help="print the transcripts of what failed (of everything with --only)")
    check = commands.add_parser("check", help="are the files right?")
    for command in (run, check):
        command.add_argument("--scenarios", type=Path, default=SCENARIOS, metavar="DIR", help="where they are")
    compare = commands.add_parser("compare", help="two runs side by side")
    compare.add_argument("before", type=Path, help="a file of `eval run --json`")
    compare.add_argument("after", type=Path, help="another one")
    compare.add_argument("--html", type=Path, metavar="FILE", help="as a page too")
    baseline = commands.add_parser("baseline", help="write what passes now, for `--baseline` later")
    baseline.add_argument("file", type=Path, help="a file of `eval run --json`")
    baseline.add_argument("--out", type=Path, default=BASELINE, metavar="FILE", help="evals/baseline.json")
    commands.add_parser("asr", help="error rates of the frozen speech, or all of it made anew", add_help=False)
    nlu = commands.add_parser("nlu", help="a public benchmark of understanding, where its data are at hand")
    nlu.add_argument("--snips", type=Path, required=True, metavar="DIR", help="folder 2017-06-custom-intent-engines of the SNIPS benchmark")
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    top = parser()
    options, rest = top.parse_known_args(arguments)
    if rest and options.command != "asr":  # that one has options of its own
        top.error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        return _run(options, rest)
    except ScenarioFaults as error:
        for fault in error.faults:
            tell(str(fault))
        tell(f"{len(error.faults)} faults in the scenario files; `concierge eval check` lists them.")
        return MISUSED
    except KeyboardInterrupt:
        return 130


def _run(options: argparse.Namespace, rest: list[str]) -> int:
    match options.command:
        case "check":
            return _check(load(options.scenarios))
        case "run":
            from evals.command_run import run  # noqa: PLC0415 - each command loads what it needs

            scenarios = chosen(load(options.scenarios).usable(), options)
            if options.perturb is not None:
                from evals.perturbed import perturbed  # noqa: PLC0415 - as above

                scenarios = perturbed(scenarios, options.perturb)
            return asyncio.run(run(options, scenarios))
        case "compare":
            from evals.compare import compare  # noqa: PLC0415 - as above

            return compare(options.before, options.after, options.html)
        case "asr":
            from evals.asr.generate import main as speech  # noqa: PLC0415 - as above

            return speech(rest)
        case "nlu":
            from evals.nlu import run as understand  # noqa: PLC0415 - as above

            return understand(options.snips)
        case _:
            from evals.baseline import write  # noqa: PLC0415 - as above

            return write(options.file, options.out)


def chosen(scenarios: list[Scenario], options: argparse.Namespace) -> list[Scenario]:
    """What the options name. Raises SystemExit when that is nothing."""
    found = scenarios
    if options.only:
        found = [s for s in found if any(s.id == o or s.id.startswith(o) for o in options.only)]
    elif options.suite in ("ci", "all"):
        found = [s for s in found if s.model is None]  # those say nothing of the engine that is measured
    else:
        found = [s for s in found if s.suite == options.suite or s.suite.startswith(f"{options.suite}_")]
    if options.part != "both":
        found = [s for s in found if s.holdout == (options.part == "holdout")]
    if not found:
        tell("No scenario is called so. Suites: " + ", ".join(sorted({s.suite for s in scenarios})))
        raise SystemExit(MISUSED)
    return found


def _check(loaded: Loaded) -> int:
    out = sys.stdout.write
    suites = sorted({s.suite for s in loaded.scenarios})
    for suite in suites:
        mine = [s for s in loaded.scenarios if s.suite == suite]
        held = sum(s.holdout for s in mine)
        out(f"  {suite:<24}{len(mine) - held:>5} tuned {held:>5} held out\n")
    held = sum(s.holdout for s in loaded.scenarios)
    out(f"  {'together':<24}{len(loaded.scenarios) - held:>5} tuned {held:>5} held out\n")
    for fault in loaded.faults:
        out(f"{fault}\n")
    out(f"{len(loaded.scenarios)} scenarios, {len(loaded.faults)} faults\n")
    return FAILED if loaded.faults else OK


def _count(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 64:
        return int(text)
    raise argparse.ArgumentTypeError("must be a number from 1 to 64")


def tell(sentence: str) -> None:
    """On stderr."""
    sys.stderr.write(f"concierge eval: {sentence}\n")
