"""Creating: the order of the rules and their texts, byte for byte (catalyst-api.md, section 4)."""

from itertools import pairwise
from typing import Any

import httpx
import pytest

from tests.tools.samples import SECRETS, region, request

CONSTRAINED = ' is not orderable in region "ash" for provider "hetzner" — try one of: fsn1, nbg1, hel1'
NOWHERE = ' is no longer orderable for new servers in any region of provider "hetzner" — pick a different SKU'
ORDER: list[tuple[dict[str, Any], str]] = [
    ({"regions": [region(provider=" ")]}, "region[0] provider is required"),
    ({"regions": [region(cloud="")]}, "region[0] cloudRegion is required"),
    ({"regions": [region(controlPlaneSize="\t")]}, "region[0] controlPlaneSize is required"),
    ({"regions": [region(workerCount=-1)]}, "region[0] workerCount must be non-negative"),
    ({"regions": [region(workerCount=1)]}, "region[0] workerSize is required when workerCount > 0"),
    (
        {"regions": [region("ash", controlPlaneSize="cpx32")]},
        'region[0]: controlPlaneSize "cpx32"' + CONSTRAINED,
    ),
    ({"hetznerToken": ""}, "hetzner token is required"),
    ({"hetznerProjectID": " "}, "hetzner project ID is required"),
    ({"regions": [], "region": ""}, "region is required (runtime parameter, never hardcoded)"),
    ({"sovereignFQDN": ""}, "sovereign FQDN is required"),
    ({"regions": [], "controlPlaneSize": "cpx21"}, 'controlPlaneSize "cpx21"' + NOWHERE),
    ({"orgName": ""}, "organisation name is required"),
    ({"orgEmail": ""}, "organisation email is required (becomes initial sovereign-admin)"),
    ({"sshPublicKey": ""}, "SSH public key is required (sovereign-admin break-glass + cluster bootstrap)"),
    (
        {"objectStorageRegion": ""},
        "object storage region is required (Hetzner Object Storage region: fsn1 | nbg1 | hel1)",
    ),
    (
        {"objectStorageRegion": "ash"},
        'object storage region "ash" is not a valid Hetzner Object Storage region (must be fsn1, nbg1, or hel1)',
    ),
    (
        {"objectStorageAccessKey": ""},
        "object storage access key is required (issued in Hetzner Console → Object Storage → Manage Credentials)",
    ),
    (
        {"objectStorageSecretKey": ""},
        "object storage secret key is required (paired with the access key; Hetzner shows the secret half exactly "
        "once at issue time)",
    ),
    (
        {"objectStorageBucket": "Bad_Bucket"},
        'object storage bucket name "Bad_Bucket" does not match S3 naming rules (3-63 chars, lowercase alphanumeric '
        "+ hyphens, start/end alphanumeric)",
    ),
]
"""Each rule's breach with its text, in the order in which the service looks."""


async def post(http: httpx.AsyncClient, emulator: str, body: Any) -> httpx.Response:
    return await http.post(f"{emulator}/api/v1/deployments", json=body)


@pytest.mark.parametrize(("changes", "text"), ORDER, ids=[text[:50] for _, text in ORDER])
async def test_each_rule_has_its_text(
    emulator: str, http: httpx.AsyncClient, changes: dict[str, Any], text: str
) -> None:
    answer = await post(http, emulator, request(**changes))
    assert (answer.status_code, answer.json()) == (400, {"error": text})
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.content.endswith(b"\n")


@pytest.mark.parametrize(
    ("first", "second"),
    [pair for pair in pairwise(ORDER) if not set(pair[0][0]) & set(pair[1][0])],
    ids=lambda rule: rule[1][:25],
)
async def test_of_two_breaches_the_first_rule_wins(
    emulator: str, http: httpx.AsyncClient, first: Any, second: Any
) -> None:
    answer = await post(http, emulator, request(**second[0], **first[0]))
    assert answer.json() == {"error": first[1]}


async def test_an_empty_body_meets_the_rules_one_after_the_other(emulator: str, http: httpx.AsyncClient) -> None:
    texts: list[str] = []
    body: dict[str, Any] = {}
    for member in (
        "hetznerToken hetznerProjectID region sovereignFQDN orgName orgEmail sshPublicKey objectStorageRegion "
        "objectStorageAccessKey objectStorageSecretKey"
    ).split():
        texts.append((await post(http, emulator, body)).json()["error"])
        body[member] = request()[member]
    accepted = await post(http, emulator, body)
    assert accepted.status_code == 201
    assert texts == [
        "hetzner token is required",
        "hetzner project ID is required",
        "region is required (runtime parameter, never hardcoded)",
        "sovereign FQDN is required",
        "organisation name is required",
        "organisation email is required (becomes initial sovereign-admin)",
        "SSH public key is required (sovereign-admin break-glass + cluster bootstrap)",
        "object storage region is required (Hetzner Object Storage region: fsn1 | nbg1 | hel1)",
        "object storage access key is required (issued in Hetzner Console → Object Storage → Manage Credentials)",
        "object storage secret key is required (paired with the access key; Hetzner shows the secret half exactly "
        "once at issue time)",
    ]


