"""`concierge mcp`: the toolbox on stdin and stdout, as an agent starts it."""

import json
import sys
from pathlib import Path
from typing import Any

import aiohttp
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from assistant.serve import served_address
from tests.assistant.cli.process import ROOT, Process, environment

PLAN = {"organisation": "Broodhuis", "email": "info@broodhuis.example", "regions": ["fsn1"]}


def agent(folder: Path) -> Client:
    arguments = ["-m", "assistant", "mcp", "--data-dir", str(folder)]
    return Client(stdio_client(StdioServerParameters(command=sys.executable, args=arguments, cwd=ROOT, env=environment())))


def refusal(answer: Any) -> dict[str, Any]:
    assert answer.is_error
    return answer.structured_content


async def test_alone_it_plans_and_creates_nothing(tmp_path: Path) -> None:
    async with agent(tmp_path) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        assert "catalyst.deployments.create" in names
        assert not {"catalyst.sshkey.generate", "catalyst.deployments.find"} & set(names), "those are the dialogue's"
        checked = await client.call_tool("catalyst.deployments.validate", {"plan": PLAN})
        assert checked.structured_content is not None
        assert checked.structured_content["plan"]["domain"]["fqdn"] == "broodhuis.omani.works"
        answer = refusal(await client.call_tool("catalyst.deployments.create", {"plan": PLAN}))
        assert (answer["code"], answer["outcome"]) == ("approval_required", "refused")
    assert not (tmp_path / "emulator.json").exists(), "what was started is taken along"


async def test_beside_a_server_its_page_approves(tmp_path: Path) -> None:
    assert served_address(tmp_path) is None
    async with Process("serve", "--port", "0", "--data-dir", str(tmp_path)) as server:
        url = await server.ready()
        assert served_address(tmp_path) == url
        async with agent(tmp_path) as client:
            answer = refusal(await client.call_tool("catalyst.deployments.create", {"plan": PLAN}))
            number = {"id": answer["approvalId"]}
            before = (await client.call_tool("catalyst.deployments.get", number)).structured_content
        page, _, code = answer["approvalUrl"].partition("#join=")
        assert page == f"{url}/start", "the server's own port, not the default one"
        async with aiohttp.ClientSession(trust_env=False) as http:
            async with http.post(f"{url}/api/v1/links/redeem", json={"code": code}) as redeemed:
                device = await redeemed.json()
            headers = {"Authorization": f"Bearer {device['token']}"}
            async with http.get(f"{url}/api/v1/conversations/{device['id']}", headers=headers) as looked:
                assert (await looked.json())["plan"]["organisation"] == "Broodhuis"
            async with agent(tmp_path) as client:
                after = (await client.call_tool("catalyst.deployments.get", number)).structured_content
            assert before is not None
            assert after is not None
            assert (before["opened"], after["opened"]) == (False, True), "what happens in the server is seen from the agent's process"
            assert after["status"] == "approval_pending"
            port = json.loads((tmp_path / "emulator.json").read_text(encoding="utf-8"))["port"]
            async with http.get(f"http://127.0.0.1:{port}/emulator/creates") as creates:
                assert (await creates.json())["creates"] == []
    assert served_address(tmp_path) is None, "a server that has gone"
