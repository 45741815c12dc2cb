"""Taking back, putting back, what "one" counts, and what a recogniser runs together: each in words of its own."""


import pytest

from dialogue.understanding.yes_no import yes_no
from tests.dialogue.talk import Talk, talked

REGIONS = "We're Acme, Falkenstein and Helsinki, jo@acme.com"
ONE = "We're Acme, jo@acme.com, Helsinki, two workers"


@pytest.mark.parametrize(
    ("lines", "regions"),
    [
        (("We're Acme. Ashburn, hmm, Hillsboro rather, instead of Ashburn",), ["hil"]),
        ((REGIONS, "the first of them should be Nuremberg"), ["nbg1", "hel1"]),
        ((REGIONS, "switch the two regions, please"), ["hel1", "fsn1"]),
        ((REGIONS, "I don't want two regions"), ["fsn1"]),
        ((REGIONS, "put Ashburn where Helsinki is"), ["fsn1", "ash"]),
        (("We're Acme in Nuremberg", "make it Ashburn", "Nuremberg was fine after all"), ["nbg1"]),
        (("We're Acme in Nuremberg, jo@acme.com", "oops, that must read Ashburn"), ["ash"]),
        (("We're Acme, in Nuremberg", "I was about to say Ashburn, but never mind"), ["nbg1"]),
        (("not ashburn hillsboro please",), ["hil"]),
        (("put it in ash no make it hillsboro",), ["hil"]),
        (("We're Acme, a wiki", "and please in Ashburn"), ["ash"]),
        (("We're Acme, a wiki", "and in Ashburn too"), ["fsn1", "ash"]),
        (("We're Acme, jo@acme.com. Files and nothing else, in Ashburn please",), ["ash"]),
        (("We're Acme. Falkenstein or Ashburn, I can't decide", "the American one, then"), ["ash"]),
        (("We're Acme in Oslo", "Finland, hm. could we have Germany instead"), ["fsn1"]),
        (("My sister's servers are in Ashburn, and she likes it. The same for us please",), ["ash"]),
        (("We're Acme in Ghent, jo@acme.com", "make it Helsinki", "no, what you suggested first was better"), ["fsn1"]),
    ],
)
def test_regions(lines: tuple[str, ...], regions: list[str]) -> None:
    assert talked(*lines)["regions"] == regions


@pytest.mark.parametrize(
    ("lines", "workers"),
    [
        ((ONE, "what would dedicated machines cost?", "no, keep the usual one"), 2),
        ((ONE, "Holdings is the other one"), 2),
        ((ONE, "just one"), 1),
        ((ONE, "no three workers"), 3),
        ((ONE, "no workers"), 0),
        ((ONE, "five workers", "no, that's daft, set the workers back to how it was"), 2),
        ((REGIONS, "four workers in total", "no, I meant four in each"), 4),
        (("We're Acme. We have six workers in the foundry, people I mean, who need a wiki",), 0),
        (("We're Acme, one worker", "jo@acme.com, that's with o twice"), 1),
    ],
)
def test_workers(lines: tuple[str, ...], workers: int) -> None:
    assert talked(*lines)["workers"] == workers


@pytest.mark.parametrize(
    ("lines", "size"),
    [
        (("We're Acme, small... no, say large",), "cpx52"),
        (("We're Acme, extra large", "extra large is too much, large is all we want"), "cpx52"),
        (("We're Acme, large", "make it extra large", "ouch. back to the size we had"), "cpx52"),
        (("We're Acme, medium", "one step bigger than this please"), "cpx52"),
        (("We're Acme in Falkenstein, two workers in each, large machines",), "cpx52"),
    ],
)
def test_sizes(lines: tuple[str, ...], size: str) -> None:
    assert talked(*lines)["size"] == size


