"""What a model is given: the versioned prompt, and the toolbox's tools without what only the gates use."""

import hashlib
import json

import jsonschema
import pytest

from assistant.modelling import WITHHELD, BadPrompt, offers, setup, system_prompt
from tools.concierge.schemas import SPECS

PROMPTS = {"concierge@1": "07094bb8849f08724200cdca632b0744d0a28311ee2a15a5a66bb4a0d30087c9"}
"""A prompt that changes gets a new version: evals of another version are evals of another prompt."""


def test_the_prompt_is_the_one_of_its_version() -> None:
    version, text = system_prompt()
    assert hashlib.sha256(text.encode()).hexdigest() == PROMPTS[version]
    assert not text.startswith("---")


@pytest.mark.parametrize("text", ["", "You are.", "---\nname: x\n---\nYou are.", "---\nname: x\nversion: 1\nYou are."])
def test_a_prompt_without_a_version_is_refused(text: str) -> None:
    with pytest.raises(BadPrompt):
        system_prompt(text)


def test_tools_are_offered_by_name_without_what_the_gates_fill_in() -> None:
    found = {offer.name: offer for offer in offers(SPECS.values())}
    assert list(found) == sorted(found)
    assert set(found) == set(SPECS) - WITHHELD
    validate = found["catalyst.deployments.validate"].schema
    assert "organisation" in validate["properties"]
    assert not validate["properties"].keys() & {"plan", "current", "digest"}
    assert found["catalyst.deployments.create"].schema["properties"] == {}
    assert "Draft" not in json.dumps(validate)
    for offer in found.values():
        jsonschema.Draft202012Validator.check_schema(offer.schema)
    jsonschema.validate({"sizeNeed": {"vcpu": 8}, "apps": ["ghost"], "domain": None}, validate)


def test_every_request_begins_the_same() -> None:
    one, other = setup(SPECS.values(), ceiling_usd=1), setup(reversed(list(SPECS.values())), ceiling_usd=1)
    assert one == other
