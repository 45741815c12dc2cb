"""Values used by several tests. Nothing here is a real secret."""

from typing import Any

TOKEN = "T0ken" * 13
ACCESS = "ACCESSKEY0123456789x"
SECRET = "Secret0123456789abcdefghij0123456789xyz"
SECRETS = (TOKEN, ACCESS, SECRET)
PROJECT = "1234567"
PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHNhbXBsZS1rZXktZm9yLXRlc3RzLW9ubHkhISEhIQ0K jane@example.org"

JsonObject = dict[str, Any]


def request(label: str = "acme", **changes: Any) -> JsonObject:
    """A body that the service accepts; a member set to None is left out."""
    body: JsonObject = {
        "orgName": "Acme",
        "orgEmail": "ops@acme.example",
        "sovereignFQDN": f"{label}.omani.works",
        "sovereignDomainMode": "pool",
        "sovereignPoolDomain": "omani.works",
        "sovereignSubdomain": label,
        "hetznerToken": TOKEN,
        "hetznerProjectID": PROJECT,
        "region": "fsn1",
        "controlPlaneSize": "cpx42",
        "workerSize": "",
        "workerCount": 0,
        "haEnabled": False,
        "regions": [region()],
        "sshPublicKey": PUBLIC_KEY,
        "objectStorageRegion": "fsn1",
        "objectStorageAccessKey": ACCESS,
        "objectStorageSecretKey": SECRET,
        "marketplaceEnabled": False,
    }
    return {k: v for k, v in {**body, **changes}.items() if v is not None}


def region(cloud: str = "fsn1", **changes: Any) -> JsonObject:
    """One region of a request."""
    return {
        "provider": "hetzner",
        "cloudRegion": cloud,
        "controlPlaneSize": "cpx42",
        "workerSize": "",
        "workerCount": 0,
        **changes,
    }
