"""Answers to questions: terms explained, prices, what is missing, how far it is."""

from dialogue.lexicon import Lexicon
from dialogue.readback import spoken
from dialogue.state import State
from dialogue.wording import Phrases, and_list, money, number_word

_FIELD_NAMES = {"organisation": "the organisation's name", "email": "an e-mail address", "domain": "an address"}


def _counted(number: int, noun: str) -> str:
    return f"{number_word(number)} {noun}" if number == 1 else f"{number_word(number)} {noun}s"


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
        match topic:
            case "price":
                return self._price(state)
            case "plan" if state.validated and state.validated.plan.organisation:
                return spoken(state.validated, self._lexicon)
            case "missing" | "plan":
                return self._missing(state)
            case "status":
                return self.status(state)
            case "region":
                return self._phrases.say("answer_region", regions=self._regions())
            case "size":
                return self._sizes()
            case "apps":
                return self._phrases.say("answer_apps", apps=and_list(self._lexicon.installable))
            case _ if topic.startswith("app:"):
                name = self._lexicon.app_name(topic.removeprefix("app:"))
                known = "answer_app_yes" if name in self._lexicon.installable else "answer_app_no"
                return self._phrases.say(known, name=name)
            case "emulator":
                return self._phrases.say("answer_emulated" if state.started.emulated else "answer_real")
            case "why":
                return self._why(state)
            case _ if self._phrases.has(f"answer_{topic}"):
                return self._phrases.say(f"answer_{topic}")
            case _:
                return self._phrases.say("answer_unknown")

    def _why(self, state: State) -> str:
        notes = [n.message for n in state.validated.notes if n.code.startswith("region")] if state.validated else []
        return notes[0] if notes else self._phrases.say(f"why_{state.asking}" if self._phrases.has(f"why_{state.asking}") else "answer_why")

    def _regions(self) -> str:
        return and_list([self._lexicon.region_label(r) for r in self._lexicon.regions])

    def _sizes(self) -> str:
        shared = [s for s in self._lexicon.skus.values() if s.family == "shared-amd"]
        offers = [f"{s.id} with {s.vcpu} cores and {s.ram_gb} GB at {money(s.monthly)}" for s in shared]
        return self._phrases.say("answer_size", sizes=and_list(offers))

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

    def _missing(self, state: State) -> str:
        view = state.validated
        missing = view.missing if view else ("organisation", "email")
        if missing:
            return self._phrases.say("still_missing", fields=and_list([_FIELD_NAMES.get(m, m) for m in missing]))
        return self._phrases.say("nothing_missing")

    def status(self, state: State) -> str:
        """How far the deployment is."""
        deployment = state.deployment
        if deployment is None:
            return self._phrases.say("status_none")
        verdict = deployment.verdict
        if verdict and verdict.outcome == "ready":
            return self._phrases.say("deployment_ready", fqdn=deployment.fqdn, url=deployment.console_url or "", sentence="")
        if verdict and verdict.outcome == "failed":
            return self._phrases.say("deployment_failed", fqdn=deployment.fqdn, url="", sentence=verdict.sentence)
        done = sum(1 for s in deployment.components.values() if s == "installed")
        total = len(deployment.components)
        if total == 0:
            return self._phrases.say("status_early", fqdn=deployment.fqdn)
        return self._phrases.say("status", fqdn=deployment.fqdn, done=done, total=total)