@pytest.mark.parametrize(
    ("lines", "apps"),
    [
        (("We're Acme. Bookings yes, blog no.",), ["cal-com"]),
        (("We're Acme, a website, a wiki and forms", "strike the second of those three apps"), ["wordpress", "formbricks"]),
        (("We're Acme, a website", "but do include a wiki"), ["wordpress", "bookstack"]),
        (("passwordmanager and onlinesurveys please",), ["vaultwarden", "formbricks"]),
        (("patients ought to be able to book and we need to keep records",), ["cal-com"]),
        (("guests should book boat rides",), ["cal-com"]),
        (("We're Acme, a shop, a website", "the cheapest size you'd recommend"), ["wordpress"]),
        (("our logins are on paper slips, the passwords I mean, and we need a good home for them",), ["vaultwarden"]),
        (("we build booking software. we need a wiki",), ["bookstack"]),
        (("page me when the website is down",), ["uptime-kuma"]),
        (("We were told by the agency that we need a customer database. We don't want any of that. A blog, full stop.",), ["ghost"]),
        (("We're Acme, a website and a blog", "on reflection drop the latter"), ["wordpress"]),
        (("We're Acme, a website, a wiki and forms", "the last two we no longer need, leave those two out"), ["wordpress"]),
        (("We're Acme, a blog and a wiki", "take the wiki out", "ah, my partner wants it back, so put it back in"), ["ghost", "bookstack"]),
        (("The phone keeps ringing, so people should be able to book appointments",), ["cal-com"]),
    ],
)
def test_apps(lines: tuple[str, ...], apps: list[str]) -> None:
    assert [a for a in talked(*lines)["apps"] if a != "nextcloud"] == apps


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("Our NGO Lantern Works in Accra needs a wiki",), "Lantern Works"),
        (("hello, we're the garage on Mill Road, Mill Road Motors, in Leeds",), "Mill Road Motors"),
        (("This is the office of the parish. Organisation Saint Brannock, two regions",), "Saint Brannock"),
        (("we are blue slate roofing and want a big server",), "blue slate roofing"),
        (("we are called copper kettle farm and people should book tastings",), "copper kettle farm"),
        (("a wiki please", "organisation red heron surveys"), "red heron surveys"),
        (("we're grey seal tutors", "it's j o a n at grey seal dot org"), "grey seal tutors"),
        (("We're Rosewood Partners", "argh no. Rosewood Ventures is the name"), "Rosewood Ventures"),
        (("Mo here from Salt for Supper in Cork, mo@saltforsupper.example",), "Salt for Supper"),
        (("We're Stone by Stone Masons",), "Stone by Stone Masons"),
        (("bike rental, Three Wheels Good",), "Three Wheels Good"),
        (("We're Open Sesame. Wait, the register says Open Samsam.",), "Open Samsam"),
        (("We're Moss Lane Dairy", "the company name itself stays as it is"), "Moss Lane Dairy"),
        (("documents please", "ok! the hotel: Sit Stay Lodge. dogs like it"), "Sit Stay Lodge"),
        (("I make pots, my studio is Mud Season", "sorry the oven just beeped, one second. ok back"), "Mud Season"),
    ],
)
def test_names(lines: tuple[str, ...], name: str) -> None:
    talk = Talk()
    talk.say(*lines)
    assert talk.state.draft.organisation == name


@pytest.mark.parametrize(
    ("lines", "email"),
    [
        (("what is it", "okay great, tiles at blue slate dot com"), "tiles@blueslate.com"),
        (("the mail is desk nine one at harbour dot com",), "desk91@harbour.com"),
        (("it's desk forty two at harbour dot com",), "desk42@harbour.com"),
        (("no the address is pots at green leaf dot com",), "pots@greenleaf.com"),
        (("We're Acme, mail a@acme.com or b@acme.com", "take the second one, a is ill"), "b@acme.com"),
        (("We're Acme, mail a@acme.com", "use b@acme.com instead", "no. back to the first address"), "a@acme.com"),
    ],
)
def test_addresses(lines: tuple[str, ...], email: str) -> None:
    talk = Talk()
    talk.say(*lines)
    assert talk.state.draft.email == email


def test_the_host_of_the_mail_is_no_domain_of_the_cloud() -> None:
    talk = Talk()
    talk.say("We're Acme, jo@acme.com", "after the at sign it should be acme-school.example, so jo@acme-school.example")
    assert (talk.state.draft.email, talk.state.draft.domain) == ("jo@acme-school.example", None)


@pytest.mark.parametrize(
    ("text", "provider"),
    [
        ("We're Acme, moving off AWS", None), ("We're Acme, our Azure bill is too high", None), ("We're Acme and leave Google Cloud", None),
        ("We're Acme, everything runs on AWS today", None), ("We're Acme, run it on AWS", "aws"), ("We're Acme, on Azure please", "azure"),
    ],
)  # fmt: skip
def test_whose_cloud_one_leaves_is_no_wish(text: str, provider: str | None) -> None:
    talk = Talk()
    talk.say(text)
    assert talk.state.draft.provider == provider


