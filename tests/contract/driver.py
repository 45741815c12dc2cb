"""Someone outside: starts `concierge serve`, talks over `POST …/turns`, reads the mail, and looks at what is promised."""

import email
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.contract.recorder import Recorder
from tests.contract.wire import OPERATOR, Plan, derived_mesh, differences

ROOT = Path(__file__).parents[2]
PHASES = {"talking", "verifying", "confirming", "provisioning", "ready", "failed", "handed_over", "closed"}
ASKING = {
    "organisation",
    "email",
    "email_code",
    "regions",
    "size",
    "workers",
    "domain",
    "apps",
    "residency",
    "secret",
    "confirm",
    "clarify",
    None,
}
CODES = {
    "unknown_region", "duplicate_region", "too_many_regions", "residency_conflict", "unknown_size", "sku_unavailable",
    "workers_out_of_range", "label_invalid", "label_taken", "label_reserved", "domain_invalid", "domain_too_long", "email_invalid",
    "app_unknown", "app_not_installable", "provider_unsupported", "mesh_out_of_range", "mesh_name_invalid", "credentials_missing",
    "credentials_rejected", "over_ceiling",
}  # fmt: skip
STATE = {
    "id",
    "phase",
    "asking",
    "plan",
    "missing",
    "problems",
    "estimate",
    "deployment",
    "engine",
    "language",
    "lastSeq",
}
PLAN = {
    "organisation", "email", "emailVerified", "regions", "size", "workers", "workerSize", "highAvailability", "domain", "apps", "residency",
    "objectStorageRegion", "meshName", "meshId",
}  # fmt: skip
_CODE = re.compile(r"\b(\d{6})\b")


