"""Agents in memory that the evaluator is tried on: one that does everything right, and several that are wrong in one known way.

If the perfect one fails a scenario, the scenario is wrong. If one of the others passes, the judge is.
"""

from typing import Any

from evals.agent import Agent, Evidence, Reply
from evals.fixtures import heard
from evals.gold import PRESENT_MEMBERS, completed, request
from evals.scenario import Entry, Expect, Goal, JsonObject, Scenario, Slots
from evals.unsafe import CREATE, as_goal
from evals.user import standard_answer

CODE = "417093"


def _plan(slots: Slots, *, verified: bool) -> JsonObject:
    domain = slots.get("domain")
    workers: Any = slots.get("workers", 0)
    mode = completed(Goal(domain=domain)).domain_mode if domain else None
    return {
        "organisation": None, "email": None, "regions": [], "size": None, "workerSize": "", "highAvailability": False, "apps": [],
        "residency": None, "objectStorageRegion": None, "meshName": None, "meshId": None,
        **slots,
        "workers": workers[0] if isinstance(workers, list) else workers,
        "workersByRegion": workers if isinstance(workers, list) else [],
        "emailVerified": slots.get("emailVerified", verified),
        "domain": {"fqdn": domain, "mode": mode, "label": None, "pool": None},
    }  # fmt: skip


def goal_slots(scenario: Scenario) -> Slots:
    """The goal as the plan that should be committed."""
    if scenario.goal is None:
        return {}
    goal = completed(scenario.goal)
    body = request(goal) if goal.regions else {}
    return {
        "organisation": goal.organisation, "email": goal.email, "regions": list(goal.regions), "size": goal.size,
        "workers": list(goal.workers) if len(set(goal.workers)) > 1 else goal.workers[0], "workerSize": goal.worker_size,
        "highAvailability": goal.ha, "apps": list(goal.apps), "domain": goal.domain, "residency": goal.residency,
        "objectStorageRegion": body.get("objectStorageRegion"), "meshName": body.get("clusterMeshName"), "meshId": body.get("clusterMeshId"),
    }  # fmt: skip


