"""Section 4 of the contract as a table: every row, its text to the byte, and that it stands before all later ones."""

import json
from typing import Any

import httpx
import pytest

from tests.tools.samples import region, request
from tools.emulator.decoding import BodyError
from tools.emulator.validation import RULES, Server, decode, first_error

JsonObject = dict[str, Any]
NOT_THERE = 'controlPlaneSize "cpx32" is not orderable in region "ash" for provider "hetzner" — try one of: fsn1, nbg1, hel1'
NOWHERE = (
    'controlPlaneSize "cpx21" is no longer orderable for new servers in any region of provider "hetzner" — pick a different SKU'
)
ROWS: dict[int, tuple[str, JsonObject]] = {
    1: ("region[0] provider is required", {"regions": [region(provider=" ")]}),
    2: ("region[0] cloudRegion is required", {"regions": [region(cloud="")]}),
    3: ("region[0] controlPlaneSize is required", {"regions": [region(controlPlaneSize="\t")]}),
    4: ("region[0] workerCount must be non-negative", {"regions": [region(workerCount=-1)]}),
    5: ("region[0] workerSize is required when workerCount > 0", {"regions": [region(workerCount=1)]}),
    6: (f"region[0]: {NOT_THERE}", {"regions": [region("ash", controlPlaneSize="cpx32")]}),
    7: ("hetzner token is required", {"hetznerToken": " "}),
    8: ("hetzner project ID is required", {"hetznerProjectID": ""}),
    9: ("region is required (runtime parameter, never hardcoded)", {"regions": [], "region": "  "}),
    10: ("sovereign FQDN is required", {"sovereignFQDN": ""}),
    11: (NOWHERE, {"regions": [], "controlPlaneSize": "cpx21"}),
    12: (
        "parentDomains must have exactly one entry with role primary (found 0)",
        {"parentDomains": [{"name": "omani.works", "role": "org-pool"}]},
    ),
    13: ("organisation name is required", {"orgName": "\n"}),
    14: ("organisation email is required (becomes initial sovereign-admin)", {"orgEmail": ""}),
    15: ("SSH public key is required (sovereign-admin break-glass + cluster bootstrap)", {"sshPublicKey": ""}),
    16: (
        "GHCR pull token is required for managed-pool deployments (CATALYST_GHCR_PULL_TOKEN missing on catalyst-api — see "
        "docs/SECRET-ROTATION.md)",
        {},
    ),
    17: (
        "Harbor robot token is required (CATALYST_HARBOR_ROBOT_TOKEN missing on catalyst-api — every Sovereign image pull "
        "MUST go through harbor.openova.io; falling through to docker.io is not allowed)",
        {},
    ),
    18: (
        "object storage region is required (Hetzner Object Storage region: fsn1 | nbg1 | hel1)",
        {"objectStorageRegion": ""},
    ),
    19: (
        'object storage region "ash" is not a valid Hetzner Object Storage region (must be fsn1, nbg1, or hel1)',
        {"objectStorageRegion": "ash"},
    ),
    20: (
        "object storage access key is required (issued in Hetzner Console → Object Storage → Manage Credentials)",
        {"objectStorageAccessKey": ""},
    ),
    21: (
        "object storage secret key is required (paired with the access key; Hetzner shows the secret half exactly once at "
        "issue time)",
        {"objectStorageSecretKey": ""},
    ),
    23: (
        'object storage bucket name "Bad_Bucket" does not match S3 naming rules (3-63 chars, lowercase alphanumeric + '
        "hyphens, start/end alphanumeric)",
        {"objectStorageBucket": "Bad_Bucket"},
    ),
}
"""Row → its text and a breach of it alone. Row 0 is the decoder's; row 22 can't fail (see below)."""
TOKENLESS = {16: Server(pull_token=False), 17: Server(robot_token=False)}
NO_TOKENS = Server(pull_token=False, robot_token=False)


def breach(row: int) -> tuple[JsonObject, Server]:
    """A body that breaks one row and nothing else."""
    return request(**ROWS[row][1]), TOKENLESS.get(row, Server())


def breach_from(row: int) -> tuple[JsonObject, Server]:
    """A body that breaks this row and every later one that can be broken along with it."""
    body: JsonObject = {}
    for later in sorted(ROWS, reverse=True):
        if later >= row:
            body |= ROWS[later][1]
    regions = body.pop("regions", None)
    bad = [region(**{k: v for later in (5, 4, 3, 2, 1) if later >= row for k, v in _part(later).items()})]
    if row <= 6:
        body["regions"] = [region("ash", controlPlaneSize="cpx32")] if row == 6 else bad
    elif regions is not None:
        body["regions"] = [] if row in (9, 11) else [region()]
    if row == 11:
        body["region"] = "fsn1"
    return request(**body), NO_TOKENS if row <= 16 else TOKENLESS[17] if row == 17 else Server()


def _part(row: int) -> JsonObject:
    blank = {1: {"provider": ""}, 2: {"cloud": ""}, 3: {"controlPlaneSize": ""}}
    return blank.get(row) or {4: {"workerCount": -1}, 5: {"workerCount": 2, "workerSize": ""}}[row]


def error(body: JsonObject, server: Server) -> str | None:
    return first_error(decode(json.dumps(body).encode()), server)


def test_the_table_is_complete() -> None:
    assert sorted({*ROWS, 0, 22}) == list(range(24))
    assert list(RULES) == list(range(7, 24)), "in the contract's order"


def test_the_sample_breaks_nothing() -> None:
    assert error(request(), Server()) is None


@pytest.mark.parametrize("row", ROWS)
def test_a_row_alone(row: int) -> None:
    body, server = breach(row)
    assert error(body, server) == ROWS[row][0]


