"""Where the Sovereign stands: one region or several, named, described, corrected, refused."""

import pytest

from tests.dialogue.talk import Talk

ONE = "Blue Door Ltd in Ghent, mail info@bluedoor.be"
TWO = "Blue Door Ltd, mail info@bluedoor.be, hosted in Nuremberg and Helsinki"


@pytest.mark.parametrize(
    ("words", "regions"),
    [
        ("put it in Finland", ["hel1"]),
        ("Helsinki please", ["hel1"]),
        ("H E L one", ["hel1"]),
        ("use F S N one", ["fsn1"]),
        ("nbg1", ["nbg1"]),
        ("N B G 1 would be best", ["nbg1"]),
        ("fall constant", ["fsn1"]),
        ("Nürnberg, bitte", ["nbg1"]),
        ("I'd like it in the US", ["ash"]),
        ("Hillsborough Oregon", ["hil"]),
        ("make that Helsinki", ["hel1"]),
        ("no, make that Helsinki", ["hel1"]),
        ("I meant Helsinki, not Falkenstein", ["hel1"]),
        ("not Falkenstein, Helsinki", ["hel1"]),
        ("not Falkenstein, Helsinki and Nuremberg", ["hel1", "nbg1"]),
        ("Helsinki instead", ["hel1"]),
        ("switch to Ashburn", ["ash"]),
        ("Helsinki and Nuremberg please", ["hel1", "nbg1"]),
        ("Ashburn first, then Falkenstein", ["ash", "fsn1"]),
        ("a second site in Helsinki", ["fsn1", "hel1"]),
        ("also Hillsboro", ["fsn1", "hil"]),
        ("add a second region in the US", ["fsn1", "ash"]),
        ("two regions", ["fsn1", "hel1"]),
        ("we must survive a region outage", ["fsn1", "hel1"]),
        ("I need disaster recovery", ["fsn1", "hel1"]),
        ("two regions in Germany", ["fsn1", "nbg1"]),
        ("two regions in the US", ["ash", "hil"]),
        ("three regions", ["fsn1", "hel1", "nbg1"]),
        ("the dual topology", ["fsn1", "hel1"]),
        ("use the triangle topology", ["fsn1", "hel1", "nbg1"]),
        ("citadel", ["fsn1", "hel1", "nbg1", "ash"]),
        ("solo topology", ["fsn1"]),
        ("compact topology", ["fsn1", "hel1"]),
        ("four regions starting in Helsinki", ["hel1", "fsn1", "nbg1", "ash"]),
        ("not in Germany", ["hel1"]),
        ("not in the US", ["fsn1"]),
    ],
)
def test_regions_are_taken_in_the_order_named(words: str, regions: list[str]) -> None:
    talk = Talk()
    talk.say(ONE, words)
    assert talk.plan["regions"] == regions
    assert talk.codes == []
    assert talk.plan["organisation"] == "Blue Door Ltd"


@pytest.mark.parametrize(
    ("words", "regions"),
    [
        ("I meant Falkenstein, not Nuremberg", ["fsn1", "hel1"]),
        ("replace Helsinki with Ashburn", ["nbg1", "ash"]),
        ("instead of Nuremberg use Ashburn", ["ash", "hel1"]),
        ("swap Helsinki for Falkenstein", ["nbg1", "fsn1"]),
        ("swap the order", ["hel1", "nbg1"]),
        ("the other way round", ["hel1", "nbg1"]),
        ("Helsinki first", ["hel1", "nbg1"]),
        ("drop Helsinki", ["nbg1"]),
        ("without Nuremberg", ["hel1"]),
        ("remove the second one", ["nbg1"]),
        ("drop the first one", ["hel1"]),
        ("just one region", ["nbg1"]),
        ("only Helsinki", ["hel1"]),
        ("I only want Helsinki", ["hel1"]),
        ("one region is enough, Helsinki", ["hel1"]),
        ("add Ashburn too", ["nbg1", "hel1", "ash"]),
        ("a third region", ["nbg1", "hel1", "fsn1"]),
        ("make the second one Hillsboro", ["nbg1", "hil"]),
        ("put the first in Ashburn", ["ash", "hel1"]),
        ("both in Germany", ["fsn1", "nbg1"]),
        ("drop Finland", ["nbg1"]),
        ("the same in Helsinki", ["nbg1", "hel1"]),
        ("Helsinki instead of Nuremberg", ["hel1"]),
        ("Ashburn and Hillsboro", ["ash", "hil"]),
    ],
)
def test_two_regions_are_changed_in_place(words: str, regions: list[str]) -> None:
    talk = Talk()
    talk.say(TWO)
    assert talk.plan["regions"] == ["nbg1", "hel1"]
    talk.say(words)
    assert talk.plan["regions"] == regions
    assert talk.codes == []


