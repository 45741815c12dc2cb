"""One exception family: the wire's code, a sentence for a person, what is known of the effect, and whether trying again can help."""

from typing import Literal

Outcome = Literal["refused", "unknown", "unreachable"]
"""refused: certainly without effect; unknown: sent, no answer that could be read; unreachable: never sent."""

_SENTENCES: dict[str, str] = {
    "unreachable": "The provisioning service can't be reached just now.",
    "timeout": "The provisioning service didn't answer in time.",
    "cut": "The connection to the provisioning service broke before an answer came.",
    "garbage": "The provisioning service gave an answer that I can't read.",
    "invalid-request": "The provisioning service refused the request.",
    "subdomain-conflict": "That address has just been taken by somebody else; please choose another one.",
    "pdm-unavailable": "The address couldn't be reserved just now; another address may help, or trying again later.",
    "pdm-unreachable": "The service that looks after addresses can't be reached just now.",
    "not-found": "The provisioning service doesn't know this deployment.",
    "deployment-not-found": "The provisioning service doesn't know this deployment.",
    "job-not-found": "The provisioning service doesn't know this step.",
    "execution-not-found": "The provisioning service doesn't know this attempt.",
    "unauthenticated": "The provisioning service wants a sign-in first.",
    "server-error": "The provisioning service has a fault of its own.",
    "bearer-token-generation-failed": "The provisioning service couldn't make the keys that a new deployment needs.",
    "not-handover-ready": "The Sovereign isn't ready to be handed over yet.",
    "signer-not-configured": "The provisioning service can't sign anybody in to a new Sovereign at the moment.",
    "missing-fqdn": "The deployment has no address to hand over.",
    "mint-failed": "The provisioning service couldn't make the link into the Sovereign.",
    "in-flight": "The deployment is still running, so it can't be started again yet.",
    "seed-timeout": "Looking at the cluster again takes longer than usual; it goes on in the background.",
    "not-watchable": "The cluster can't be looked at yet.",
    "not-implemented": "The cluster's access file isn't there yet.",
    "kubeconfig-file-missing": "The cluster's access file was lost.",
    "emulated-fault": "The provisioning service has a fault of its own.",
    "rate-limited": "The provisioning service is being asked too often just now.",
    "pin-rate-limited": "A sign-in code went out less than a minute ago.",
    "conflict": "The provisioning service can't do this in the deployment's present state.",
}


class CatalystError(Exception):
    """A call that didn't succeed. Never contains a request body, a token or an answer's raw text.

    Attributes:
        code: stable code, ours or the wire's `error` member when it is one token.
        message: what happened, for a person.
        status: HTTP status, None when there was no answer.
        outcome: what is known about the effect.
        retry_helps: the contract shows that the same call may succeed later.
    """

    def __init__(
        self,
        code: str,
        message: str | None = None,
        *,
        status: int | None = None,
        outcome: Outcome = "refused",
        retry_helps: bool = False,
    ) -> None:
        self.code = code
        self.message = message or _SENTENCES.get(code, "The provisioning service refused this.")
        self.status = status
        self.outcome: Outcome = outcome
        self.retry_helps = retry_helps
        super().__init__(f"{code} ({status if status is not None else 'no answer'})")

    @property
    def gone(self) -> bool:
        """The id is unknown, for now or for good."""
        return self.status == 404
