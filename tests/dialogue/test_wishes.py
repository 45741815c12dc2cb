"""A wish, or only a mention; how far a denial reaches; whose trade it is; where data must stay and no longer must."""

import pytest

from tests.dialogue.talk import Talk

START = "We're Blue Door Ltd, mail ops@bluedoor.be"


def talked(*words: str) -> Talk:
    """After these words."""
    talk = Talk()
    talk.say(START, *words)
    return talk


@pytest.mark.parametrize(
    ("words", "apps"),
    [
        ("guests should be able to pick a slot", ["cal-com"]),
        ("parents could sign up for lessons, that would help", ["cal-com"]),
        ("let people reserve their own seats", ["cal-com"]),
        ("we'd like to exchange large confidential files with suppliers", ["nextcloud"]),
        ("somewhere for all our paperwork", ["nextcloud"]),
        ("Only documents", ["nextcloud"]),
        ("everybody keeps forgetting their passwords", ["vaultwarden"]),
        ("our price list ought to live somewhere", ["nocodb"]),
        ("mail our supporters every quarter", ["listmonk"]),
        ("charge members for visits", ["invoiceshelf"]),
        ("warn us when the shop's website goes down", ["uptime-kuma"]),
        ("see how many people visit our site", ["umami"]),
        ("somewhere to put code", ["gitea"]),
        ("document our procedures", ["bookstack"]),
        ("gather opinions from guests", ["formbricks"]),
        ("write stories for our readers", ["ghost"]),
        ("a page on the internet", ["wordpress"]),
    ],
)
def test_a_need_in_everyday_words(words: str, apps: list[str]) -> None:
    assert talked(words).plan["apps"] == apps


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("message each other at work", "rocket-chat"), ("sell our cheese online", "medusa"), ("hold video consultations", "jitsi-meet"),
        ("get contracts signed electronically", "documenso"), ("keep the books", "erpnext"), ("sort our photos", "immich"),
        ("plan our tweets", "postiz"), ("follow leads", "twenty"), ("assign tasks", "plane"), ("handle customer complaints", "chatwoot"),
        ("mailboxes for the staff", "stalwart-mail"), ("a private ChatGPT", "librechat"),
    ],
)  # fmt: skip
def test_a_need_that_nothing_installable_serves(words: str, slug: str) -> None:
    talk = talked(words)
    assert talk.codes == ["app_not_installable"]
    assert talk.state.draft.apps == (slug,)


@pytest.mark.parametrize(
    ("words", "apps"),
    [
        ("we were on WordPress for years and it was a pain", []),
        ("our old host ran Nextcloud", []),
        ("my brother runs Gitea at home", []),
        ("everybody raves about Nextcloud", []),
        ("something like Ghost but simpler", []),
        ("it should be faster than WordPress", []),
        ("our website stays where it is, invoices please", ["invoiceshelf"]),
        ("the blog we have is fine; add bookings", ["cal-com"]),
        ("we already use Slack, so only passwords", ["vaultwarden"]),
        ("visitors come through our website", []),
        ("perhaps a wiki next year, forms now", ["formbricks"]),
        ("I'm not sure we need a wiki", []),
        ("something like Dropbox", ["nextcloud"]),
        ("an alternative to Mailchimp", ["listmonk"]),
        ("we want to get rid of Google Drive", ["nextcloud"]),
        ("my boss wants a wiki", ["bookstack"]),
        ("our shop's page is WordPress", []),
        ("Nextcloud was good, so we'd take it again", ["nextcloud"]),
        ("tickets are on paper and reservations get lost, it's chaos", ["cal-com"]),
        ("what matters to us is passwords", ["vaultwarden"]),
        ("we tried BookStack and liked it, so that one please", ["bookstack"]),
        ("page views for our website", ["umami"]),
        ("website, statistics for the website", ["wordpress", "umami"]),
        ("it's a travel blog, with subscribers", ["ghost"]),
        ("something that watches our servers", ["uptime-kuma"]),
        ("customers reserve, like, seats", ["cal-com"]),
        ("we keep our files on Sharepoint and like it there", []),
        ("the invoices we write are handled by our accountant", []),
        ("bookings plus a site", ["cal-com", "wordpress"]),
    ],
)
def test_what_is_only_mentioned_is_no_wish(words: str, apps: list[str]) -> None:
    assert talked(words).plan["apps"] == apps