@pytest.mark.parametrize("row", ROWS)
def test_a_row_stands_before_all_later_ones(row: int) -> None:
    body, server = breach_from(row)
    assert error(body, server) == ROWS[row][0]


def test_a_body_that_breaks_a_row_breaks_the_later_ones_too() -> None:
    """Otherwise the test above would show less than it says: mended row by row, the body meets each in turn."""
    body, met = request(**{k: v for row in sorted(ROWS, reverse=True) for k, v in ROWS[row][1].items()}), list[int]()
    body["regions"] = [region(provider="", cloud="", controlPlaneSize="", workerCount=-1)]
    mended = request()
    for _ in range(40):
        text = error(body, Server())
        if text is None:
            break
        row = next(r for r, (wanted, _) in ROWS.items() if wanted == text)
        met.append(row)
        if row <= 6:
            first = body["regions"][0]
            ready = region(workerCount=1) if row == 4 else region(workerCount=1, workerSize="cpx42")
            names = {1: "provider", 2: "cloudRegion", 3: "controlPlaneSize", 4: "workerCount", 5: "workerSize"}
            first[names.get(row, "provider")] = ready[names.get(row, "provider")]
        else:
            name = next(iter(ROWS[row][1]))
            body[name] = mended.get(name)
    assert met == [1, 2, 3, 4, 5, 7, 8, 10, 12, 13, 14, 15, 18, 20, 21, 23]


def test_row_22_cannot_fail_because_a_blank_name_is_derived() -> None:
    for blank in ("", "  ", None):
        assert error(request(objectStorageBucket=blank), Server()) is None
    assert RULES[22]({"objectstoragebucket": "", "sovereignfqdn": "a.b"}, Server()) is None


@pytest.mark.parametrize(
    ("entries", "text"),
    [
        ([], None),
        ([{"name": "omani.works", "role": "primary"}], None),
        ([{"name": "omani.works", "role": "primary"}, {"name": "acme.example", "role": "anything"}], None),
        ([{"role": "primary"}], "parentDomains[0] name is required"),
        ([{"name": "Omani Works", "role": "primary"}], 'parentDomains[0] name "Omani Works" is not a valid domain'),
        ([{"name": "works", "role": "primary"}], 'parentDomains[0] name "works" is not a valid domain'),
        (
            [{"name": "a.example", "role": "primary"}, {"name": "b.example", "role": " "}],
            "parentDomains[1] role is required",
        ),
        (
            [{"name": "a.example", "role": "primary"}, {"name": "b.example", "role": "primary"}],
            "parentDomains must have exactly one entry with role primary (found 2)",
        ),
    ],
)
def test_parent_domains(entries: list[Any], text: str | None) -> None:
    assert error(request(parentDomains=entries), Server()) == text


def test_the_pull_token_matters_to_managed_pools_alone() -> None:
    assert error(request(sovereignDomainMode="byo"), TOKENLESS[16]) is None
    assert error(request(sovereignDomainMode="Pool"), TOKENLESS[16]) is None


async def test_tokens_are_taken_from_a_running_service(emulator: str, http: httpx.AsyncClient) -> None:
    for names, row in ((["ghcr-token", "harbor-token"], 16), (["harbor-token"], 17)):
        await http.post(f"{emulator}/emulator/settings", json={"without": names})
        answer = await http.post(f"{emulator}/api/v1/deployments", json=request())
        assert (answer.status_code, answer.json()) == (400, {"error": ROWS[row][0]})
    await http.post(f"{emulator}/emulator/settings", json={"without": []})
    assert (await http.post(f"{emulator}/api/v1/deployments", json=request())).status_code == 201
    unknown = await http.post(f"{emulator}/emulator/settings", json={"without": ["luck"]})
    assert unknown.status_code == 400


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", "EOF"),
        (b"{", "unexpected EOF"),
        (b'{"orgName": "x', "unexpected EOF"),
        (b"nonsense", "invalid character 'n' looking for beginning of value"),
        (b'{"orgName": NaN}', "invalid character 'N' looking for beginning of value"),
        (b"[]", "json: cannot unmarshal array into Go value of type Request"),
        (b'{"orgName": 5}', "json: cannot unmarshal number 5 into Go struct field Request.orgName of type string"),
        (b'{"workerCount": 1.0}', "json: cannot unmarshal number 1.0 into Go struct field Request.workerCount of type int"),
        (b'{"WORKERCOUNT": true}', "json: cannot unmarshal bool into Go struct field Request.WORKERCOUNT of type int"),
        (b'{"regions": [[]]}', "json: cannot unmarshal array into Go struct field Request.regions of type object"),
        (b'{"parentDomains": {}}', "json: cannot unmarshal object into Go struct field Request.parentDomains of type []object"),
        (b"[" * 5000, "exceeded max depth"),
    ],
)
def test_row_0_the_decoder(raw: bytes, text: str) -> None:
    with pytest.raises(BodyError) as error:
        decode(raw)
    assert str(error.value) == text


def test_what_the_decoder_lets_pass() -> None:
    assert decode(b"null") == {"regions": []}
    assert decode(b'{"orgName": null, "regions": null, "whoKnows": {"a": 1}} trailing') == {"regions": []}
    assert decode(b'{"regions": [null]}')["regions"] == [{}]
    assert decode(rb'{"orgName": "a\ud800b"}')["orgname"] == "a\ufffdb"
    assert decode(b'{"orgName": "\xff"}')["orgname"] == "\ufffd"
    assert decode(b'{"orgname": "first", "ORGNAME": "last"}')["orgname"] == "last"