def test_who_orders_for_somebody_says_where_those_are() -> None:
    talk = Talk()
    talk.say("It's for my brother's firm, which is called Kiln Yard. He's in Ottawa")
    assert talk.state.draft.location == "Ottawa"


def test_two_sizes_are_weighed_by_their_words_and_the_cheaper_is_taken() -> None:
    talk = Talk()
    reply = talk.say("We're Acme in Ghent", "which is better, medium or extra large?")
    assert "cpx42 has 8 cores" in reply
    assert "cpx62 has 16 cores" in reply
    assert talk.say("what's the difference between those two?") == reply
    talk.say("the cheaper one then")
    assert talk.plan["size"] == "cpx42"


def test_without_it_is_without_what_was_just_spoken_of() -> None:
    talk = Talk()
    talk.say("We're Acme in Ghent", "with high availability")
    assert "25.49" in talk.say("and without?")
    assert talk.plan["highAvailability"] is True
    talk.say("so without that, please")
    assert talk.plan["highAvailability"] is False


@pytest.mark.parametrize(
    ("lines", "member", "value"),
    [
        (("We're Acme in Ghent. Tom, my partner, would choose Ashburn. I pay, so it's Finland.",), "regions", ["hel1"]),
        (("We're Acme. My nephew says five workers. He's twelve. No workers at all will do.",), "workers", 0),
        (("We're Acme. My accountant recommends dedicated servers but I won't pay that, just a medium one.",), "size", "cpx42"),
        (("We're Acme. My boss wants two workers. And a wiki.",), "workers", 2),
        (("We're Acme. Our teacher keeps saying Ashburn, I prefer Hillsboro.",), "regions", ["hil"]),
        (("We're Acme. Could be Ashburn, could be Hillsboro.", "Hillsboro"), "regions", ["hil"]),
        (("We're Acme. Our lawyer wanted everything to stay in the EU. We said no. Ashburn.",), "regions", ["ash"]),
        (("We're Acme, our data stays within the EU, so EU only, in Helsinki",), "regions", ["hel1"]),
        (("We must be in all your regions except Ashburn. Acme",), "regions", ["fsn1", "hel1", "nbg1", "hil"]),
        (("Europe is fine, only not Nuremberg. We're Acme",), "residency", None),
        (("We're Acme, triangle inside the EU",), "residency", "eu"),
        (("We're Acme, Falkenstein and Helsinki", "remove Falkenstein, Helsinki is enough"), "regions", ["hel1"]),
        (("We're Acme in Ghent. The data must stay in the EU", "add Ashburn", "the first one"), "regions", ["fsn1", "hel1"]),
        (("We're Acme. I don't need anything larger than a small machine",), "size", "cpx32"),
        (("We're Acme. Workers: two, dedicated. Helsinki",), "workerSize", "ccx33"),
        (("Our 12 workers are masons. Of your kind of workers we need two. We're Acme",), "workers", 2),
        (("We're Acme, six workers", "4 workers are too many, use three"), "workers", 3),
        (("We're Acme", "workers? we need none"), "workers", 0),
        (("We're Acme, ghost and umami", "drop both", "well, ghost wasn't so bad. put it back. umami stays out."), "apps", ["ghost"]),
        (("We're Acme, no Ghost. WordPress. And no, not for a blog, for our shop's opening hours.",), "apps", ["wordpress"]),
        (("We're Acme, our website exists and stays where it is. Surveys.",), "apps", ["formbricks"]),
        (("A wiki is what we're after. We're Acme",), "apps", ["bookstack"]),
        (("We're Acme. We need bookings and files.please put it in Helsinki",), "apps", ["cal-com", "nextcloud"]),
    ],
)  # fmt: skip
def test_others_opinions_and_what_is_enough(lines: tuple[str, ...], member: str, value: object) -> None:
    assert talked(*lines)[member] == value


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("We're mending bikes at 7 Harbour Road, Swansea. a form please",), None),
        (("a studio in Oslo, the name over the door is Quite Right",), "Quite Right"),
        (("Antiques in Hobart. The shop is called Something New.",), "Something New"),
        (("We repair toasters. were called It Matters.",), "It Matters"),
        (("We're called Next Please.",), "Next Please"),
    ],
)
def test_names_of_everyday_words(lines: tuple[str, ...], name: str | None) -> None:
    talk = Talk()
    talk.say(*lines)
    assert talk.state.draft.organisation == name


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("two workers", "admin.omani.works"), ("add Helsinki", "admin.omani.works"), ("weida please", "weida"), ("admin dash hq", "admin-hq"),
        ("the second one", "admin-2"), ("use the address kranz", "kranz"), ("use kranz as label", "kranz"),
    ],
)  # fmt: skip
def test_what_answers_the_question_for_another_address(said: str, label: str) -> None:
    talk = Talk()
    talk.say("We're Acme in Ghent, jo@acme.com", "use admin.omani.works", said)
    assert talk.state.draft.domain == label