@pytest.mark.parametrize(
    ("words", "apps"),
    [
        (("a wiki, gitea and forms", "drop everything apart from gitea"), ["gitea"]),
        (("a wiki, gitea and forms", "keep everything but the forms"), ["bookstack", "gitea"]),
        (("a wiki, gitea and forms", "I want nothing but the wiki"), ["bookstack"]),
        (("a wiki, gitea and forms", "get rid of the wiki, gitea and forms"), []),
        (("a wiki and a blog", "please don't remove the wiki"), ["bookstack", "ghost"]),
        (("a wiki and a blog", "the wiki has to go"), ["ghost"]),
        (("a wiki and a blog", "we can manage without the blog"), ["bookstack"]),
        (("uptime monitoring", "the monitoring: drop it"), []),
        (("we couldn't manage without a wiki",), ["bookstack"]),
        (("don't forget the invoices",), ["invoiceshelf"]),
        (("I wouldn't mind a blog",), ["ghost"]),
        (("not just a website but bookings too",), ["wordpress", "cal-com"]),
        (("there's no need for a website or a blog",), []),
        (("we don't want a blog and would love a wiki",), ["bookstack"]),
        (("no wiki and a blog",), ["ghost"]),
        (("Ghost over WordPress",), ["ghost"]),
        (("passwords yes, forms no",), ["vaultwarden"]),
        (("We do not, for all the world, want Ghost",), []),
        (("I don't believe we need a wiki",), []),
        (("there's no way we can cope without passwords",), ["vaultwarden"]),
        (("Rather than forms give us a blog",), ["ghost"]),
        (("apart from bookings we want nothing",), ["cal-com"]),
        (("no thanks to the forms, yes to the wiki",), ["bookstack"]),
        (("I only need gitea, I don't want anything else",), ["gitea"]),
        (("the wiki? nope. The invoices? sure",), ["invoiceshelf"]),
        (("I'd prefer Gitea to Nextcloud",), ["gitea"]),
        (("neither forms nor a wiki, just passwords",), ["vaultwarden"]),
    ],
)
def test_a_denial_reaches_as_far_as_its_list(words: tuple[str, ...], apps: list[str]) -> None:
    assert talked(*words).plan["apps"] == apps


@pytest.mark.parametrize("name", ["Photoshop", "Foobar Designer"])
def test_software_that_nobody_knows_is_said_so(name: str) -> None:
    talk = talked(f"we need {name} and a wiki")
    assert talk.codes == ["app_unknown"]
    assert talk.plan["apps"] == ["bookstack"]


@pytest.mark.parametrize("words", ["we need Maria to have access", "add Tom as an admin", "we use Photoshop every day", "no Photoshop please", "I want it in Helsinki"])
def test_what_is_no_wish_for_software_is_no_unknown_app(words: str) -> None:
    assert "app_unknown" not in talked(words).codes


@pytest.mark.parametrize(
    ("words", "apps"),
    [
        ("A bakery in Ghent called Brood, a@brood.be, the usual apps", ["wordpress", "cal-com", "invoiceshelf", "umami"]),
        ("A bakery in Ghent called Brood, a@brood.be, whatever you'd normally recommend but no invoices", ["wordpress", "cal-com", "umami"]),
        ("A bakery in Ghent called Brood, a@brood.be, what other bakeries use", ["wordpress", "cal-com", "invoiceshelf", "umami"]),
        ("A bakery in Ghent called Brood, a@brood.be, none of the apps you suggest", []),
        ("A bakery in Ghent called Brood, a@brood.be. What do you suggest?", []),
    ],
)
def test_proposals_are_taken_before_they_were_spoken_of(words: str, apps: list[str]) -> None:
    talk = Talk()
    talk.say(words)
    assert talk.plan["apps"] == apps


@pytest.mark.parametrize(
    ("words", "industry"),
    [
        ("I'm an accountant", "finance"), ("we're a small family bakery", "restaurant"), ("our lawyer says it's fine", None),
        ("our lawyers checked it", None), ("our customers are restaurants", None), ("it's not a legal thing", None), ("next to the bakery", None),
        ("we used to be a hotel", None), ("my wife is a doctor", None), ("we manufacture valves", "manufacturing"), ("our bank recommended you", None),
    ],
)  # fmt: skip
def test_the_trade_is_the_speakers_own(words: str, industry: str | None) -> None:
    assert talked(words).state.draft.industry == industry


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (("our data can't leave the EU",), "eu"), (("nothing outside Europe",), "eu"), (("we come under European privacy law",), "eu"),
        (("EU only", "the EU restriction can go"), None), (("EU only", "it needn't be in Europe any more"), None),
        (("all data must stay in the EU", "we may go anywhere after all"), None), (("we're under the GDPR", "no, GDPR doesn't apply"), None),
        (("GDPR", "forget about the GDPR thing"), None), (("HIPAA applies to us",), None), (("Dora from accounting will call",), None),
    ],
)  # fmt: skip
def test_where_data_must_stay_and_no_longer_must(words: tuple[str, ...], where: str | None) -> None:
    assert talked(*words).plan["residency"] == where


def test_a_region_that_the_rule_bars_is_said_and_kept_as_asked() -> None:
    talk = talked("The GDPR applies to us. Our developer prefers Ashburn.")
    assert talk.codes == ["residency_conflict"]
    assert talk.state.draft.regions == ("ash",)
