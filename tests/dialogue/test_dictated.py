"""Names without a single capital, names in a list of values, names heard wrong and said again; regions by what they are for."""


import pytest

from tests.dialogue.talk import Talk, talked


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("hello this is whitstone riding school we want a wiki", "whitstone riding school"),
        ("please put cedar lane logistics in falkenstein", "cedar lane logistics"),
        ("we need a website and a wiki for otter creek library", "otter creek library"),
        ("for saltmarsh glazing in ashburn two workers mail is ivy at saltmarsh dot example", "saltmarsh glazing"),
        ("hi it's bramble and daughters bakery and we need web statistics", "bramble and daughters bakery"),
        ("for thornbury milling control plane cpx52 mail mill at thornbury dot example", "thornbury milling"),
    ],
)
def test_a_name_in_small_letters_is_taken_where_it_ends_like_one_or_an_address_repeats_it(said: str, name: str) -> None:
    assert talked(said)["organisation"] == name


@pytest.mark.parametrize(
    "said",
    [
        "this is peter miller we need a wiki",
        "host patient records in germany",
        "for backup reasons we need a second region",
        "please deploy kubernetes workloads in ashburn",
        "put the company website in helsinki",
        "run our booking office in nuremberg",
        "this is really urgent business",
    ],
)
def test_a_description_in_small_letters_is_no_name(said: str) -> None:
    assert talked(said)["organisation"] is None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("3 workers, hel1, Make It Snappy Films", "Make It Snappy Films"),
        ("Good Evening Hotel, fsn1, desk@evening.example", "Good Evening Hotel"),
        ("cpx52; Run The Numbers Accounting; ash; cfo@numbers.example", "Run The Numbers Accounting"),
    ],
)
def test_the_item_of_a_list_that_is_no_value_is_the_name(said: str, name: str) -> None:
    assert talked(said)["organisation"] == name


def test_an_order_in_capitals_among_values_is_no_name() -> None:
    assert talked("cpx42, Move To Helsinki, x@y.example")["organisation"] is None
    assert talked("Take Two Workers, nbg1, x@y.example")["organisation"] is None


@pytest.mark.parametrize(
    "again",
    ["The bakery is Cobalt Bread, like the blue.", "Cobalt Bread", "Our shop is called Cobalt Bread"],
)
def test_a_name_very_like_the_one_that_stands_corrects_it(again: str) -> None:
    assert talked("We are Cobald Bread", again)["organisation"] == "Cobalt Bread"


def test_where_the_bakery_is_renames_nothing() -> None:
    assert talked("We are Cobald Bread", "The bakery is in Cologne")["organisation"] == "Cobald Bread"


def test_a_conversation_begun_as_a_voices_writes_names_as_names_are() -> None:
    assert talked("the company is copper gate roofing.", channel="voice")["organisation"] == "Copper Gate Roofing"
    assert talked("the company is copper gate roofing.")["organisation"] == "copper gate roofing"


@pytest.mark.parametrize(
    ("said", "regions"),
    [
        ("main in Hillsboro, spare in Ashburn", ["hil", "ash"]),
        ("production in Nuremberg, DR in Falkenstein", ["nbg1", "fsn1"]),
        ("the primary runs in Ashburn and the secondary stays in Helsinki", ["ash", "hel1"]),
        ("active in fsn1, passive in hel1", ["fsn1", "hel1"]),
    ],
)
def test_regions_by_what_they_are_for_keep_their_order(said: str, regions: list[str]) -> None:
    assert talked(said)["regions"] == regions


def test_data_that_must_stay_somewhere_wishes_for_no_app() -> None:
    talk = Talk()
    talk.say("our client data has to remain in Finland")
    assert (talk.plan["regions"], talk.state.draft.apps) == (["hel1"], None)
    talk = Talk()
    talk.say("we need a place for customer data")
    assert talk.state.draft.apps == ("twenty",)


def test_a_region_that_the_law_bars_is_asked_about_and_nothing_is_announced() -> None:
    talk = Talk()
    talk.say("We're Acme, jo@acme.com, Ashburn")
    reply = talk.say("our customers' data must stay inside the EU, GDPR")
    assert "Falkenstein it is" not in reply
    assert "Ashburn" in reply
    assert "Shall I take" in reply