@contextmanager
def served(folder: Path, catalyst: str, **settings: str) -> Iterator[str]:
    """A `concierge serve`; gives its address."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CONCIERGE_", "ANTHROPIC_", "OPENAI_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "serve", "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
        env={**kept, "PYTHONPATH": str(ROOT), "CONCIERGE_DATA_DIR": str(folder), "CONCIERGE_CATALYST_URL": catalyst,
             "CONCIERGE_LOG_LEVEL": "error", **settings},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        readable, _, _ = select.select([process.stdout], [], [], 60)
        line = process.stdout.readline() if readable else ""
        assert line.startswith("ready http"), f"not ready: {line!r}"
        yield line.split()[1]
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            assert process.wait(20) == 0, "SIGTERM stops it cleanly"
        finally:
            process.kill()
            process.stdout.close()


class World:
    """The server, the recorder behind it, its outbox."""

    def __init__(self, url: str, recorder: Recorder, folder: Path) -> None:
        self.url = url
        self.recorder = recorder
        self.folder = folder

    def talk(self, name: str, address: str | None = None) -> "Talk":
        return Talk(self, address or f"ops@{name}.example.org")

    def mailed(self, address: str) -> list[str]:
        """Every code mailed to an address, oldest first."""
        found: list[tuple[int, str]] = []
        for file in (self.folder / "outbox").glob("*.eml"):
            message = email.message_from_bytes(file.read_bytes())
            if str(message["To"]).lower() != address.lower():
                continue
            parts = [p for p in message.walk() if p.get_content_type() == "text/plain"]
            body = parts[0].get_payload(decode=True)
            assert isinstance(body, bytes)
            code = _CODE.search(body.decode())
            assert code, "a mail without a six-digit code"
            found.append((file.stat().st_mtime_ns, code.group(1)))
        return [code for _, code in sorted(found)]


class Talk:
    """One conversation. `@code` says the last code mailed, `@mail` inside a text is the address."""

    def __init__(self, world: World, address: str) -> None:
        self.world = world
        self.email = address
        self.http = httpx.Client(base_url=world.url, timeout=60)
        answer = self.http.post("/api/v1/conversations", json={"language": "en", "channel": "text"})
        assert answer.status_code == 201, answer.text
        self.id, self.token = answer.json()["id"], answer.json()["token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"
        self.path = f"/api/v1/conversations/{self.id}"
        self.state: dict[str, Any] = self.look()
        self.said: list[tuple[str, str]] = []

    def close(self) -> None:
        self.http.close()

    def look(self) -> dict[str, Any]:
        answer = self.http.get(self.path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @property
    def posts(self) -> list[dict[str, Any]]:
        return self.world.recorder.posted(self.email)

    def code(self) -> str:
        until = time.monotonic() + 60
        while not (found := self.world.mailed(self.email)):
            assert time.monotonic() < until, f"no code was mailed to {self.email}; state {self.state}"
            time.sleep(0.02)
        return found[-1]

    def say(self, text: str) -> dict[str, Any]:
        text = self.code() if text == "@code" else text.replace("@mail", self.email)
        answer = self.http.post(self.path + "/turns", json={"text": text})
        assert answer.status_code == 200, answer.text
        turn = answer.json()
        assert {"reply", "events", "state"} <= turn.keys()
        assert turn["reply"].strip(), f"no word in reply to {text!r}"
        self.said.append((text, turn["reply"]))
        self.state = turn["state"]
        self._shape()
        return self.state

    def _shape(self) -> None:
        """What "What the state shows" promises of any state."""
        state = self.state
        assert state.keys() >= STATE, STATE - state.keys()
        assert state["plan"].keys() >= PLAN, PLAN - state["plan"].keys()
        assert state["plan"]["domain"].keys() >= {"mode", "fqdn", "label", "pool"}
        assert state["phase"] in PHASES
        assert state["asking"] in ASKING
        assert {p["code"] for p in state["problems"]} <= CODES
        assert all(p.keys() >= {"field", "code", "message", "suggestions"} for p in state["problems"])
        assert state["estimate"]["currency"] == "EUR"
        assert state["engine"] == "embedded"
        if state["phase"] in ("provisioning", "ready", "handed_over"):
            assert state["deployment"], "in progress without a deployment"
        if state["asking"] == "confirm":
            assert state["missing"] == [], "a yes is asked for while something is missing"
        if state["deployment"]:
            assert state["deployment"].keys() >= {
                "id",
                "status",
                "phase1Outcome",
                "components",
                "consoleURL",
                "meshName",
                "meshId",
            }

    def story(self) -> str:
        lines = [f"  > {said}\n  < {reply}" for said, reply in self.said]
        return "\n".join([*lines, f"  state: {self.state}", f"  posts: {self.posts}"])

    def until(self, phase: str, seconds: float = 60) -> dict[str, Any]:
        """Looks until the phase is reached."""
        end = time.monotonic() + seconds
        while (state := self.look())["phase"] != phase:
            assert time.monotonic() < end, f"never {phase}: {state['phase']} {state['deployment']}"
            time.sleep(0.05)
        self.state = state
        return state

    def until_status(self, status: str, seconds: float = 60) -> None:
        """Looks until the service's own word for the deployment is this."""
        end = time.monotonic() + seconds
        while (state := self.look())["deployment"]["status"] != status:
            assert time.monotonic() < end, f"never {status}: {state['deployment']}"
            time.sleep(0.05)

    def ready_to_confirm(self) -> dict[str, Any]:
        """Declines what was proposed, gives the code, so that only the yes is left."""
        if self.state["asking"] == "apps":
            self.say("no apps, thanks")
        if self.state["asking"] == "email_code":
            assert self.state["phase"] == "verifying", self.story()
            self.say("@code")
        assert self.state["plan"]["emailVerified"] is True, self.story()
        assert (self.state["phase"], self.state["asking"]) == ("confirming", "confirm"), self.story()
        assert self.state["deployment"] is None, self.story()
        assert self.posts == [] or self.world.recorder.faults.get(self.email) is not None, (
            f"created without a yes\n{self.story()}"
        )
        return self.state

    def commit(self, plan: Plan) -> dict[str, Any]:
        """Code, yes, and the one body, field by field."""
        self.ready_to_confirm()
        self.shows(plan)
        self.say("yes, go ahead")
        return self.created(plan)

    def created(self, plan: Plan, posts: int = 1) -> dict[str, Any]:
        assert self.state["phase"] == "provisioning", self.story()
        assert len(self.posts) == posts, self.story()
        body = self.posts[-1]
        wanted = plan.body(body.get("sshPublicKey", ""))
        wrong = differences(wanted, body)
        assert not wrong, "\n".join(wrong) + "\n" + self.story()
        deployment = self.state["deployment"]
        if len(plan.regions) in (2, 3):
            assert (deployment["meshName"], deployment["meshId"]) == derived_mesh(plan.fqdn, deployment["id"])
        elif len(plan.regions) >= 4:
            assert (deployment["meshName"], deployment["meshId"]) == (
                wanted["clusterMeshName"],
                wanted["clusterMeshId"],
            )
        else:
            assert (deployment["meshName"], deployment["meshId"]) == (None, None)
        return body

    def shows(self, plan: Plan) -> None:
        """The plan in the state is the plan."""
        shown = self.state["plan"]
        domain = {"mode": "byo" if plan.byo else "pool", "fqdn": plan.fqdn}
        if not plan.byo:
            domain |= {"label": plan.label or "", "pool": "omani.works"}
        wanted = {
            "organisation": plan.org, "email": plan.email, "regions": list(plan.regions), "size": plan.size,
            "highAvailability": plan.ha, "apps": sorted(plan.apps), "residency": plan.residency,
            "objectStorageRegion": plan.storage, "domain": domain,
        }  # fmt: skip
        got = {k: shown[k] for k in wanted} | {
            "apps": sorted(shown["apps"]),
            "domain": {k: shown["domain"].get(k) for k in domain},
        }
        wrong = differences(wanted, got)
        assert not wrong, "\n".join(wrong) + "\n" + self.story()
        assert self.state["estimate"]["monthly"] == plan.monthly, f"wanted {plan.monthly}\n{self.story()}"


__all__ = ["OPERATOR", "Talk", "World", "served"]