@pytest.mark.parametrize("place", ["Frankfurt", "Muscat", "Dubai", "London", "Singapore", "Oman", "Tokyo"])
@pytest.mark.parametrize("words", ["host it in {}", "closest to {}", "put it somewhere near {}"])
def test_a_place_without_a_region_is_never_mapped_in_silence(place: str, words: str) -> None:
    talk = Talk()
    reply = talk.say(ONE, words.format(place))
    assert talk.plan["regions"] == ["fsn1"]
    assert f"no region in {place}" in reply
    assert "Falkenstein" in reply


@pytest.mark.parametrize(
    ("where", "region"),
    [
        ("Oslo", "hel1"), ("Riga", "hel1"), ("Stockholm", "hel1"), ("New York", "ash"), ("Toronto", "ash"),
        ("São Paulo", "ash"), ("Denver", "hil"), ("Seattle", "hil"), ("Los Angeles", "hil"), ("Muscat", "fsn1"),
        ("Lagos", "fsn1"), ("Madrid", "fsn1"), ("Sydney", "fsn1"),
    ],
)  # fmt: skip
def test_the_region_is_suggested_by_where_they_are(where: str, region: str) -> None:
    talk = Talk()
    reply = talk.say(f"We're a small consultancy in {where}")
    assert talk.plan["regions"] == [region]
    assert "I suggest" in reply
    assert where in reply
    assert "EUR 25.49" in reply


def test_an_addition_is_said_once() -> None:
    talk = Talk()
    reply = talk.say(ONE, "two regions")
    assert "To make 2 regions I add Helsinki." in reply
    assert "Now two regions" not in reply


def test_where_the_users_are_counts() -> None:
    talk = Talk()
    talk.say("We're a consultancy, most of our customers are in Norway")
    assert talk.plan["regions"] == ["hel1"]


def test_a_city_with_its_country_is_one_place() -> None:
    talk = Talk()
    talk.say("We run three hotels in Salalah, Oman")
    assert talk.state.draft.location == "Salalah, Oman"
    assert talk.state.draft.regions is None


def test_which_region_goes_is_asked_when_it_is_open() -> None:
    talk = Talk()
    reply = talk.say(TWO, "no, make that Ashburn")
    assert talk.asking == "clarify"
    assert "Ashburn instead of Nuremberg, or Ashburn instead of Helsinki" in reply
    assert talk.plan["regions"] == ["nbg1", "hel1"]


@pytest.mark.parametrize(
    ("answer", "regions"),
    [
        ("the first one", ["ash", "hel1"]),
        ("2", ["nbg1", "ash"]),
        ("Nuremberg", ["ash", "hel1"]),
        ("Ashburn instead of Helsinki", ["nbg1", "ash"]),
        ("the latter", ["nbg1", "ash"]),
        ("instead of Helsinki please", ["nbg1", "ash"]),
    ],
)
def test_an_open_reading_is_chosen(answer: str, regions: list[str]) -> None:
    talk = Talk()
    talk.say(TWO, "no, make that Ashburn", answer)
    assert talk.plan["regions"] == regions
    assert talk.asking == "email_code"


@pytest.mark.parametrize(
    ("words", "code", "standing"),
    [
        ("two regions in Finland", "duplicate_region", ["hel1"]),
        ("and a second one, also in Falkenstein", "duplicate_region", ["fsn1"]),
        ("Falkenstein and Falkenstein", "duplicate_region", ["fsn1"]),
        ("six regions", "too_many_regions", ["fsn1", "hel1", "nbg1", "ash", "hil"]),
        ("put it in Atlantis", "unknown_region", ["fsn1"]),
        ("use region eu-central-1", "unknown_region", ["fsn1"]),
    ],
)
def test_a_wish_that_cannot_be_met_is_a_problem_with_a_way_out(words: str, code: str, standing: list[str]) -> None:
    talk = Talk()
    reply = talk.say(ONE, words)
    assert talk.codes == [code]
    assert talk.plan["regions"] == standing
    assert talk.asking == "regions" and reply.endswith("?") or reply.endswith(".")
    talk.say({"unknown_region": "Helsinki", "duplicate_region": "the first one"}.get(code, "yes"))
    assert talk.codes == []


