"""Shorthand and small constructions that are put in plainer words before anything is read."""

import pytest

from dialogue.understanding.legal_forms import without_seat
from dialogue.understanding.plainer import of_compared, plainer
from dialogue.understanding.questions import question
from tests.dialogue.talk import LEXICON, Talk

THREE = "Fern Pharmacy, info@fern.example. Regions: Falkenstein, Nuremberg, Helsinki"
BEGUN = "We are Acme Bank, mail ops@acme.com"


def talk(*lines: str) -> Talk:
    held = Talk()
    for line in lines:
        held.say(line)
    return held


@pytest.mark.parametrize(
    ("said", "regions"),
    [
        ("change region 2 to Ashburn", ["fsn1", "ash", "hel1"]),
        ("swap site no. 3 for Hillsboro please", ["fsn1", "nbg1", "hil"]),
        ("#1 to Ashburn", ["ash", "nbg1", "hel1"]),
        ("move the second region to Hillsboro, the rest stays", ["fsn1", "hil", "hel1"]),
        ("region 1 can go", ["nbg1", "hel1"]),
    ],
)
def test_a_region_is_meant_by_its_number(said: str, regions: list[str]) -> None:
    assert talk(THREE, said).plan["regions"] == regions


def test_a_second_region_is_still_one_more() -> None:
    assert len(talk(f"{BEGUN}, in Nuremberg", "we need a second region").plan["regions"]) == 2
    assert len(talk(f"{BEGUN}, in Nuremberg", "the second region should be in Helsinki").plan["regions"]) == 2


@pytest.mark.parametrize(("said", "gone"), [("drop Ashburn", "ash"), ("lose helsinki then", "hel1"), ("kick out Hillsboro", "hil")])
def test_one_of_all_regions_goes(said: str, gone: str) -> None:
    plan = talk(f"{BEGUN}. Give us all five regions", said).plan
    assert len(plan["regions"]) == 4
    assert gone not in plan["regions"]


def test_a_place_that_is_shunned_leaves_the_count() -> None:
    plan = talk(f"{BEGUN}. Three regions please", "not in Nuremberg").plan
    assert len(plan["regions"]) == 3
    assert "nbg1" not in plan["regions"]


@pytest.mark.parametrize(
    ("said", "workers", "total"),
    [
        ("two pcs worker nodes", 2, None),
        ("4 nos. workers", 4, None),
        ("8 workers altogether across the two sites, not 8 per site", 4, 8),
        ("6 workers in total, spread over the 2 of them", 3, 6),
    ],
)
def test_counted_in_pieces_and_in_total(said: str, workers: int, total: int | None) -> None:
    held = talk(f"{BEGUN}. Falkenstein and Helsinki", said)
    assert held.plan["workers"] == workers
    assert held.state.draft.workers_total == total


def test_workers_by_a_label_and_per_place() -> None:
    plan = talk(f"{BEGUN}. Falkenstein and Helsinki. Control plane: 8 cores 16 GB. Workers: 12 vCPU / 24 GB, 2 in each region.").plan
    assert (plan["size"], plan["workers"], plan["workerSize"]) == ("cpx42", 2, "cpx52")


@pytest.mark.parametrize("said", ["Nuremberg... nah Ashburn", "nuremberg, nah, ashburn", "Nuremberg — no wait, Ashburn"])
def test_a_change_of_mind_between_dots(said: str) -> None:
    assert talk(f"{BEGUN}. {said}").plan["regions"] == ["ash"]


@pytest.mark.parametrize(
    "said",
    [
        "write to old@acme.com, no that's the wrong one, it's new@acme.com",
        "my address is old@acme.com. sorry, that is my private one, use new@acme.com",
        "it's old at acme dot com, oh that's the former one, nobody looks there, it's new at acme dot com",
    ],
)
def test_an_address_is_taken_back_in_the_same_breath(said: str) -> None:
    assert talk("We are Acme Bank", said).plan["email"] == "new@acme.com"


def test_an_app_is_taken_back_in_the_same_breath() -> None:
    assert talk(f"{BEGUN}. A blog and a wiki, hm, actually no, skip the blog, nobody would read it").plan["apps"] == ["bookstack"]
    assert talk(f"{BEGUN}. No, leave the wiki in").plan["apps"] in ([], ["bookstack"])


@pytest.mark.parametrize("said", ["cpus: 8, memory: 32gb, dedicated", "cores = 8, ram = 32, dedicated"])
def test_figures_under_labels(said: str) -> None:
    assert talk(f"{BEGUN}. {said}").plan["size"] == "ccx33"


