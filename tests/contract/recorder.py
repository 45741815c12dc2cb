"""A catalyst-api of our own, written from the contract alone: it records what reaches it, and it can misbehave.

Faults are put on an e-mail address, so that conversations don't disturb each other:

    conflict · refuse · unavailable · garbage · slow · cut-after (accepted, answer lost) · cut-before (not accepted)
"""

import asyncio
import base64
import contextlib
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

KIT = ("cilium", "cert-manager", "flux", "crossplane", "openbao", "keycloak", "gitea", "harbor")
CONFLICT = {
    "error": "subdomain-conflict",
    "detail": "this subdomain has been reserved or activated for the chosen pool — pick a different name",
}
UNAVAILABLE = {
    "error": "pdm-unavailable",
    "detail": "pool-domain-manager is temporarily unreachable: pdm reserve status 500",
}


def _stamp(at: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


@dataclass
class Run:
    """One deployment; where it stands follows from how long it has been let run."""

    id: str
    body: dict[str, Any]
    begun: float = field(default_factory=time.time)
    script: str = (
        "hold"  # hold: stays in phase 0 · ready · failed · timeout: ready, but a component isn't installed
    )
    owner: str = ""
    handovers: list[str] = field(default_factory=list)

    @property
    def age(self) -> float:
        return 0.0 if self.script == "hold" else time.time() - self.begun

    @property
    def status(self) -> str:
        if self.age < 0.3:
            return "provisioning"
        if self.age < 0.9:
            return "phase1-watching"
        return "failed" if self.script == "failed" else "ready"

    def component(self, index: int) -> str:
        if self.status != "phase1-watching":
            last = index == len(KIT) - 1
            return (
                {"failed": "failed", "timeout": "installing"}.get(self.script, "installed")
                if last
                else "installed"
            )
        return "installed" if self.age > 0.35 + index * 0.05 else "installing"

    def components(self) -> dict[str, str]:
        return (
            {} if self.status == "provisioning" else {name: self.component(i) for i, name in enumerate(KIT)}
        )

    def events(self) -> list[dict[str, Any]]:
        """All so far, always with the same beginning."""
        seen = [
            {"time": _stamp(self.begun), "phase": p, "level": "info", "message": p}
            for p in ("tofu-init", "tofu-plan", "tofu-apply")
        ]
        if self.status == "provisioning":
            return seen
        seen += [
            {"time": _stamp(self.begun), "phase": p, "level": "info", "message": p}
            for p in ("tofu-output", "flux-bootstrap")
        ]
        for name in KIT:
            seen.append(self._transition(name, "installing"))
        for name, state in self.components().items():
            if state != "installing":
                seen.append(self._transition(name, state))
        return seen

    def _transition(self, name: str, state: str) -> dict[str, Any]:
        level = "error" if state == "failed" else "info"
        return {
            "time": _stamp(self.begun),
            "phase": "component",
            "level": level,
            "message": f"Helm {state}",
            "component": name,
            "state": state,
        }

    @property
    def ended(self) -> bool:
        return self.status in ("ready", "failed")

    def state(self) -> dict[str, Any]:
        fqdn = self.body["sovereignFQDN"]
        answer: dict[str, Any] = {
            "id": self.id, "status": self.status, "startedAt": _stamp(self.begun), "finishedAt": _stamp(self.begun + 1) if self.ended else None,
            "sovereignFQDN": fqdn, "region": self.body.get("region", ""), "numEvents": len(self.events()), "ownerEmail": self.owner,
        }  # fmt: skip
        if self.status == "provisioning":
            return answer
        result: dict[str, Any] = {
            "sovereignFQDN": fqdn, "controlPlaneIP": "203.0.113.10", "loadBalancerIP": "203.0.113.20",
            "consoleURL": f"https://console.{fqdn}", "gitopsRepoURL": f"https://gitea.{fqdn}",
        }  # fmt: skip
        if self.ended:
            result |= {
                "phase1Outcome": self.script,
                "componentStates": self.components(),
                "phase1FinishedAt": _stamp(self.begun + 1),
            }
            answer |= {"componentStates": self.components(), "phase1FinishedAt": _stamp(self.begun + 1)}
            if self.status == "failed":
                answer["error"] = (
                    "Phase 1 finished with 1 failed component(s); see ComponentStates for the per-component breakdown"
                )
        return answer | {"result": result}

    def jobs(self) -> list[dict[str, Any]]:
        word = {
            "installed": "succeeded",
            "failed": "failed",
            "installing": "running",
            "degraded": "running",
            "pending": "pending",
        }
        rows = [("tofu-apply", "running" if self.status == "provisioning" else "succeeded", list[str]())]
        rows += [
            (f"install-{n}", word[s], ["install-cilium"] if n != "cilium" else [])
            for n, s in self.components().items()
        ]
        return [
            {"id": f"{self.id}:{n}", "deploymentId": self.id, "jobName": n, "type": "install", "dependsOn": d, "status": s, "durationMs": 0}
            for n, s, d in rows
        ]  # fmt: skip


class Recorder:
    """The server, on a thread with a loop of its own."""

    def __init__(self) -> None:
        self.url = ""
        self.posts: list[
            dict[str, Any]
        ] = []  # every body that reached POST /api/v1/deployments, whatever came of it
        self.requests: list[tuple[str, str]] = []
        self.runs: dict[str, Run] = {}
        self.taken: set[str] = set()
        self.reserved: set[str] = {"admin", "api", "vault", "console", "mail", "status"}
        self.faults: dict[str, list[str]] = {}  # e-mail → what its next POSTs meet
        self.scripts: dict[str, str] = {}  # e-mail → script of its run
        self.owners: dict[str, str] = {}  # e-mail → the owner shown instead
        self.keys: dict[str, str] = {}  # public key → private half
        self.tokens: list[str] = []
        self.down = False
        self.credentials_valid = True
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def start(self) -> "Recorder":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def posted(self, email: str) -> list[dict[str, Any]]:
        return [body for body in self.posts if body.get("orgEmail") == email]

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        runner = self._loop.run_until_complete(self._begin())
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._end(runner))
        self._loop.close()

    async def _end(self, runner: web.AppRunner) -> None:
        await runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _begin(self) -> web.AppRunner:
        app = web.Application(middlewares=[self._note])
        one, jobs = "/api/v1/deployments/{id}", "/api/v1/deployments/{id}/jobs"
        app.add_routes([
            web.get("/healthz", self._healthz), web.get("/readyz", self._healthz),
            web.post("/api/v1/credentials/validate", self._credentials),
            web.post("/api/v1/credentials/object-storage/validate", self._credentials),
            web.post("/api/v1/subdomains/check", self._check), web.post("/api/v1/sshkey/generate", self._key),
            web.get("/api/v1/deployments", self._list), web.post("/api/v1/deployments", self._create),
            web.get(one, self._state), web.get(one + "/events", self._events), web.get(one + "/logs", self._logs),
            web.get(jobs, self._jobs), web.get(one + "/components/state", self._components),
            web.post(one + "/refresh-watch", self._watch), web.post(one + "/mint-handover-token", self._mint),
        ])  # fmt: skip
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return runner

    @web.middleware
    async def _note(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.requests.append((request.method, request.path))
        if self.down:
            self._cut(request)
        return await handler(request)

    @staticmethod
    def _cut(request: web.Request) -> None:
        if request.transport is not None:
            request.transport.abort()
        raise ConnectionResetError

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def _credentials(self, _: web.Request) -> web.Response:
        return web.json_response(
            {"valid": self.credentials_valid, "message": "ok" if self.credentials_valid else "token rejected"}
        )

    async def _check(self, request: web.Request) -> web.Response:
        asked = await request.json()
        label, pool = asked["subdomain"].strip().lower(), asked["poolDomain"]
        fqdn = f"{label}.{pool}"
        if label in self.reserved:
            return web.json_response(
                {"available": False, "reason": "reserved", "detail": "this subdomain is reserved"}
            )
        if label in self.taken:
            return web.json_response(
                {"available": False, "reason": "active-state", "detail": "taken", "fqdn": fqdn}
            )
        return web.json_response({"available": True, "fqdn": fqdn})

    async def _key(self, request: web.Request) -> web.Response:
        said = json.loads(await request.text() or "{}")
        wire = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20" + secrets.token_bytes(32)
        comment = f"catalyst@{said['fqdn']}" if said.get("fqdn") else "catalyst"
        public = f"ssh-ed25519 {base64.b64encode(wire).decode()} {comment}"
        self.keys[public] = (
            f"-----BEGIN OPENSSH PRIVATE KEY-----\n{secrets.token_hex(40)}\n-----END OPENSSH PRIVATE KEY-----\n"
        )
        mark = base64.b64encode(hashlib.sha256(wire).digest()).decode().rstrip("=")
        return web.json_response(
            {"publicKey": public, "privateKey": self.keys[public], "fingerprint": f"SHA256:{mark}"}
        )

    async def _create(self, request: web.Request) -> web.Response:
        body = json.loads(await request.read())
        self.posts.append(body)
        email = body.get("orgEmail", "")
        waiting = self.faults.get(email)
        fault = waiting.pop(0) if waiting else ""
        match fault:
            case "conflict":
                return web.json_response(CONFLICT, status=409)
            case "refuse":
                return web.json_response({"error": "hetzner project ID is required"}, status=400)
            case "unavailable":
                return web.json_response(UNAVAILABLE, status=503)
            case "garbage":
                return web.Response(text="<html>Bad <b>gateway", status=200, content_type="text/html")
            case "cut-before":
                self._cut(request)
            case "slow":
                await asyncio.sleep(1.5)
        run = Run(
            secrets.token_hex(8),
            body,
            script=self.scripts.get(email, "hold"),
            owner=self.owners.get(email, email),
        )
        self.runs[run.id] = run
        if fault == "cut-after":
            self._cut(request)
        return web.json_response(
            {"id": run.id, "status": "provisioning", "streamURL": f"/api/v1/deployments/{run.id}/logs"},
            status=201,
        )

    async def _list(self, request: web.Request) -> web.Response:
        owner = request.query.get("owner")
        rows = [
            {
                k: r.state().get(k)
                for k in ("id", "status", "sovereignFQDN", "region", "startedAt", "ownerEmail")
            }
            for r in self.runs.values()
            if owner in (None, r.owner)
        ]
        return web.json_response({"deployments": rows})

    def _run(self, request: web.Request) -> Run:
        run = self.runs.get(request.match_info["id"])
        if run is None:
            raise web.HTTPNotFound(text="deployment not found\n")
        return run

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response(self._run(request).state())

    async def _events(self, request: web.Request) -> web.Response:
        run = self._run(request)
        return web.json_response({"state": run.state(), "events": run.events(), "done": run.ended})

    async def _logs(self, request: web.Request) -> web.StreamResponse:
        """Replay, live tail, `done`."""
        run = self._run(request)
        stream = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream",
                "Cache-Control": "no-cache",
                "X-Accel-Buffering": "no",
            }
        )
        await stream.prepare(request)
        sent = 0
        with contextlib.suppress(ConnectionResetError):
            while True:
                for event in run.events()[sent:]:
                    await stream.write(f"data: {json.dumps(event)}\n\n".encode())
                    sent += 1
                if run.ended:
                    await stream.write(f"event: done\ndata: {json.dumps(run.state())}\n\n".encode())
                    break
                await asyncio.sleep(0.05)
        return stream

    async def _jobs(self, request: web.Request) -> web.Response:
        run = self.runs.get(request.match_info["id"])
        return web.json_response({"jobs": run.jobs() if run else []})

    def _rows(self, run: Run) -> list[dict[str, Any]]:
        return [
            {"appId": n, "status": s, "helmReleaseName": f"bp-{n}", "namespace": "flux-system", "lastTransitionAt": _stamp(run.begun), "message": ""}
            for n, s in run.components().items()
        ]  # fmt: skip

    async def _components(self, request: web.Request) -> web.Response:
        run = self._run(request)
        return web.json_response({"watching": not run.ended, "components": self._rows(run)})

    async def _watch(self, request: web.Request) -> web.Response:
        return web.json_response(
            {"watching": True, "alreadyActive": True, "components": self._rows(self._run(request))}
        )

    async def _mint(self, request: web.Request) -> web.Response:
        run = self._run(request)
        if run.status not in ("ready", "adopted"):
            return web.json_response({"error": "not-handover-ready"}, status=409)
        token = f"eyJ.{secrets.token_hex(24)}.sig"
        self.tokens.append(token)
        return web.json_response(
            {
                "token": token,
                "redirectURL": f"https://console.{run.body['sovereignFQDN']}/auth/handover?token={token}",
            }
        )
