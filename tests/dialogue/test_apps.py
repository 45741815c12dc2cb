"""Apps by need and by name, proposals of an industry, providers."""

import pytest

from tests.dialogue.talk import Talk

ONE = "Blue Door Ltd in Ghent, mail info@bluedoor.be"
NEEDS = [
    ("website", "wordpress"), ("blog", "ghost"), ("newsletter site", "ghost"), ("bookings", "cal-com"), ("appointments", "cal-com"),
    ("invoices", "invoiceshelf"), ("files", "nextcloud"), ("documents", "nextcloud"), ("passwords", "vaultwarden"),
    ("a wiki", "bookstack"), ("forms", "formbricks"), ("surveys", "formbricks"), ("web statistics", "umami"),
    ("code hosting", "gitea"), ("uptime monitoring", "uptime-kuma"), ("mailing lists", "listmonk"),
    ("a simple database app", "nocodb"), ("WordPress", "wordpress"), ("Nextcloud", "nextcloud"), ("Cal.com", "cal-com"),
]  # fmt: skip


@pytest.mark.parametrize(("need", "slug"), NEEDS)
def test_a_need_names_its_app(need: str, slug: str) -> None:
    talk = Talk()
    talk.say(ONE, f"we need {need}")
    assert talk.plan["apps"] == [slug]
    assert talk.codes == []


@pytest.mark.parametrize(
    ("words", "apps"),
    [
        (("a blog and a wiki",), ["ghost", "bookstack"]),
        (("bookings, invoices, files and passwords",), ["cal-com", "invoiceshelf", "nextcloud", "vaultwarden"]),
        (("a blog and a wiki", "no wiki"), ["ghost"]),
        (("a blog and a wiki", "remove the blog"), ["bookstack"]),
        (("a blog and a wiki", "without the wiki please"), ["ghost"]),
        (("a blog", "and forms too"), ["ghost", "formbricks"]),
        (("a blog and a wiki", "just a website"), ["wordpress"]),
        (("a blog and a wiki", "undo"), []),
        (("a website, blog and wiki", "no blog or wiki"), ["wordpress"]),
        (("actually, no website",), []),
        (("what is a wiki?",), []),
        (("do you have WordPress?",), []),
        (("control plane cpx52",), []),
        (("a blog", "no apps please"), []),
    ],
)
def test_apps_come_and_go(words: tuple[str, ...], apps: list[str]) -> None:
    talk = Talk()
    talk.say(ONE, *words)
    assert talk.plan["apps"] == apps
    assert talk.codes == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("we need a mail server", "A mail server can't be installed yet"),
        ("team chat please", "Rocket.Chat can't be installed yet"),
        ("a CRM", "The nearest I have is NocoDB"),
        ("we need a web shop", "WordPress"),
    ],
)
def test_what_cannot_be_installed_is_not_promised(words: str, told: str) -> None:
    talk = Talk()
    reply = talk.say(ONE, words)
    assert talk.codes == ["app_not_installable"]
    assert talk.plan["apps"] == []
    assert told in reply
    assert talk.asking == "email_code"
    assert talk.seen["readBack"] is not None


def test_the_nearest_app_is_taken_by_name() -> None:
    talk = Talk()
    talk.say(ONE, "a CRM", "ok, NocoDB then")
    assert talk.plan["apps"] == ["nocodb"]
    assert talk.codes == []


def test_a_yes_meant_for_the_plan_takes_no_app() -> None:
    talk = Talk()
    talk.say(ONE, "a CRM", "yes")
    assert talk.plan["apps"] == []
    assert talk.state.yes is not None


@pytest.mark.parametrize("answer", ["yes", "yes please", "sure", "ok", "add them", "sounds good", "all of them"])
def test_a_proposal_is_accepted(answer: str) -> None:
    talk = Talk()
    reply = talk.say("Huber Law, a law firm in Vienna, office@huber.at")
    assert talk.asking == "apps"
    assert "Nextcloud, BookStack, Vaultwarden and Cal.com" in reply
    assert talk.plan["apps"] == []
    talk.say(answer)
    assert talk.plan["apps"] == ["nextcloud", "bookstack", "vaultwarden", "cal-com"]
    assert talk.asking == "email_code"
    assert talk.state.yes is None


@pytest.mark.parametrize("answer", ["no", "no thanks", "not now", "put it in Helsinki", "two workers", "none of them", "no apps please"])
def test_a_proposal_that_is_not_accepted_stays_out(answer: str) -> None:
    talk = Talk()
    talk.say("Huber Law, a law firm in Vienna, office@huber.at", answer)
    assert talk.plan["apps"] == []
    assert talk.asking == "email_code"
    talk.say("yes", "135790")
    assert talk.creates
    assert talk.creates[0]["apps"] == []