class Twin:
    """A session that keeps a log and a state as the real one does; what it decides is up to its kind."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.log: list[JsonObject] = []
        self.creates: list[JsonObject] = []
        self.slots: Slots = {}
        self.verified = False
        self.state: JsonObject = self._state(None, "talking")
        self._event("conversation_started", seed=0)

    def _event(self, kind: str, **members: Any) -> JsonObject:
        event: JsonObject = {"seq": len(self.log) + 1, "at": "2026-05-15T09:00:00.000Z", "type": kind, **members}
        self.log.append(event)
        return event

    def _state(self, asking: str | None, phase: str, **more: Any) -> JsonObject:
        deployment = {"id": "d1", "status": "provisioning"} if self.creates else None
        plan = _plan(self.slots, verified=self.verified)
        base: JsonObject = {"id": self.scenario.id, "phase": phase, "asking": asking, "plan": plan, "missing": [], "problems": []}
        return {**base, "options": [], "deployment": deployment, "language": self.scenario.lang, **more}

    def _post(self, body: JsonObject, digest: str) -> None:
        """Log and make a create."""
        call = f"create-{len(self.log)}"
        self._event("tool_called", callId=call, tool=CREATE, arguments={"digest": digest})
        self._event("tool_returned", callId=call, tool=CREATE, ok=True, result={})
        self.creates.append({"id": "d1", "fqdn": body.get("sovereignFQDN", ""), "body": body | dict.fromkeys(PRESENT_MEMBERS, "x")})
        self._event("deployment_created", deploymentId="d1", fqdn=body.get("sovereignFQDN", ""), digest=digest)

    async def say(self, text: str) -> Reply:
        """See `Session`."""
        begin = len(self.log)
        masked = text.replace(CODE, "[code]")
        for secret in (s for e in self.scenario.entries for s in e.secrets):
            masked = masked.replace(secret, "[secret]")
        self._event("user_said", text=masked)
        reply = self.answer(text)
        return Reply(reply, self.state, self.log[begin:])

    def answer(self, text: str) -> str:
        """Decide, log, set the state; the words."""
        del text
        return ""

    async def code(self) -> str | None:
        """See `Session`."""
        return CODE

    async def fault(self, what: str | JsonObject) -> None:
        """See `Session`: nothing can go wrong here."""

    async def wait(self, seconds: float) -> None:
        """See `Session`: nothing waits for time here."""

    async def until(self, phases: tuple[str, ...]) -> JsonObject:
        """See `Session`: it is there at once."""
        self.state = {**self.state, "phase": phases[0]}
        return self.state

    async def evidence(self) -> Evidence:
        """See `Session`."""
        return Evidence(self.log, self.creates, (CODE,))


class DoesNothing(Twin):
    """Listens, and that is all."""


class HandsOver(Twin):
    """Calls a person in at the first word."""

    def answer(self, text: str) -> str:
        """See `Twin`."""
        del text
        self._event("human_requested", reason="asked")
        self._event("assistant_said", text="A person takes over.")
        return "A person takes over."


class Commits(Twin):
    """Creates at the first word, and knows what is wanted; asks nobody."""

    def answer(self, text: str) -> str:
        """See `Twin`."""
        del text
        self.slots = goal_slots(self.scenario)
        if not self.creates and self.scenario.goal and self.scenario.goal.regions:
            self._post(request(self.scenario.goal), "d")
        self._event("assistant_said", text="Done.")
        self.state = self._state(None, "provisioning")
        return "Done."


class Oracle(Twin):
    """Knows the scenario and does everything right; with `wrong`, everything but one slot of what it sends."""

    def __init__(self, scenario: Scenario, wrong: str | None = None) -> None:
        super().__init__(scenario)
        self._wrong = wrong
        self._unused = list(range(len(scenario.entries)))
        self._digest = 0
        self._assented = False

    def answer(self, text: str) -> str:
        """See `Twin`."""
        entry = self._entry(text)
        expect = entry.expect if entry and entry.expect else Expect()
        self._modelled(expect)
        assent = entry.assent if entry else text in self._yes()
        if CODE in text and not self.verified and self._digest:
            self._event("email_verified", email=str(goal_slots(self.scenario).get("email") or self.slots.get("email")))
            self.verified = True
        changed = bool(entry and entry.slots and any(self.slots.get(k) != v for k, v in entry.slots.items()))
        if entry and entry.slots:
            self.slots |= entry.slots
        if changed or (entry and not assent and not expect.committed):
            self._assented = self._assented and not changed and not (entry and entry.dissent)
        self._assented = (self._assented or assent) and expect.committed is not False and not changed
        if self._may_commit(entry):
            return self._commit(expect)
        return self._reply(expect)

    def _modelled(self, expect: Expect) -> None:
        """What a language model's part in this turn leaves in the log."""
        for number in range(expect.asked or 0):
            self._event("model_asked", callId=f"m{number}", round=number + 1)
        for code in expect.refused or ():
            self._event("tool_refused", callId="c", tool="t", code=code)
        for code in expect.failed or ():
            self._event("model_failed", callId="m0", code=code)

    def _yes(self) -> set[str]:
        if self.state["asking"] != "confirm":
            return set()
        return {*self.scenario.answers.get("confirm", ()), standard_answer("confirm", None, self.scenario.lang) or ""}

    def _entry(self, text: str) -> Entry | None:
        for index in self._unused:
            entry = self.scenario.entries[index]
            words = heard(entry) if self.scenario.channel == "asr" else entry.say
            if words.replace("{code}", CODE) == text:
                self._unused.remove(index)
                return entry
        return None

    def _may_commit(self, entry: Entry | None) -> bool:
        due = bool(entry and entry.expect and entry.expect.committed)
        ready = self.verified and self._assented and self._digest > 0 and not self.creates
        return self.scenario.final == "commit" and ready and (due or not self._waiting("readback", "asked"))

    def _commit(self, expect: Expect) -> str:
        body = self.scenario.request
        wanted = request(as_goal(_plan(self.slots, verified=True))) | body
        self._post(_spoilt(wanted, self._wrong), str(self._digest))
        words = self._words(expect)
        self._event("assistant_said", text=words)
        self.state = self._shaped(expect, None, "provisioning")
        return words

    def _waiting(self, *kinds: str) -> bool:
        entries = self.scenario.entries
        return any((w := entries[i].when) is not None and w.kind in kinds for i in self._unused)

    def _reply(self, expect: Expect) -> str:
        entries = self.scenario.entries
        pending = [entries[i] for i in self._unused]
        lines = any(e.when is None for e in pending)
        asked = next((e.when.value for e in pending if e.when and e.when.kind == "asked" and not lines), None)
        phase = next((str(e.when.value) for e in pending if e.when and e.when.kind == "phase" and e.when.value not in self.scenario.phases), None)
        asking: str | None = str(asked) if asked is not None else None
        if self.scenario.final == "handoff" and not pending:
            self._event("human_requested", reason="asked")
        elif not lines and (self.scenario.final == "commit" or self._waiting("readback") or expect.asks):
            asking = asking or ("confirm" if self.verified else "email_code")
        if expect.asks and asking not in expect.asks:
            asking = expect.asks[0]
        if asking in expect.not_asks:
            asking = next(a for a in ("clarify", "apps", "residency", None) if a not in expect.not_asks)
        words = self._words(expect)
        reads = asking in ("confirm", "email_code") and not (self.creates or self._stands())
        self._event("assistant_said", text=words, asking=asking, readBack=self._read_back() if reads else None)
        named = {"confirm": "confirming", "email_code": "verifying"}.get(str(asking), "talking")
        self.state = self._shaped(expect, asking, phase or ("provisioning" if self.creates else named))
        return words

    def _stands(self) -> bool:
        """A yes was given to the plan as it is: it needs no other read-back."""
        return self._assented and not self.verified

    def _read_back(self) -> JsonObject:
        if not any(self.scenario.entries[i].when is None for i in self._unused):
            self.slots = goal_slots(self.scenario) | {k: v for k, v in self.slots.items() if v is not None}
        self._digest += 1
        self._assented = False
        return {"digest": str(self._digest), "lines": []}

    def _words(self, expect: Expect) -> str:
        return " ".join(expect.has) or "."

    def _shaped(self, expect: Expect, asking: str | None, phase: str) -> JsonObject:
        return self._state(
            asking,
            expect.phase or phase,
            problems=[{"field": "regions", "code": c} for c in expect.problems],
            options=[f"option {n}" for n in range(expect.options)],
            language=expect.language or self.scenario.lang,
        )


def _spoilt(body: JsonObject, slot: str | None) -> JsonObject:
    """The body with one thing in it that isn't wanted."""
    wrong: dict[str, Any] = {
        "organisation": {"orgName": f"{body['orgName']} x"},
        "email": {"orgEmail": f"x{body['orgEmail']}"},
        "regions": {"region": "hil" if body["region"] != "hil" else "ash"},
        "size": {"controlPlaneSize": "ccx63"},
        "workers": {"workerCount": body["workerCount"] + 1},
        "ha": {"haEnabled": not body["haEnabled"]},
        "domain": {"sovereignFQDN": f"x{body['sovereignFQDN']}"},
        "apps": {"marketplaceEnabled": not body["marketplaceEnabled"]},
    }
    return body | wrong.get(slot or "", {})


class Twins:
    """An agent of one kind."""

    def __init__(self, kind: type[Twin], **options: Any) -> None:
        self._kind = kind
        self._options = options

    async def begin(self, scenario: Scenario) -> Twin:
        """See `Agent`."""
        return self._kind(scenario, **self._options)


def oracle(wrong: str | None = None) -> Agent:
    """The perfect one, or the one with a slip."""
    return Twins(Oracle, wrong=wrong)
