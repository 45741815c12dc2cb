"""Answers to questions: terms explained, prices, what is missing, how far it is."""

import re

from dialogue import events as ev
from dialogue.changes import differences
from dialogue.deployment import Deployment
from dialogue.lexicon import Lexicon
from dialogue.readback import spoken
from dialogue.state import State
from dialogue.wording import Phrases, and_list, money, number_word

_FIELD_NAMES = {"organisation": "the organisation's name", "email": "an e-mail address", "domain": "an address"}


def _counted(number: int, noun: str) -> str:
    return f"{number_word(number)} {noun}" if number == 1 else f"{number_word(number)} {noun}s"


def _statement(message: str) -> str:
    """What a message states, without the question that it ends with."""
    sentences = re.split(r"(?<=[.!?])\s+", message)
    return " ".join(s for s in sentences if not s.endswith("?")) or message


class Answers:
    """Finds the words for each `ask` act and for small talk."""

    def __init__(self, lexicon: Lexicon, phrases: Phrases) -> None:
        self._lexicon = lexicon
        self._phrases = phrases

    def answer(self, state: State) -> list[str]:
        """Sentences for everything asked in this turn, in order."""
        understood = state.understood
        if understood is None:
            return []
        said: list[str] = []
        names = {act.name for act in understood.acts}
        for act in understood.acts:
            match act.name:
                case "ask":
                    said.append(self._topic(state, act.topic or "unknown"))
                case "greet" if state.validated_before is None and not state.draft.wire():
                    said.append(self._phrases.say("greet", state.seq))
                case "thanks" if not names & {"deny", "affirm", "inform", "cancel", "resend_code"}:
                    said.append(self._phrases.say("welcome", state.seq))
                case "abuse":
                    said.append(self._phrases.say("civil"))
                case _:
                    pass
        return said

    def _topic(self, state: State, topic: str) -> str:
        kind, _, about = topic.partition(":")
        supposed = self._supposed(state)
        match kind:
            case _ if supposed:
                return supposed
            case "price":
                return self._price(state)
            case "sizes":
                return self._compared(about.split(","))
            case "app":
                name = self._lexicon.app_name(about)
                known = "answer_app_yes" if name in self._lexicon.installable else "answer_app_no"
                return self._phrases.say(known, name=name)
            case "plan" if state.validated and state.validated.plan.organisation:
                return spoken(state.validated, self._lexicon)
            case "missing" | "plan":
                return self._missing(state)
            case "status":
                return self.status(state)
            case "emulator":
                return self._phrases.say("answer_emulated" if state.started.emulated else "answer_real")
            case "why":
                return self._why(state)
            case _ if self._phrases.has(f"answer_{kind}"):
                return self._phrases.say(f"answer_{kind}", 0, **self._facts())
            case _:
                return self._phrases.say("answer_unknown")

    def _facts(self) -> dict[str, str]:
        """What explanations quote from the catalogue."""
        lexicon = self._lexicon
        shared = [s for s in lexicon.skus.values() if s.family == "shared-amd"]
        return {
            "regions": and_list([lexicon.region_label(r) for r in lexicon.regions]),
            "sizes": and_list([f"{s.id} with {s.vcpu} cores and {s.ram_gb} GB at {money(s.monthly)}" for s in shared]),
            "apps": and_list(lexicon.installable),
            "plans": and_list(lexicon.plans),
        }

    def _why(self, state: State) -> str:
        notes = [n.message for n in state.validated.notes if n.code.startswith("region")] if state.validated else []
        return notes[0] if notes else self._phrases.say(f"why_{state.asking}" if self._phrases.has(f"why_{state.asking}") else "answer_why")

    def _price(self, state: State) -> str:
        view = state.validated
        if view is None or not view.plan.regions:
            return self._phrases.say("price_unknown")
        plan = view.plan
        sku = self._lexicon.skus.get(plan.size or "")
        each = money(sku.monthly) if sku else ""
        return self._phrases.say(
            "price",
            total=money(view.estimate.monthly),
            size=plan.size,
            each=each,
            regions=_counted(len(plan.regions), "region"),
            machines=_counted(
                len(plan.regions) * (3 if plan.high_availability else 1) + sum(plan.workers_by_region), "machine"
            ),
        )

    def _supposed(self, state: State) -> str | None:
        """What the plan would be and cost with what was asked about."""
        now, then = state.validated, state.supposed
        if now is None or then is None or not then.plan.regions:
            return None
        trouble = next((p.message for p in then.problems if p not in now.problems and p.message), None)
        if trouble:
            return _statement(trouble)
        told = [n.message for n in then.notes if n not in now.notes and n.code in ("region_substituted", "size_adjusted")]
        what = and_list(differences(now.plan, then.plan, self._lexicon))
        if not what:
            return " ".join(told) or None
        same = now.estimate.monthly == then.estimate.monthly
        price = self._phrases.say(
            "price_supposed_same" if same else "price_supposed",
            what=what,
            price=money(then.estimate.monthly),
            now=money(now.estimate.monthly),
        )
        return " ".join([*(_statement(t) for t in told), price])

    def _compared(self, names: list[str]) -> str:
        facts = [self._lexicon.skus[n] for n in names if n in self._lexicon.skus]
        gone = [f"{n} can't be ordered" for n in names if n not in self._lexicon.skus]
        said = [f"{f.id} has {f.vcpu} cores and {f.ram_gb} GB for {money(f.monthly)} a month" for f in facts]
        return self._phrases.say("answer_sizes", sizes="; ".join([*said, *gone]))

    def _missing(self, state: State) -> str:
        view = state.validated
        missing = view.missing if view else ("organisation", "email")
        if missing:
            return self._phrases.say("still_missing", fields=and_list([_FIELD_NAMES.get(m, m) for m in missing]))
        return self._phrases.say("nothing_missing")

    def verdict(self, deployment: Deployment) -> str:
        """How it ended, or what it still lacks, and what helps."""
        verdict = deployment.verdict or ev.Verdict()
        match verdict.outcome:
            case "ready":
                key = "deployment_ready" if deployment.console_url else "deployment_ready_no_url"
            case "unreachable":
                key = "deployment_unreachable"
            case "in_progress":
                key = "deployment_lacks"
            case "failed":
                key = "deployment_failed"
        said = self._phrases.say(
            key,
            fqdn=deployment.fqdn,
            url=deployment.console_url or "",
            sentence=verdict.sentence,
            advice=self._phrases.say(f"advice_{deployment.advice}"),
        )
        return said.replace("  ", " ").strip()

    def status(self, state: State) -> str:
        """How far the deployment is."""
        deployment = state.deployment
        if deployment is None:
            return self._phrases.say("status_none")
        if deployment.ended or deployment.lacking:
            return self.verdict(deployment)
        done = sum(1 for s in deployment.components.values() if s == "installed")
        total = len(deployment.components)
        if total == 0:
            return self._phrases.say("status_early", fqdn=deployment.fqdn)
        return self._phrases.say("status", fqdn=deployment.fqdn, done=done, total=total)
