"""What a place is to the person, how many regions, in which order: one row for each way of saying it."""

import pytest

from tests.dialogue.talk import Talk

START = "We're Acme Bank, mail ops@acme.com"


@pytest.mark.parametrize(
    ("said", "regions"),
    [
        (("We bake bread in Ghent and want the servers in Helsinki",), "hel1"),
        (("our office is in Helsinki but please host it in Nuremberg",), "nbg1"),
        (("I run a bakery in the US, could you put everything in Finland",), "hel1"),
        (("My accountant lives in Ashburn. We are Acme Ltd in Vienna",), "fsn1"),
        (("I was in Helsinki last summer, lovely. Anyway, Acme Ltd, ops@acme.com",), "fsn1"),
        ((START, "Falkenstein please", "my brother in Helsinki says hi"), "fsn1"),
        ((START, "Falkenstein please", "it's freezing in Helsinki these days, isn't it"), "fsn1"),
        ((START, "Nuremberg", "our competitors are all in Ashburn"), "nbg1"),
        ((START, "Nuremberg", "we used to be hosted in Ashburn with someone else"), "nbg1"),
        ((START, "Nuremberg", "my wife was born in Finland by the way"), "nbg1"),
        ((START, "Nuremberg", "i grew up in the states, funny"), "nbg1"),
        ((START, "Nuremberg", "friends of ours moved to Helsinki"), "nbg1"),
        (("we're a law firm based in Tallinn, clients mostly in Germany",), "fsn1"),
        (("Company based in Lisbon; deploy to hillsboro",), "hil"),
        (("the shop is in Boston, the servers should be in Falkenstein",), "fsn1"),
        (("hi i have small hotel in Salalah and i need website",), "fsn1"),
        (("Our two branches are in Helsinki and Tampere",), "hel1"),
        (("we sell to people in Norway and Sweden",), "hel1"),
        (("all of our readers are in Finland, we ourselves are in Madrid",), "hel1"),
        (("my sister and I run a café in Oslo",), "hel1"),
        ((START, "our developer would like Ashburn"), "ash"),
        ((START, "my boss wants it in the US"), "ash"),
        ((START, "someone recommended Helsinki to us"), "hel1"),
        ((START, "Helsinki was recommended by our consultant"), "hel1"),
        ((START, "can we have it stand in Nuremberg"), "nbg1"),
        ((START, "should be located in Finland"), "hel1"),
        ((START, "it has to be in Finland"), "hel1"),
        ((START, "data must sit in Nuremberg"), "nbg1"),
        ((START, "I'd feel better with Helsinki"), "hel1"),
        ((START, "Helsinki works for us"), "hel1"),
        ((START, "let's do Ashburn"), "ash"),
        ((START, "how about Helsinki"), "hel1"),
        ((START, "go for Hillsboro"), "hil"),
        ((START, "could we maybe go with hillsboro?"), "hil"),
        ((START, "Finland it is"), "hel1"),
        ((START, "Nuremberg will do"), "nbg1"),
        ((START, "make it the Finnish one"), "hel1"),
        ((START, "german servers please"), "fsn1"),
        ((START, "we want american servers"), "ash"),
        ((START, "in Finland, Helsinki that is"), "hel1"),
        ((START, "Finland - Helsinki"), "hel1"),
        ((START, "Helsinki (Finland)"), "hel1"),
        ((START, "Germany, and there Nuremberg"), "nbg1"),
        ((START, "somewhere in Germany, Nuremberg if possible"), "nbg1"),
        ((START, "Ashburn in the US"), "ash"),
        ((START, "the US, Hillsboro to be exact"), "hil"),
        ((START, "Nuremberg in Germany and Helsinki in Finland"), "nbg1,hel1"),
        (("We're in Finland. Helsinki would be perfect",), "hel1"),
        ((START, "Germany. Nuremberg."), "nbg1"),
        (("Acme Ltd, Portland, Maine",), "ash"),
        (("Acme Ltd in Portland, ME",), "ash"),
        (("Acme Ltd in Portland OR",), "hil"),
        (("Acme Ltd in Portland", "Oregon"), "hil"),
        (("Acme Ltd in Portland", "the one in Maine"), "ash"),
        (("Our people are in Georgia", "the country"), "fsn1"),
        (("All our users are in Georgia", "the American state"), "ash"),
        (("We're a café in Hamilton, New Zealand",), "fsn1"),
        (("We're a café in Hamilton NZ",), "fsn1"),
        (("We're a café in Hamilton, Ontario",), "ash"),
        (("shop in Lincoln, England",), "fsn1"),
        (("shop in Lincoln, Nebraska",), "ash"),
        (("shop in lincoln uk",), "fsn1"),
        (("Paris, Texas is where we are",), "ash"),
        ((START, "rather Helsinki than Nuremberg"), "hel1"),
        ((START, "we would rather be in Germany than in America"), "fsn1"),
        ((START, "I'd prefer Finland to Germany"), "hel1"),
        ((START, "better Ashburn than Hillsboro"), "ash"),
        ((START, "Helsinki rather than Falkenstein"), "hel1"),
        ((START, "Helsinki over Falkenstein please"), "hel1"),
        ((START, "Nuremberg", "I'd rather have Helsinki than Nuremberg"), "hel1"),
        ((START, "not the US, Finland"), "hel1"),
        ((START, "anywhere but Germany"), "hel1"),
        ((START, "anything except the US"), "fsn1"),
        ((START, "nothing in the US please"), "fsn1"),
        ((START, "just not Falkenstein"), "hel1"),
        ((START, "two regions but none in the US"), "fsn1,hel1"),
        ((START, "three regions, none of them in Germany"), "hel1,ash,hil"),
        ((START, "only European regions"), "fsn1"),
        ((START, "both of your US locations"), "ash,hil"),
        (("Nordwind in Hamburg, in Falkenstein and Helsinki, no apps",), "fsn1,hel1"),
        (("We're Acme in Lyon, Nuremberg, Helsinki and Ashburn",), "nbg1,hel1,ash"),
        (("a bookshop from Porto, in Helsinki and in Ashburn please",), "hel1,ash"),
        (("our customers are in Norway, Sweden and Finland",), "hel1"),
        ((START, "both German data centres please"), "fsn1,nbg1"),
        ((START, "every region you have"), "fsn1,hel1,nbg1,ash,hil"),
        ((START, "your two American sites"), "ash,hil"),
        ((START, "one in the US and one in Finland"), "ash,hel1"),
        ((START, "one in Finland, another in the US"), "hel1,ash"),
        ((START, "two in Germany and one in Finland"), "fsn1,nbg1,hel1"),
        ((START, "one region in Germany plus one in America"), "fsn1,ash"),
        ((START, "a region in Finland and a second one in Germany"), "hel1,fsn1"),
        ((START, "one of each: Germany, Finland, US"), "fsn1,hel1,ash"),
        ((START, "three regions and one of those should be Ashburn"), "ash,fsn1,hel1"),
        ((START, "2 regions: one Helsinki one Ashburn"), "hel1,ash"),
        ((START, "bookings plus a site"), "fsn1"),
        ((START, "a website and a wiki, plus a site for our club"), "fsn1"),
        ((START, "we have three sites in Bavaria"), "fsn1"),
        ((START, "Ashburn second, Helsinki first"), "hel1,ash"),
        ((START, "Helsinki as number one and Nuremberg as number two"), "hel1,nbg1"),
        ((START, "Falkenstein first and Ashburn as the backup"), "fsn1,ash"),
        ((START, "the first should be Ashburn and the second Falkenstein"), "ash,fsn1"),
        ((START, "Hillsboro last, Ashburn first, Helsinki in between"), "ash,hel1,hil"),
        ((START, "Nuremberg and Helsinki", "put Helsinki first"), "hel1,nbg1"),
        ((START, "Nuremberg and Helsinki", "Helsinki should come first"), "hel1,nbg1"),
        ((START, "Nuremberg and Helsinki", "the second one Ashburn"), "nbg1,ash"),
        ((START, "Nuremberg and Helsinki", "make Ashburn the first"), "ash,hel1"),
        ((START, "Nuremberg and Helsinki", "the second should rather be Falkenstein"), "nbg1,fsn1"),
        ((START, "Nuremberg and Helsinki", "swap them"), "hel1,nbg1"),
        ((START, "Nuremberg and Helsinki", "other way round please"), "hel1,nbg1"),
        ((START, "Nuremberg and Helsinki", "keep only the first one"), "nbg1"),
        ((START, "Nuremberg and Helsinki", "drop the second"), "nbg1"),
        ((START, "Nuremberg and Helsinki", "just the second one please"), "hel1"),
        ((START, "Nuremberg and Helsinki", "instead of the second take Ashburn"), "nbg1,ash"),
        ((START, "Nuremberg and Helsinki", "replace the first one by Falkenstein"), "fsn1,hel1"),
        ((START, "Nuremberg and Helsinki", "Ashburn instead of the first"), "ash,hel1"),
        ((START, "Nuremberg, Helsinki and Ashburn", "Helsinki to the front"), "hel1,nbg1,ash"),
        ((START, "fsn1 and fsn1", "second one Nuremberg"), "fsn1,nbg1"),
        ((START, "fsn1 and fsn1 again", "then Helsinki"), "fsn1,hel1"),
        ((START, "Falkenstein", "the other one in Germany instead"), "nbg1"),
        ((START, "Falkenstein", "I'd take the other German one"), "nbg1"),
        ((START, "Falkenstein", "can we have the other German region"), "nbg1"),
        ((START, "Ashburn", "rather the other US location"), "hil"),
        ((START, "Nuremberg", "your other data centre in Germany please"), "fsn1"),
        ((START, "Falkenstein", "add the other German one too"), "fsn1,nbg1"),
        ((START, "Do you have something in Helsinki?", "great, put it there"), "hel1"),
        ((START, "Is there a region in Ashburn?", "then we'd like to be there"), "ash"),
        ((START, "what about Hillsboro?", "ok let's go there"), "hil"),
        ((START, "Helsinki", "the last time I was in Nuremberg it rained"), "hel1"),
        ((START, "Helsinki", "our old provider had us in Ashburn"), "hel1"),
        ((START, "Helsinki", "we had servers in Ashburn once, never again"), "hel1"),
        ((START, "Helsinki", "Nuremberg has nice christmas markets"), "hel1"),
        ((START, "Helsinki", "my dad worked in Nuremberg for Siemens"), "hel1"),
        ((START, "Helsinki", "is Nuremberg close to Munich?"), "hel1"),
        (("My cousin recommended you, she's in Ashburn. We're Acme Ltd, Berlin",), "fsn1"),
        (("hello from Nuremberg, we want a cloud, hosted in Helsinki",), "hel1"),
        (("we have offices in Helsinki, Ashburn and Nuremberg, but one region in Falkenstein is enough",), "fsn1"),
        (("We deliver parcels across Germany and Austria, please use Helsinki",), "hel1"),
        (("our parent company sits in the US, we are in Ghent; servers in Germany please",), "fsn1"),
        (("we're a US company but want to be hosted in the EU",), "fsn1"),
        (("Finnish bakery in Lyon, want German servers",), "fsn1"),
        (("an American diner in Leipzig called Route 66",), "fsn1"),
        (("we make German beer in Portland, Oregon",), "hil"),
        (("Our members live all over Finland",), "hel1"),
        (("most of the patients come from Poland",), "fsn1"),
        (("I'd like the cloud near our customers in Seattle",), "hil"),
        (("please host near Toronto",), "ash"),
        (("something close to Cairo",), "fsn1"),
        (("as near as you can get to Stockholm",), "hel1"),
        (("we serve clients in the US from Dublin",), "ash"),
        (("all our users are american",), "ash"),
        (("90% of our traffic comes from brazil",), "ash"),
        (("put us wherever you have room in germany",), "fsn1"),
        (("our shop's in Turku & we want the data kept in Nuremberg",), "nbg1"),
        (("Kiosk in Tampa, hosting in hillsboro pls",), "hil"),
        (("we'd love to have everything run out of Helsinki",), "hel1"),
        (("run it from Nuremberg",), "nbg1"),
        (("serve it from Ashburn please",), "ash"),
        (("we moved from Helsinki to Lisbon last year",), "fsn1"),
        (("we are moving our office to Helsinki, host in Nuremberg",), "nbg1"),
        (("Set up Tailor & Sons in Falkenstein",), "fsn1"),
        (("set up a cloud for Tailor & Sons in Helsinki, host it in Nuremberg",), "nbg1"),
        (("a website for my shop in Ashburn",), "ash"),
        (("I need bookings for my salon in Helsinki and servers in Germany",), "fsn1"),
        ((START, "switch everything over to Helsinki"), "hel1"),
        ((START, "change the region to Ashburn please"), "ash"),
        ((START, "Nuremberg", "change Nuremberg to Helsinki"), "hel1"),
        ((START, "Nuremberg", "from Nuremberg to Helsinki please"), "hel1"),
        ((START, "Nuremberg", "Helsinki instead"), "hel1"),
        ((START, "Nuremberg", "no wait, Helsinki"), "hel1"),
        ((START, "Nuremberg", "no, wait, use Helsinki"), "hel1"),
        ((START, "Nuremberg", "nope, hang on, put it in Ashburn"), "ash"),
        ((START, "Nuremberg", "it was supposed to be Helsinki"), "hel1"),
        ((START, "Nuremberg", "add Helsinki"), "nbg1,hel1"),
        ((START, "Nuremberg", "Helsinki as well"), "nbg1,hel1"),
        ((START, "Nuremberg", "and a copy in Helsinki"), "nbg1,hel1"),
        ((START, "Nuremberg", "plus a second one in the US"), "nbg1,ash"),
        ((START, "Nuremberg", "can we have another region in Finland"), "nbg1,hel1"),
        ((START, "Nuremberg", "one more region please"), "nbg1,fsn1"),
        ((START, "Nuremberg and Helsinki", "without Helsinki after all"), "nbg1"),
        ((START, "Nuremberg and Helsinki", "Helsinki can go"), "nbg1"),
        ((START, "Nuremberg and Helsinki", "forget about Helsinki"), "nbg1"),
        ((START, "Nuremberg and Helsinki", "one region less"), "nbg1"),
        ((START, "Nuremberg and Helsinki", "take Ashburn instead of Helsinki"), "nbg1,ash"),
        ((START, "Nuremberg and Helsinki", "Nuremberg should become Falkenstein"), "fsn1,hel1"),
        ((START, "Nuremberg and Helsinki", "both workers and regions fine"), "nbg1,hel1"),
        ((START, "falkenstein or nuremberg", "the latter"), "nbg1"),
        ((START, "falkenstein or nuremberg", "both"), "fsn1,nbg1"),
        ((START, "we need to survive a data centre fire"), "fsn1,hel1"),
        (("they serve food in Helsinki; host with you in Nuremberg",), "nbg1"),
        (("we start in September and want Helsinki",), "hel1"),
        (("book a table in Falkenstein is what people do at our place",), "fsn1"),
        (("we store wine in Ashburn, the cloud should be in Hillsboro",), "hil"),
        (("we put people first in Ashburn",), "ash"),
    ],
)
def test_where_it_stands(said: tuple[str, ...], regions: str) -> None:
    talk = Talk()
    talk.say(*said)
    assert ",".join(talk.plan["regions"]) == regions
    assert talk.codes == []