@pytest.mark.parametrize(
    ("regions", "text"),
    [
        (
            [region(workerCount=1, workerSize="cpx31", controlPlaneSize="cpx21"), region("", provider="")],
            'region[0]: controlPlaneSize "cpx21"' + NOWHERE,
        ),
        ([region(), region("hel1", provider="")], "region[1] provider is required"),
        ([region(workerCount=2, workerSize="cpx31")], 'region[0]: workerSize "cpx31"' + NOWHERE),
        ([region(), region("ash", workerCount=1, workerSize="cpx32")], 'region[1]: workerSize "cpx32"' + CONSTRAINED),
        (
            [region("ASH", controlPlaneSize="cpx32", provider="HETZNER")],
            'region[0]: controlPlaneSize "cpx32" is not orderable in region "ASH" for provider "HETZNER" — try one of: '
            "fsn1, nbg1, hel1",
        ),
    ],
)
async def test_regions_are_checked_one_by_one_and_completely(
    emulator: str, http: httpx.AsyncClient, regions: list[Any], text: str
) -> None:
    assert (await post(http, emulator, request(regions=regions))).json() == {"error": text}


@pytest.mark.parametrize(
    "accepted",
    [
        {"regions": [region("ash", controlPlaneSize="CPX32")]},
        {"regions": [region(workerSize="cpx21")]},
        {"regions": [region("ash", provider="aws", controlPlaneSize="cpx32")]},
        {"region": "", "controlPlaneSize": ""},
        {"whoKnows": [1, 2]},
    ],
    ids=["size with case", "worker size without workers", "other provider", "region 0 overwrites", "unknown member"],
)
async def test_what_the_rules_let_pass(emulator: str, http: httpx.AsyncClient, accepted: dict[str, Any]) -> None:
    assert (await post(http, emulator, request(**accepted))).status_code == 201


async def test_member_names_match_without_regard_to_case(emulator: str, http: httpx.AsyncClient) -> None:
    body = {name.upper(): value for name, value in request().items()}
    body["REGIONS"] = [{name.upper(): value for name, value in region().items()}]
    assert (await post(http, emulator, body)).status_code == 201


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"",
        b"[]",
        b'{"orgName": 5}',
        b'{"workerCount": "2"}',
        b'{"workerCount": true}',
        b'{"haEnabled": 1}',
        b'{"regions": {}}',
        b'{"regions": [5]}',
        b'{"regions": [{"workerCount": 1.5}]}',
        b'{"clusterMeshId": "7"}',
    ],
)
async def test_an_undecodable_body_is_refused_in_plain_text(
    emulator: str, http: httpx.AsyncClient, raw: bytes
) -> None:
    answer = await http.post(f"{emulator}/api/v1/deployments", content=raw)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.text.startswith("invalid request body: ")
    assert answer.text.endswith("\n")


async def test_the_answer_and_what_is_kept(emulator: str, http: httpx.AsyncClient) -> None:
    answer = await post(http, emulator, request())
    body = answer.json()
    number = body["id"]
    assert answer.status_code == 201
    assert "Location" not in answer.headers
    assert body == {"id": number, "status": "provisioning", "streamURL": f"/api/v1/deployments/{number}/logs"}
    assert len(number) == 16
    assert int(number, 16) >= 0
    kept = (await http.get(f"{emulator}/emulator/creates")).json()["creates"]
    assert [entry["id"] for entry in kept] == [number]
    assert kept[0]["body"]["hetznertoken"] == "<redacted>"
    assert kept[0]["body"]["orgname"] == "Acme"
    assert not any(secret in str(kept) for secret in SECRETS)


async def test_repeating_the_post_makes_a_second_run(emulator: str, http: httpx.AsyncClient) -> None:
    own = {"sovereignDomainMode": "byo", "sovereignFQDN": "acme.example"}
    first, second = [(await post(http, emulator, request(**own))).json()["id"] for _ in range(2)]
    assert first != second
    assert len((await http.get(f"{emulator}/emulator/creates")).json()["creates"]) == 2


async def test_a_pool_name_is_given_once(emulator: str, http: httpx.AsyncClient) -> None:
    assert (await post(http, emulator, request("acme"))).status_code == 201
    again = await post(http, emulator, request("acme"))
    assert again.status_code == 409
    assert again.json() == {
        "error": "subdomain-conflict",
        "detail": "this subdomain has been reserved or activated for the chosen pool — pick a different name",
    }
    assert (await post(http, emulator, request("acme-2"))).status_code == 201


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"label": "admin"}, 503),
        ({"label": "acme", "sovereignPoolDomain": "elsewhere.example"}, 201),
        ({"label": "admin", "sovereignDomainMode": "byo"}, 201),
        ({"label": "admin", "sovereignDomainMode": "POOL"}, 201),
    ],
)
async def test_only_the_exact_mode_and_a_managed_pool_reserve(
    emulator: str, http: httpx.AsyncClient, changes: dict[str, Any], status: int
) -> None:
    answer = await post(http, emulator, request(**changes))
    assert answer.status_code == status
    if status == 503:
        assert answer.json()["error"] == "pdm-unavailable"
        assert answer.json()["detail"].startswith("pool-domain-manager is temporarily unreachable: pdm reserve status")