def test_a_named_country_is_used_up_and_then_asked_about() -> None:
    talk = Talk()
    talk.say(ONE, "two regions in Finland", "Nuremberg")
    assert talk.codes == []
    assert "nbg1" in talk.plan["regions"]


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("GDPR applies", "host in Ashburn"),
        ("our data must stay in the EU", "Hillsboro"),
        ("all data has to remain in Europe", "put it in the US"),
    ],
)
def test_a_region_outside_the_residency_is_refused(setting: str, words: str) -> None:
    talk = Talk()
    reply = talk.say(ONE, setting, words)
    assert talk.codes == ["residency_conflict"]
    assert talk.plan["regions"] == ["fsn1"]
    assert talk.plan["residency"] == "eu"
    assert "outside the EU" in reply
    talk.say("Helsinki then")
    assert talk.codes == []
    assert talk.plan["regions"] == ["hel1"]


def test_citadel_does_not_fit_into_the_eu() -> None:
    talk = Talk()
    talk.say(ONE, "GDPR applies", "citadel")
    assert talk.codes == ["too_many_regions"]
    talk.say("yes")
    assert talk.codes == []
    assert talk.plan["regions"] == ["fsn1", "hel1", "nbg1"]


@pytest.mark.parametrize("way_out", ["drop the US-only rule", "the second one", "forget the restriction", "drop that rule please"])
def test_fedramp_conflicts_until_the_rule_is_dropped(way_out: str) -> None:
    talk = Talk()
    reply = talk.say(ONE, "We need FedRAMP")
    assert talk.codes == ["residency_conflict"]
    assert talk.asking == "residency"
    assert "person" in reply
    assert talk.plan["residency"] == "us"
    talk.say(way_out)
    assert talk.codes == []
    assert talk.plan["residency"] is None


@pytest.mark.parametrize("way_out", ["talk to a person", "I want to speak to someone"])
def test_fedramp_can_go_to_a_person(way_out: str) -> None:
    talk = Talk()
    reply = talk.say(ONE, "We need FedRAMP", way_out)
    assert talk.state.human
    assert "colleague" in reply
    assert talk.codes == ["residency_conflict"]


def test_a_regime_can_be_taken_back() -> None:
    talk = Talk()
    talk.say(ONE, "GDPR applies")
    assert talk.plan["residency"] == "eu"
    talk.say("forget the GDPR")
    assert talk.plan["residency"] is None


def test_sensitive_data_of_europeans_stays_and_is_said_so() -> None:
    talk = Talk()
    reply = talk.say("I run a clinic in Vienna")
    assert talk.plan["residency"] == "eu"
    assert "has to stay in the EU" in reply


def test_objects_stay_in_the_eu_and_it_is_said() -> None:
    talk = Talk()
    reply = talk.say(ONE, "Ashburn")
    assert talk.plan["objectStorageRegion"] == "fsn1"
    assert "no object storage" in reply


def test_redundancy_can_mean_two_things() -> None:
    talk = Talk()
    reply = talk.say(ONE, "I want redundancy")
    assert talk.asking == "clarify"
    assert "high availability, or two regions" in reply
    talk.say("the second")
    assert talk.plan["regions"] == ["fsn1", "hel1"]
    assert not talk.plan["highAvailability"]


def test_one_here_and_one_there() -> None:
    talk = Talk()
    talk.say("i need 2 regions, one in virginia and one in oregon. company is Pine Tree Labs")
    assert talk.plan["regions"] == ["ash", "hil"]


def test_a_residency_that_is_waived_in_passing() -> None:
    talk = Talk()
    talk.say("We're Acme Bank in Berlin, mail ops@acme.com", "ok eu isn't important, ashburn")
    assert talk.plan["regions"] == ["ash"]
    assert talk.plan["residency"] is None