@pytest.mark.parametrize("said", ["not the extra large one, that's daft, just large", "not a medium one, no, only a large"])
def test_a_size_by_what_it_is_not(said: str) -> None:
    assert talk(BEGUN, said).plan["size"] == "cpx52"


@pytest.mark.parametrize(
    ("picks", "size"), [("take the smaller of the two", "cpx52"), ("the more powerful one of those two then", "cpx62"), ("the cheapest of them", "cpx52")]
)
def test_one_of_two_sizes_that_were_compared(picks: str, size: str) -> None:
    assert talk(BEGUN, "how do cpx62 and cpx52 compare?", picks).plan["size"] == size


def test_sizes_of_two_families_are_ranked_by_what_was_asked() -> None:
    assert of_compared("the cheaper one", "sizes:ccx33,cpx52", LEXICON.skus) == "cpx52"
    assert of_compared("the one with less power, the smaller of the two", "sizes:ccx33,cpx52", LEXICON.skus).endswith("ccx33")
    assert of_compared("the cheaper one", "sizes:ccx33,cpx99", LEXICON.skus) == "the cheaper one"
    assert of_compared("the cheaper one", "price", LEXICON.skus) == "the cheaper one"


@pytest.mark.parametrize("said", ["where do you write to, oh, box@acme.com", "where should I look? anyway box@acme.com", "how does this work, my mail is box@acme.com"])
def test_an_address_behind_a_question_is_heard(said: str) -> None:
    assert talk("We are Acme Bank", said).plan["email"] == "box@acme.com"


def test_a_question_goes_on_in_the_next() -> None:
    asked = question("do you offer nextcloud? or gitea?")
    assert asked is not None
    assert asked[1] == (0, len("do you offer nextcloud? or gitea?"))
    assert talk(BEGUN, "do you have Nextcloud? and Gitea?", "ace, both of them").plan["apps"] == ["nextcloud", "gitea"]


def test_what_is_us_is_the_name() -> None:
    assert talk("hello", "harbour lights cinema is us").plan["organisation"] == "harbour lights cinema"


def test_what_somebody_thought_we_need_is_no_wish() -> None:
    assert talk(f"{BEGUN}. My cousin said we need six workers, six! I told him none.").plan["workers"] == 0


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("Hartley Smokehouse Ltd of Whitby", "Hartley Smokehouse Ltd"),
        ("Bäckerei Vogt GmbH aus Jena", "Bäckerei Vogt GmbH"),
        ("Bank of Ireland", "Bank of Ireland"),
        ("Friends of Ltd Editions", "Friends of Ltd Editions"),
    ],
)
def test_where_a_company_is_ends_its_name(name: str, whole: str) -> None:
    assert without_seat(name) == whole


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("it's nearly right, except the name, with an I. Kolibri Print House.", "Kolibri Print House"),
        ("oh its Colibri Print House & Bindery now", "Colibri Print House & Bindery"),
        ("There's a copy shop called Colibri next door, so no signs please", "Colibri Print House"),
    ],
)
def test_the_name_is_told_anew(said: str, name: str) -> None:
    assert talk("We are Colibri Print House, mail a@b.example", said).plan["organisation"] == name


@pytest.mark.parametrize(
    "said",
    [
        "Oh, my brother left, we're just Birch Builders now. Keep the address.",
        "We dropped the Ash: it's Birch Builders",
        "Change the name from Birch & Ash Builders to Birch Builders",
        "The company's now Birch Builders",
        "Scratch Birch & Ash Builders, we're Birch Builders",
    ],
)
def test_a_word_less_is_another_name_and_no_place(said: str) -> None:
    plan = talk("We are Birch & Ash Builders, label timber", said).plan
    assert (plan["organisation"], plan["regions"], plan["domain"]["label"]) == ("Birch Builders", ["fsn1"], "timber")


def test_a_code_that_is_meant_is_a_place_whatever_the_name() -> None:
    assert talk("We are Birch & Ash Builders", "put it in ash").plan["regions"] == ["ash"]


@pytest.mark.parametrize(
    "said", ["the class ring shop", "Sound Advice Audio in Derby", "We teach the young people of Hull to code", "a site with 3 pages", "region of Hamburg", "step 2 to do"]
)
def test_what_only_looks_like_it_stays(said: str) -> None:
    assert plainer(said).replace("the children", "the young people") == said