@pytest.mark.parametrize("domain", ["We own acme.com but leave that alone, a free name of yours will do", "Hands off acme.com, the shop runs there"])
def test_a_domain_that_is_to_be_left_alone(domain: str) -> None:
    talk = Talk()
    talk.say(f"We're Acme in Ghent, jo@acme.com. {domain}")
    assert talk.state.draft.domain is None


def test_it_goes_on_after_it_was_called_off() -> None:
    talk = Talk()
    talk.say("We're Acme in Ghent, jo@acme.com", "stop")
    assert "Acme, jo@acme.com" in talk.say("ok, let's go on")


def test_whether_one_can_cancel_is_a_question() -> None:
    talk = Talk()
    talk.say("We're Acme in Ghent, jo@acme.com")
    assert "nothing is created" not in talk.say("can I cancel any time?")


@pytest.mark.parametrize(
    ("lines", "member", "value"),
    [
        (("We're Acme, medium", "make it large", "Hm, no, the previous size was fine after all"), "size", "cpx42"),
        (("We're Acme, large", "make it extra large", "pricey! Machine as before, please."), "size", "cpx52"),
        (("We're Acme", "call us Bolt", "no, the earlier name was nicer, put it back"), "organisation", "Acme"),
        (("We're Acme, jo@acme.com", "write to al@acme.com instead", "oh, the old address was the right one"), "email", "jo@acme.com"),
        (("We're Acme, 3 workers and high availability", "drop the workers and the high availability, both of them"), "workers", 0),
        (("We're Acme, medium", "make it large", "and two workers", "undo the last two changes, all of them"), "size", "cpx42"),
        (("We're Acme, surveys and a wiki", "drop the surveys", "they protest, the surveys should go back in"), "apps", ["bookstack", "formbricks"]),
        (("We're Acme, medium, 3 workers", "two more workers and go two steps up"), "workers", 5),
        (("We're Acme, medium", "Large, no matter what the accountant thinks"), "size", "cpx52"),
        (("We're Acme. We are wavering between Helsinki and Nuremberg, so let's take Helsinki",), "regions", ["hel1"]),
        (("We're Acme. Surveys are everything we're looking for.",), "apps", ["formbricks"]),
        (("We're Acme, den@acme.com, people call it the den because it's dark",), "organisation", "Acme"),
        (("A café in Ghent, we call it Nordlicht because of the light",), "organisation", "Nordlicht"),
        (("we are named south bay pottery uh sorry i mean south cove pottery",), "organisation", "south cove pottery"),
        (("Acme, sales at acme dot com, oh no, not sales, desk at acme dot com",), "email", "desk@acme.com"),
        (("Acme, the mail is j o n a s at acme dot com",), "email", "jonas@acme.com"),
        (("Acme, control plane c p x four two wait no five two",), "size", "cpx52"),
        (("Acme. If you don't do Azure, then Helsinki with Hetzner",), "regions", ["hel1"]),
        (("Acme in Duluth, Minnesota", "oh, the backups go to Germany, but that's fine with us. a wiki please"), "regions", ["ash"]),
    ],
)  # fmt: skip
def test_what_is_taken_up_again_and_what_only_explains(lines: tuple[str, ...], member: str, value: object) -> None:
    found = talked(*lines)[member]
    assert (sorted(found) if isinstance(found, list) else found) == value


@pytest.mark.parametrize("said", ["ok then leave it on", "fine, keep them out", "good, leave the wiki in"])
def test_what_a_part_is_to_be_agrees_to_nothing_else(said: str) -> None:
    assert [(act.name, act.topic) for act in yes_no(said, asks=False)] == [("affirm", "hedged")]
    assert [(act.name, act.topic) for act in yes_no(f"{said}, and create it", asks=False)] == [("affirm", None)]