@pytest.mark.parametrize(
    "said",
    [
        "put it in ams3", "we want eu-west-1", "region: nyc3", "host everything in lon1 please", "us-east-1", "location sgp1",
        "move it to Wakanda", "data centre in Zembla please", "put the Redshank servers in fra1",
    ],
)  # fmt: skip
def test_a_region_of_others_is_never_guessed(said: str) -> None:
    talk = Talk()
    talk.say(START, said)
    assert talk.codes == ["unknown_region"]
    assert talk.plan["regions"] == ["fsn1"]


@pytest.mark.parametrize(
    "said",
    [
        "we make cheese in Gruyères", "We build wooden boats in Zembla", "I keep bees in Klosterberg and sell honey",
        "We build web3 tools in Berlin, mp3 players too", "hi i have small hotel in Salalah and i need website",
        "our users sit in Texas", "My sister and I run a café in Oslo", "we run ferries in Helsinki",
    ],
)  # fmt: skip
def test_where_they_are_is_no_choice_of_a_region(said: str) -> None:
    talk = Talk()
    talk.say(said)
    assert talk.state.draft.regions is None
    assert talk.codes == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("only European regions, and Ashburn as the second", ""),
        ("everything has to stay in the EU. Region Hillsboro.", ""),
        ("GDPR applies, put it in Ashburn", ""),
        ("Ashburn", "our data must not leave the EU"),
    ],
)
def test_a_conflict_with_the_residency_is_said(first: str, second: str) -> None:
    talk = Talk()
    talk.say(START, first, *([second] if second else []))
    assert talk.codes == ["residency_conflict"]


@pytest.mark.parametrize(
    ("said", "name", "number"),
    [
        ("mesh name tern-core, id 17", "tern-core", 17),
        ("Cilium cluster mesh: name blue-mesh, id 9", "blue-mesh", 9),
        ("the mesh should be called kite and have the id 30", "kite", 30),
        ("mesh id 42 and mesh name lark-mesh", "lark-mesh", 42),
        ("clustermesh name=foo id=12", "foo", 12),
        ("our mesh is named redkite, number 8", "redkite", 8),
    ],
)
def test_a_mesh_pair_in_any_order(said: str, name: str, number: int) -> None:
    talk = Talk()
    talk.say(START, "four regions", said)
    assert (talk.plan["meshName"], talk.plan["meshId"]) == (name, number)
    assert talk.plan["organisation"] == "Acme Bank"