@pytest.mark.parametrize(
    ("answer", "apps"),
    [
        ("yes, but not BookStack", ["nextcloud", "vaultwarden", "cal-com"]),
        ("all except Cal.com", ["nextcloud", "bookstack", "vaultwarden"]),
        ("only Nextcloud", ["nextcloud"]),
        ("just the passwords", ["vaultwarden"]),
        ("yes, and a blog too", ["ghost", "nextcloud", "bookstack", "vaultwarden", "cal-com"]),
        ("Nextcloud and a website", ["nextcloud", "wordpress"]),
    ],
)
def test_a_proposal_is_struck_and_added_to(answer: str, apps: list[str]) -> None:
    talk = Talk()
    talk.say("Huber Law, a law firm in Vienna, office@huber.at", answer)
    assert talk.plan["apps"] == apps


def test_a_proposal_in_passing_waits_for_a_word_of_its_own() -> None:
    talk = Talk()
    reply = talk.say("a law firm in Vienna with 12 people")
    assert "say so if you'd like them" in reply
    assert talk.asking == "organisation"
    talk.say("ok, it's Huber Law, office@huber.at")
    assert talk.plan["apps"] == []
    assert talk.asking == "email_code"


def test_a_proposal_in_passing_is_taken_by_a_word_of_its_own() -> None:
    talk = Talk()
    talk.say("a law firm in Vienna with 12 people", "yes, add them. We're called Huber Law")
    assert talk.plan["apps"] == ["nextcloud", "bookstack", "vaultwarden", "cal-com"]
    assert talk.plan["organisation"] == "Huber Law"


def test_a_question_keeps_the_offer_open() -> None:
    talk = Talk()
    talk.say("Huber Law, a law firm in Vienna, office@huber.at", "what does it cost?")
    assert talk.asking == "apps"
    talk.say("yes")
    assert len(talk.plan["apps"]) == 4


def test_named_apps_are_enough() -> None:
    talk = Talk()
    reply = talk.say("Huber Law, a law firm in Vienna, office@huber.at, we need a website")
    assert talk.plan["apps"] == ["wordpress"]
    assert talk.asking == "email_code"
    assert "Apps: WordPress." in reply


@pytest.mark.parametrize(("words", "name"), [("host it on AWS", "AWS"), ("we use Azure", "Azure"), ("run it at Google Cloud", "GCP")])
def test_another_provider_is_answered_honestly(words: str, name: str) -> None:
    talk = Talk()
    reply = talk.say(ONE, words)
    assert talk.codes == ["provider_unsupported"]
    assert name in reply
    assert "Hetzner" in reply
    talk.say("ok, Hetzner is fine")
    assert talk.codes == []
    assert talk.plan["regions"] == ["fsn1"]


def test_the_whole_need_in_one_breath() -> None:
    talk = Talk()
    reply = talk.say("I run a small clinic in Muscat, six people, we need patient records, booking and mail.")
    assert talk.plan["apps"] == ["cal-com"]
    assert talk.codes == ["app_not_installable"]
    assert "I suggest Falkenstein, Germany, which suits Muscat best: one cpx42" in reply
    assert talk.asking == "organisation"
    assert talk.seen["missing"] == ["organisation", "email"]
    talk.say("Al Noor Clinic, info at alnoor dot o m")
    assert talk.plan["email"] == "info@alnoor.om"
    assert talk.plan["domain"]["fqdn"] == "al-noor-clinic.omani.works"


@pytest.mark.parametrize(
    ("words", "apps"),
    [
        ("everything but the invoices", ["wordpress", "cal-com", "umami"]),
        ("the first two", ["wordpress", "cal-com"]),
        ("just the second one", ["cal-com"]),
        ("the first and the last", ["wordpress", "umami"]),
        ("none of them, but a wiki", ["bookstack"]),
    ],
)
def test_some_of_what_is_proposed_is_taken(words: str, apps: list[str]) -> None:
    talk = Talk()
    talk.say("We run a bakery called Brood, mail a@brood.be")
    assert talk.asking == "apps"
    talk.say(words)
    assert talk.plan["apps"] == apps
    assert talk.asking == "email_code"


@pytest.mark.parametrize(
    ("words", "apps"),
    [
        ("add a wiki and a blog; drop the wiki; add invoices", ["ghost", "invoiceshelf"]),
        ("customers book tables online", ["cal-com"]),
        ("a place for our handbooks", ["bookstack"]),
    ],
)
def test_the_later_word_counts_and_means_are_wishes(words: str, apps: list[str]) -> None:
    talk = Talk()
    talk.say("We're Blue Door Ltd, mail ops@bluedoor.be", words)
    assert talk.plan["apps"] == apps


@pytest.mark.parametrize("words", ["the wiki isn't needed", "the wiki can go", "we don't need the wiki any more"])
def test_what_is_not_needed_goes(words: str) -> None:
    talk = Talk()
    talk.say("We're Blue Door Ltd, mail ops@bluedoor.be", "a wiki and a blog", words)
    assert talk.plan["apps"] == ["ghost"]