@pytest.mark.parametrize(
    ("said", "regions"),
    [
        ("We're in Atlanta, Georgia", ["ash"]),
        ("we want to be in Nuremberg as well as in Ashburn", ["nbg1", "ash"]),
        ("two regions, neither of which may be in Germany", ["hel1", "ash"]),
        ("we'd like to be in every single region you have to offer, with Ashburn being the first", ["ash", "fsn1", "hel1", "nbg1", "hil"]),
        ("two regions, Nuremberg being the first and Falkenstein the second", ["nbg1", "fsn1"]),
        ("What the board has decided is the following: two regions, Ashburn and Helsinki", ["ash", "hel1"]),
        ("they would like to be in Helsinki", ["hel1"]),
        ("our people have settled for the topology called citadel", ["fsn1", "hel1", "nbg1", "ash"]),
    ],
)
def test_places_as_one_writes_a_letter(said: str, regions: list[str]) -> None:
    assert talk("We are Colibri Print House, mail a@b.example", said).plan["regions"] == regions


def test_regions_that_are_spoken_of_at_length() -> None:
    two = "We are Colibri Print House, mail a@b.example, in Nuremberg and Ashburn"
    assert talk(two, "I would feel better if Helsinki was added to the ones which we have already").plan["regions"] == ["nbg1", "ash", "hel1"]
    assert talk(two, "in that case we give up Ashburn and go to Helsinki instead").plan["regions"] == ["nbg1", "hel1"]
    assert talk(two, "Make the second one Falkenstein then").plan["regions"] == ["nbg1", "fsn1"]
    assert talk(two, "four workers", "the four are meant as a total and not for each one").plan["workersByRegion"] == [2, 2]


@pytest.mark.parametrize("said", ["What I forgot to mention is that the whole thing falls under the GDPR", "it has to be two regions, both inside the EU"])
def test_where_data_stays_is_told_in_passing(said: str) -> None:
    assert talk("We are Colibri Print House, mail a@b.example", said).plan["residency"] == "eu"


@pytest.mark.parametrize(
    ("said", "mail"),
    [
        ("write to post at lime dash lane dot com", "post@lime-lane.com"),
        ("I said lime.com but I meant lime.org, so post@lime.org", "post@lime.org"),
        ("There is one point which has to be altered: please enter post@lime.org", "post@lime.org"),
    ],
)
def test_addresses_and_nothing_else(said: str, mail: str) -> None:
    plan = talk("We are Colibri Print House, mail a@b.example", said).plan
    assert (plan["email"], plan["domain"]["mode"]) == (mail, "pool")


def test_more_than_the_usual_one_is_not_the_usual() -> None:
    plan = talk("We are Acme, a software house, mail a@b.example", "I think we will need more power than the normal one").plan
    assert plan["apps"] == []


def test_an_undo_that_names_its_thing_leaves_the_rest() -> None:
    plan = talk("We are Acme, mail a@b.example", "make the server a large one", "and a website", "undo the change to the server, but the website should stay").plan
    assert (plan["size"], plan["apps"]) == ("cpx42", ["wordpress"])


def test_what_was_asked_about_in_two_questions_is_taken_together() -> None:
    plan = talk("We are Acme, mail a@b.example", "Do you have anything for guest surveys, and anything for keeping passwords safe?", "good, we will have both of them").plan
    assert plan["apps"] == ["formbricks", "vaultwarden"]


def test_called_off_at_length_and_a_name_that_begins_so() -> None:
    assert talk("We are Acme, mail a@b.example", "I'm afraid we have to call it off entirely, forget about the order").plan["organisation"] == "Acme"
    assert talk("hello", "We want to call it Off Broadway Theatre").plan["organisation"] == "Off Broadway Theatre"


def test_lines_of_a_sheet() -> None:
    plan = talk("As they filled it in:\nName of the customer: Basalt Quarrying\nPlace: Tbilisi\nMail: n@basalt.example").plan
    assert (plan["organisation"], plan["email"]) == ("Basalt Quarrying", "n@basalt.example")


@pytest.mark.parametrize(
    ("said", "name"),
    [("We are Under the Table Records", "Under the Table Records"), ("Our company is called Visit Georgia.", "Visit Georgia")],
)
def test_names_that_look_like_it_stay_whole(said: str, name: str) -> None:
    assert talk("hello", said).plan["organisation"] == name


def test_where_customers_live_is_no_place_for_machines() -> None:
    assert talk("We are Colibri Print House, mail a@b.example, in Nuremberg", "Our buyers are pensioners, they like to live in Finland").plan["regions"] == ["nbg1"]


def test_what_falls_under_no_law_needs_no_rule() -> None:
    assert talk("We are Colibri Print House, mail a@b.example", "we don't fall under the GDPR").plan["residency"] is None
