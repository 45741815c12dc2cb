"""What is checked before a create: credentials, names, keys, registrars; and the sign-in by code."""

from typing import Annotated

from pydantic import Field, SecretStr

from tools.catalyst.models.wire import Strings, Text, Wire, Word


class ValidateResult(Wire):
    """Were the credentials accepted."""

    valid: bool
    message: Text = ""


class CredentialsRequest(Wire):
    """A cloud token to check."""

    token: SecretStr
    provider: str = "hetzner"


class StorageRequest(Wire):
    """Object-storage keys to check."""

    region: str
    access_key: SecretStr
    secret_key: SecretStr
    provider: str = "hetzner"


class NameCheck(Wire):
    """A name to check; the pool's domain, not the wizard's id."""

    subdomain: str
    pool_domain: str


class NameCheckResult(Wire):
    """Is a name free. Decide on `available`, never on the HTTP status."""

    available: bool
    reason: Word = ""
    detail: Text = ""
    fqdn: Text = ""


class SshKeyPair(Wire):
    """A fresh key pair; the private half is returned once."""

    public_key: str
    private_key: str = Field(repr=False)
    fingerprint: str


class RegistrarCheck(Wire):
    """A registrar's token to check."""

    domain: str
    token: SecretStr


class RegistrarCheckResult(Wire):
    """The token works and the domain is in the account."""

    valid: bool
    registrar: Text = ""
    domain: Text = ""


class NameServers(Wire):
    """Name servers to set."""

    domain: str
    token: SecretStr
    nameservers: tuple[str, ...]


class NameServersResult(Wire):
    """What was written."""

    success: bool
    registrar: Text = ""
    domain: Text = ""
    nameservers: Strings = ()
    propagation: Text = ""


class RegistrarError(Wire):
    """Our own or the domain manager's error."""

    error: str
    detail: Text = ""
    registrar: Text = ""
    domain: Text = ""
    supported: Strings = ()


class PinIssueRequest(Wire):
    """Asks for a sign-in code."""

    email: str


class PinIssueResponse(Wire):
    """The code left."""

    ok: bool
    sent: bool = True
    request_id: str
    expires_in_sec: int = 600


class PinVerifyRequest(Wire):
    """A code to verify."""

    email: str
    pin: SecretStr
    request_id: str


class PinVerified(Wire):
    """The session is open."""

    ok: bool


class PinRefused(Wire):
    """A wrong code, or one too many, or too early."""

    error: str
    attempts_remaining: int | None = None
    retry_after_sec: int | None = None
    smtp_code: int | None = None


class WhoAmI(Wire):
    """The session's identity."""

    email: Text = ""


class SessionEnded(Wire):
    """Cookies are cleared."""

    ok: bool = True
    keycloak_logout_url: Annotated[Text, Field(alias="keycloakLogoutURL")] = ""
