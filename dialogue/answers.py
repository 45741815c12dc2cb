"""Answers to questions: terms explained, prices, what is missing, how far it is."""

import re

from dialogue import events as ev
from dialogue.changes import differences
from dialogue.deployment import Deployment
from dialogue.plan_answers import answer_from_plan
from dialogue.readback import spoken
from dialogue.state import State
from dialogue.voice import Voice, proposed
from dialogue.words import Words


def _statement(message: str) -> str:
    """What a message states, without the question that it ends with."""
    sentences = re.split(r"(?<=[.!?])\s+", message)
    return " ".join(s for s in sentences if not s.endswith("?")) or message


class Answers:
    """Finds the words for each `ask` act and for small talk."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def answer(self, state: State) -> list[str]:
        """Sentences for everything asked in this turn, in order."""
        understood = state.understood
        if understood is None:
            return []
        words = self._voice.words(state)
        said: list[str] = []
        names = {act.name for act in understood.acts}
        for act in understood.acts:
            match act.name:
                case "ask":
                    said += [told] if (told := self._topic(state, act.topic or "unknown")) else []
                case "greet" if state.validated_before is None and not state.draft.wire():
                    said.append(words.say("greet", state.seq))
                case "thanks" if not names & {"deny", "affirm", "inform", "cancel", "resend_code"}:
                    said.append(words.say("welcome", state.seq))
                case "unknown" if act.topic == "pause":
                    said.append(words.say("pause"))
                case "abuse":
                    said.append(words.say("civil"))
                case _:
                    pass
        return said

    def _topic(self, state: State, topic: str) -> str:
        kind, _, about = topic.partition(":")
        supposed = self._supposed(state)
        words = self._voice.words(state)
        planned = supposed or answer_from_plan(kind, state, words)
        match _IN_GENERAL.get(kind, kind):
            case _ if planned:
                return planned
            case "price":
                return self._price(state)
            case "proposals":
                return self._proposals(state)
            case "sizes" | "about" | "app":
                return _of_things(kind, about.split(","), words)
            case "plan" if state.validated and state.validated.plan.organisation:
                return spoken(state.validated, words)
            case "missing" | "plan":
                return self._missing(state)
            case "status":
                return self.status(state)
            case "emulator":
                return words.say("answer_emulated" if state.started.emulated else "answer_real")
            case "why":
                return words.say(f"why_{about}") if about else self._why(state)
            case "prices":
                return _same_prices(about.split(","), state, words)
            case general if self._voice.has(f"answer_{general}"):
                return words.say(f"answer_{general}", 0, **_facts(words))
            case _:
                return words.say("answer_unknown")

    def _proposals(self, state: State) -> str:
        """What is proposed for their trade comes where the plan is talked about; without any, everything there is."""
        words = self._voice.words(state)
        return "" if proposed(state) else words.say("answer_apps", 0, **_facts(words))

    def _why(self, state: State) -> str:
        words = self._voice.words(state)
        notes = [n.message for n in state.validated.notes if n.code.startswith("region")] if state.validated else []
        key = f"why_{state.asking}"
        return (words.message(notes[0]) if notes else "") or words.say(key if self._voice.has(key) else "answer_why")

    def _price(self, state: State) -> str:
        view = state.validated
        words = self._voice.words(state)
        if view is None or not view.plan.regions:
            return words.say("price_unknown")
        plan = view.plan
        sku = words.lexicon.skus.get(plan.size or "")
        count = len(plan.regions) * (3 if plan.high_availability else 1) + sum(plan.workers_by_region)
        return words.say(
            "price",
            total=words.money(view.estimate.monthly),
            size=plan.size,
            each=words.money(sku.monthly) if sku else "",
            regions=words.counted("regions", len(plan.regions)),
            machines=words.counted("machines", count),
        )

    def _supposed(self, state: State) -> str | None:
        """What the plan would be and cost with what was asked about."""
        now, then = state.validated, state.supposed
        if now is None or then is None or not then.plan.regions:
            return None
        words = self._voice.words(state)
        trouble = next((p.message for p in then.problems if p not in now.problems and p.message), None)
        if trouble:
            return words.message(_statement(trouble), otherwise="problem_other")
        told = [n.message for n in then.notes if n not in now.notes and n.code in ("region_substituted", "size_adjusted")]
        what = words.listed(differences(now.plan, then.plan, words))
        if not what:
            return " ".join(words.message(t) for t in told) or None
        same = now.estimate.monthly == then.estimate.monthly
        price = words.say(
            "price_supposed_same" if same else "price_supposed",
            what=what,
            price=words.money(then.estimate.monthly),
            now=words.money(now.estimate.monthly),
        )
        return " ".join([*(words.message(_statement(t)) for t in told), price])

    def _missing(self, state: State) -> str:
        view = state.validated
        words = self._voice.words(state)
        missing = view.missing if view else ("organisation", "email")
        if missing:
            fields = [words.say(f"field_{m}") if self._voice.has(f"field_{m}") else m for m in missing]
            return words.say("still_missing", fields=words.listed(fields))
        return words.say("nothing_missing")

    def verdict(self, state: State, deployment: Deployment) -> str:
        """How it ended, or what it still lacks, and what helps."""
        verdict = deployment.verdict or ev.Verdict()
        words = self._voice.words(state)
        match verdict.outcome:
            case "ready":
                key = "deployment_ready" if deployment.console_url else "deployment_ready_no_url"
            case "unreachable":
                key = "deployment_unreachable"
            case "in_progress":
                key = "deployment_lacks"
            case "failed":
                key = "deployment_failed"
        said = words.say(
            key,
            fqdn=deployment.fqdn,
            url=deployment.console_url or "",
            sentence=words.message(verdict.sentence, otherwise=f"verdict_{verdict.outcome}"),
            advice=words.say(f"advice_{deployment.advice}"),
        )
        return said.replace("  ", " ").strip()

    def status(self, state: State) -> str:
        """How far the deployment is."""
        deployment = state.deployment
        words = self._voice.words(state)
        if deployment is None:
            return words.say("status_none")
        if deployment.ended or deployment.lacking:
            return self.verdict(state, deployment)
        done = sum(1 for s in deployment.components.values() if s == "installed")
        total = len(deployment.components)
        if total == 0:
            return words.say("status_early", fqdn=deployment.fqdn)
        return words.say("status", fqdn=deployment.fqdn, done=done, total=total)


def _facts(words: Words) -> dict[str, str]:
    """What explanations quote from the catalogue."""
    lexicon = words.lexicon
    shared = [s for s in lexicon.skus.values() if s.family == "shared-amd"]
    sizes = [words.say("size_offered", sku=s.id, cores=s.vcpu, ram=s.ram_gb, price=words.money(s.monthly)) for s in shared]
    plans = [words.say("plan_offered", name=p["name"], cpu=p["cpu"], memory=p["memory"], price=p["priceOMR"]) for p in lexicon.plans]
    return {
        "regions": words.listed([words.region_label(r) for r in lexicon.regions]),
        "sizes": words.listed(sizes),
        "apps": words.listed(lexicon.installable),
        "plans": words.listed(plans),
    }


def _about_app(slug: str, words: Words) -> str:
    """Whether this app can be had."""
    name = words.lexicon.app_name(slug)
    return words.say("answer_app_yes" if name in words.lexicon.installable else "answer_app_no", name=name)


def _same_prices(regions: list[str], state: State, words: Words) -> str:
    """A machine costs the same wherever it stands."""
    size = state.validated.plan.size if state.validated else None
    sku = words.lexicon.skus.get(size or "") or next(s for s in words.lexicon.skus.values() if s.family == "shared-amd" and s.vcpu == _USUAL_CORES)
    return words.say("answer_same_prices", size=sku.id, price=words.money(sku.monthly), regions=words.listed([words.region_city(r) for r in regions]))


_USUAL_CORES = 8
_IN_GENERAL = {"stored": "storage", "inside": "residency", "survive": "region", "where": "region", "nearest": "region", "recommend": "why"}
"""What is told of it where the plan says nothing yet."""


def _of_things(kind: str, names: list[str], words: Words) -> str:
    """Sizes side by side, what apps are for, or whether they can be had."""
    match kind:
        case "sizes":
            return _compared(names, words)
        case "about":
            return _explained(names, words)
        case _:
            return " ".join(_about_app(slug, words) for slug in names)


def _explained(slugs: list[str], words: Words) -> str:
    """What these apps are for, side by side, and which of them can't be had."""
    names = {slug: words.lexicon.app_name(slug) for slug in slugs}
    told = [words.say("answer_app_about", name=name, what=what) for slug, name in names.items() if (what := words.phrases.form("app_about", slug))]
    gone = [words.say("answer_app_no", name=name) for name in names.values() if name not in words.lexicon.installable]
    offer = [words.say("answer_app_which" if len(names) > 1 else "answer_app_take")] if len(gone) < len(names) else []
    return " ".join([*told, *gone, *offer])


def _compared(names: list[str], words: Words) -> str:
    known = words.lexicon.skus
    said = [
        words.say("size_compared", sku=n, cores=known[n].vcpu, ram=known[n].ram_gb, price=words.money(known[n].monthly))
        for n in names
        if n in known
    ]
    gone = [words.say("size_gone", sku=n) for n in names if n not in known]
    return words.say("answer_sizes", sizes=words.say("list_semicolon").join([*said, *gone]))
