"""The kubeconfig: posted once, in a fixed order of checks, and handed out (catalyst-api.md, section 13)."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.tools.emulator.conftest import Api, Clock, Still
from tests.tools.samples import region

CONFIG = "apiVersion: v1\nkind: Config\n"


class Machine:
    """The new cluster, which knows the token."""

    def __init__(self, api: Api, still: Still, number: str, folder: Path) -> None:
        self._http, self._still, self._number = api.http, still, number
        self.token = (folder / "emulator" / "machines" / f"{number}.token").read_text(encoding="utf-8")

    async def put(self, content: str | bytes = CONFIG, query: str = "", **headers: str) -> httpx.Response:
        url = f"{self._still.address}/api/v1/deployments/{self._number}/kubeconfig{query}"
        return await self._http.put(url, content=content, headers={"Authorization": f"Bearer {self.token}", **headers})


@pytest.fixture
async def number(quiet: Api) -> str:
    return await quiet.create(regions=[region(), region("hel1")])


@pytest.fixture
def machine(quiet: Api, still: Still, number: str, tmp_path: Path) -> Machine:
    return Machine(quiet, still, number, tmp_path)


def refused(answer: httpx.Response) -> tuple[int, Any]:
    return answer.status_code, answer.json()["error"]


async def test_the_order_of_the_checks(machine: Machine, quiet: Api, still: Still) -> None:
    unknown = await quiet.http.put(f"{still.address}/api/v1/deployments/{'0' * 16}/kubeconfig", content=b"")
    assert (unknown.status_code, unknown.text) == (404, "deployment not found\n")
    assert refused(await machine.put("", Authorization="")) == (401, "missing-bearer")
    assert refused(await machine.put("", Authorization="Basic x")) == (401, "missing-bearer")
    assert refused(await machine.put("", Authorization="Bearer wrong")) == (403, "invalid-bearer")
    assert refused(await machine.put(b"x" * 1_048_577)) == (422, "body-too-large")
    assert refused(await machine.put(" \n")) == (422, "empty-body")
    assert (await machine.put()).status_code == 204
    assert refused(await machine.put("")) == (403, "already-set")
    assert refused(await machine.put(b"x" * 1_048_577)) == (403, "already-set")


async def test_a_record_without_a_hash(machine: Machine, still: Still, number: str) -> None:
    record = Path(still_folder(still)) / f"{number}.json"
    text = record.read_text(encoding="utf-8")
    record.write_text(json.dumps({**json.loads(text), "bearerHash": ""}), encoding="utf-8")
    await still.restart()
    assert refused(await machine.put("")) == (403, "no-bearer-hash")


async def test_the_largest_that_fits(machine: Machine) -> None:
    assert (await machine.put(b"x" * 1_048_576)).status_code == 204


async def test_what_was_posted_is_handed_out(machine: Machine, quiet: Api, number: str, still: Still) -> None:
    assert refused(await quiet.get(f"/deployments/{number}/kubeconfig")) == (409, "not-implemented")
    await machine.put()
    state = (await quiet.get(f"/deployments/{number}")).json()
    assert (state["status"], state["result"]["controlPlaneIP"], state["result"]["consoleURL"]) == ("provisioning", "", "")
    for _ in range(2):
        answer = await quiet.get(f"/deployments/{number}/kubeconfig")
        assert (answer.text, answer.headers["Content-Type"]) == (CONFIG, "application/yaml")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="acme.omani.works-kubeconfig.yaml"'
        await still.restart()
    for path in Path(still_folder(still)).parent.rglob("kubeconfigs/*.yaml"):
        path.unlink()
    assert refused(await quiet.get(f"/deployments/{number}/kubeconfig")) == (409, "kubeconfig-file-missing")


async def test_the_path_outlives_the_outputs_of_phase_0(machine: Machine, quiet: Api, number: str, clock: Clock) -> None:
    await machine.put()
    clock.pass_by(405)
    result = (await quiet.get(f"/deployments/{number}")).json()["result"]
    assert result["kubeconfigPath"]
    assert result["controlPlaneIP"].startswith("203.0.113.")


async def test_the_cluster_posts_by_itself(machine: Machine, quiet: Api, number: str, clock: Clock) -> None:
    clock.pass_by(500)
    answer = await quiet.get(f"/deployments/{number}/kubeconfig")
    config = yaml.safe_load(answer.text)
    assert config["clusters"][0]["cluster"]["server"].endswith(":6443")
    assert (await quiet.get(f"/deployments/{number}/kubeconfig")).text == answer.text
    assert refused(await machine.put()) == (403, "already-set")


async def test_one_file_for_each_region(machine: Machine, still: Still) -> None:
    assert (await machine.put(query="?region=hel1-1")).status_code == 204
    assert refused(await machine.put(query="?region=hel1-1")) == (403, "already-set")
    assert (await machine.put()).status_code == 204
    assert (await machine.put(query="?region=../../escape")).status_code == 204
    names = {path.name for path in Path(still_folder(still)).parent.rglob("*.yaml")}
    assert len(names) == 3
    assert not any("escape" in name for name in names)


def still_folder(still: Still) -> str:
    """Where the records are."""
    return str(still.folder / "deployments")
