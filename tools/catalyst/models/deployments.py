"""Deployments: the request, the answers, the snapshot of `/events`, retry, wipe, handover."""

from typing import Annotated, Any

from pydantic import Field, PlainValidator, SecretStr

from tools.catalyst.models.events import Event, event_of
from tools.catalyst.models.wire import States, Strings, Text, Time, Whole, Wire, Word

DeploymentId = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class ErrorBody(Wire):
    """A JSON error; `error` is a token or, for request validation, the full message."""

    error: str
    detail: Text = ""


class RegionSpec(Wire):
    """One region of a request."""

    provider: str
    cloud_region: str
    control_plane_size: str
    worker_size: str = ""
    worker_count: int = 0
    cluster_mesh_name: str | None = None


class ParentDomain(Wire):
    """A parent domain; the zero time means that the service made the entry up."""

    name: str
    role: str
    registrar_kind: str = "dynadot"
    registrar_creds_ref: str = ""
    added_at: Time = None


class DeploymentRequest(Wire):
    """Body of the POST, as far as it is ours to send."""

    org_name: str
    org_email: str
    sovereign_fqdn: str = Field(alias="sovereignFQDN")
    sovereign_domain_mode: str
    sovereign_pool_domain: str | None = None
    sovereign_subdomain: str | None = None
    hetzner_token: SecretStr
    hetzner_project_id: str = Field(alias="hetznerProjectID")
    region: str
    control_plane_size: str
    worker_size: str
    worker_count: int
    ha_enabled: bool
    regions: tuple[RegionSpec, ...]
    ssh_public_key: str
    object_storage_region: str
    object_storage_access_key: SecretStr
    object_storage_secret_key: SecretStr
    object_storage_bucket: str | None = None
    marketplace_enabled: bool
    parent_domains: tuple[ParentDomain, ...] | None = None
    cluster_mesh_name: str | None = None
    cluster_mesh_id: Annotated[int, Field(ge=1, le=254)] | None = None


class Created(Wire):
    """Answer of the POST. `streamURL` lacks the public prefix and is never followed."""

    id: DeploymentId
    status: Word = "provisioning"
    stream_url: Text = Field("", alias="streamURL")


class Result(Wire):
    """What phase 0 and 1 brought. Addresses may be empty while only the kubeconfig has arrived."""

    sovereign_fqdn: Text = Field("", alias="sovereignFQDN")
    control_plane_ip: Text = Field("", alias="controlPlaneIP")
    load_balancer_ip: Text = Field("", alias="loadBalancerIP")
    console_url: Text = Field("", alias="consoleURL")
    gitops_repo_url: Text = Field("", alias="gitopsRepoURL")
    kubeconfig_path: Text = Field("", repr=False)
    component_states: States = Field(default_factory=dict)
    phase1_finished_at: Time = None
    phase1_outcome: Word = ""
    phase1_substate: Word = ""
    handover_fired_at: Time = None
    handover_url: SecretStr | None = Field(None, alias="handoverURL")
    """Holds a live token and goes stale after five minutes: never used, a fresh one is minted instead."""


class State(Wire):
    """State of a deployment."""

    id: Text = ""
    status: Word = ""
    started_at: Time = None
    finished_at: Time = None
    sovereign_fqdn: Text = Field("", alias="sovereignFQDN")
    region: Text = ""
    num_events: Whole = 0
    error: Text = ""
    result: Result | None = None
    component_states: States = Field(default_factory=dict)
    phase1_finished_at: Time = None
    adopted_at: Time = None
    owner_email: Text = ""

    @property
    def components(self) -> dict[str, str]:
        """Component states wherever they stand."""
        inner = self.result.component_states if self.result else {}
        return {**inner, **self.component_states}

    @property
    def phase1_outcome(self) -> str:
        """How the second phase ended; empty while it hasn't."""
        return self.result.phase1_outcome if self.result else ""


def _readable(value: Any) -> tuple[Event, ...]:
    """Events; a malformed one is skipped, never the whole snapshot."""
    if not isinstance(value, list | tuple):
        return ()
    return tuple(event for raw in value if (event := event_of(raw)) is not None)


class Snapshot(Wire):
    """`/events`: state, at most ten thousand events with the oldest dropped first, and the done flag."""

    state: State
    events: Annotated[tuple[Event, ...], PlainValidator(_readable)] = ()
    done: bool = False


class ListEntry(Wire):
    """One line of the list."""

    id: str
    status: Word = ""
    sovereign_fqdn: Text = Field("", alias="sovereignFQDN")
    region: Text = ""
    started_at: Time = None
    finished_at: Time = None
    owner_email: Text = ""
    adopted_at: Time = None
    error: Text = ""


class HandoverReady(Wire):
    """Frame `handover-ready`; a secret, read by nobody but tests."""

    handover_url: SecretStr = Field(alias="handoverURL")
    expires_at: Time = None


class RetryAccepted(Wire):
    """Answer of a retry: `provisioning`, or `manual-retry-required` for a phase-1 id, which changes nothing."""

    id: DeploymentId
    status: Word
    phase: Text = ""
    stream_url: Text = Field("", alias="streamURL")
    runbook: Text = ""
    message: Text = ""


class WipeReport(Wire):
    """What a wipe removed; `errors` is null when there were none."""

    deployment_id: DeploymentId
    sovereign_fqdn: Text = Field("", alias="sovereignFQDN")
    tofu_destroyed: bool = False
    hetzner_purge: dict[str, Any] = Field(default_factory=dict)
    pdm_released: bool = False
    local_cleaned: bool = False
    errors: Strings = ()
    wiped_at: Time = None


class Released(Wire):
    """Answer of `release-subdomain`."""

    deployment_id: DeploymentId
    pool_domain: Text = ""
    subdomain: Text = ""
    pdm_released: bool = False
    no_op: Text = ""
    error: Text = ""


class InFlight(Wire):
    """Deployments in a phase-0 status."""

    count: int
    ids: Strings = ()


class HandoverToken(Wire):
    """One-time link, valid 300 s; a secret."""

    token: SecretStr = SecretStr("")
    redirect_url: str = Field(alias="redirectURL", repr=False)


class HandoverClaims(Wire):
    """Payload of the token; claims are snake case on the wire."""

    iss: str
    aud: Strings
    sub: str
    email: str
    email_verified: bool = Field(alias="email_verified")
    sovereign_fqdn: str = Field(alias="sovereign_fqdn")
    deployment_id: DeploymentId = Field(alias="deployment_id")
    role: str
    jti: str
    iat: int
    exp: int


class RsaJwk(Wire):
    """The handover signer's public key; it has no `kid`."""

    kty: str
    use: str
    alg: str
    n: str
    e: str
