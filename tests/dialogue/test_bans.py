"""What isn't to be added, where nothing may be, and what a plan left out: forbidding takes away, whatever verb stands between."""


import pytest

from tests.dialogue.talk import Talk, talked


@pytest.mark.parametrize(
    ("lines", "apps"),
    [
        (("We're Acme, bookings", "please don't add a blog"), ["cal-com"]),
        (("We're Acme, bookings please, don't give me a blog",), ["cal-com"]),
        (("We're Acme, bookings", "please never install a wiki"), ["cal-com"]),
        (("We're Acme, bookings", "we don't want you to add a blog"), ["cal-com"]),
        (("We're Acme, bookings", "don't add the wiki but add a blog"), ["cal-com", "ghost"]),
        (("We're Acme, bookings", "why don't you add a blog"), ["cal-com", "ghost"]),
        (("We're Acme, bookings", "don't forget to add a blog"), ["cal-com", "ghost"]),
        (("We're Acme, not Nextcloud, not a wiki, just the site",), ["wordpress"]),
        (("We're Acme, forms and a wiki", "remove the forms"), ["bookstack"]),
        (("We're Acme, forms and a wiki", "and leave the forms out too, we still have a box of paper ones"), ["bookstack"]),
        (("We're Acme, a website and a mailing list", "no forget the mailing list for now the website is enough"), ["wordpress"]),
        (("We're Acme, a wiki and surveys", "drop the surveys", "ach the captain says we do want it. bring it back"), ["bookstack", "formbricks"]),
        (("We're Acme, a way for folks to book a repair appointment",), ["cal-com"]),
        (("We're Acme, a website, no appointments, people book by phone",), ["wordpress"]),
        (("We're Acme, just a website", "and a page where couples can book an appointment, that's all"), ["wordpress", "cal-com"]),
    ],
)  # fmt: skip
def test_apps(lines: tuple[str, ...], apps: list[str]) -> None:
    assert talked(*lines).get("apps", []) == apps


@pytest.mark.parametrize(
    ("lines", "regions"),
    [
        (("We're Acme, in Germany but not in Falkenstein",), ["nbg1"]),
        (("We're Acme", "Germany yes, Falkenstein no"), ["nbg1"]),
        (("We're Acme in Tampere. Please never run anything in the US",), ["hel1"]),
        (("We're Acme in Ashburn", "please don't host it in the US"), ["fsn1"]),
        (("We're Acme, no second site, one ordinary machine",), ["fsn1"]),
        (("We're Acme", "two regions, neither of them American: Nuremberg, and then the Finnish one"), ["nbg1", "hel1"]),
        (("We're Acme in Falkenstein", "and a second region, Helsinki", "hang on, the second region was a slip of mine, take it out again"), ["fsn1"]),
        (("We're Acme in Tampere", "do you have anything in Nuremberg as well?", "good, then put it there too"), ["hel1", "nbg1"]),
        (("We're Acme, Ashburn and Falkenstein", "our data stays in the EU", "okay, Helsinki in place of Ashburn"), ["hel1", "fsn1"]),
        (("We're Acme, Ashburn and Falkenstein", "our data stays in the EU", "Nuremberg"), ["nbg1", "fsn1"]),
        (("We're Acme in Ghent. Ashburn, the data must stay in the EU", "oh yes, that's in the US. Nuremberg then"), ["nbg1"]),
        (("We're Acme, Falkenstein and Helsinki", "leave Helsinki out", "The boss wants Helsinki after all, so bring it back"), ["fsn1", "hel1"]),
        (("We're Acme in Ashburn", "Hillsboro, sorry. I only said Ashburn because that's where we were at my old job"), ["hil"]),
        (("I'm a primary school teacher in Duluth, Minnesota",), ["ash"]),
    ],
)  # fmt: skip
def test_regions(lines: tuple[str, ...], regions: list[str]) -> None:
    assert talked(*lines)["regions"] == regions


@pytest.mark.parametrize(
    ("lines", "member", "value"),
    [
        (("We're Acme, 4 workers, HA", "meh. workers out again, rest stays"), "workers", 0),
        (("We're Acme, 4 workers, HA", "meh. workers out again, rest stays"), "highAvailability", True),
        (("Acme, a@b.example, extra large", "make it highly available", "Hm. The machine was fine as it was at first, change that back. Leave the high availability on."), "highAvailability", True),
        (("Acme, a@b.example", "extra large", "HA", "The machine was fine as it was at first, change that back. Leave the high availability on."), "size", "cpx42"),
        (("org: Acme Ltd; regions: hil, ash; control plane: ccx23; workers: 4 in total, cpx52",), "size", "ccx23"),
        (("org: Acme Ltd; regions: hil, ash; control plane: ccx23; workers: 4 in total, cpx52",), "workerSize", "cpx52"),
        (("We're Acme", "What do cpx52 and cpx62 cost a month?", "the first one is plenty"), "size", "cpx52"),
        (("We're Acme, small server", "use medium, and the mail is a@b.example"), "size", "cpx42"),
        (("We're Acme", "large, with two workers. boss@p.example"), "size", "cpx52"),
        (("We're Acme, for legal reasons our cloud has to be within the EU, but not in Germany",), "residency", "eu"),
        (("We're Acme, triangle please, and all of it inside the European Union",), "residency", "eu"),
        (("We're Acme in Boston", "how much is it? and does it stay in the US?"), "residency", None),
        (("We're Acme", "Our policy says three regions, all of them in the EU"), "residency", "eu"),
        (("We're Acme, acme@x.example, label tidepool", "send stuff to our label manager instead, tash@x.example"), "email", "tash@x.example"),
    ],
)  # fmt: skip
def test_other_values(lines: tuple[str, ...], member: str, value: object) -> None:
    assert talked(*lines).get(member) == value


def test_the_label_is_no_manager() -> None:
    domain = talked("We're Acme, acme@x.example", "send stuff to our label manager instead, tash@x.example")["domain"]
    assert domain["label"] == "acme"


@pytest.mark.parametrize("text", ["A dignified website. No bookings, families telephone us.", "our customers always call us"])
def test_whoever_calls_them_asks_for_nobody(text: str) -> None:
    talk = Talk()
    talk.say(text)
    assert all(act.name != "human" for entry in talk.log if entry.event.type == "understood" for act in entry.event.acts)


@pytest.mark.parametrize("text", ["yes, create it tomorrow", "yes go ahead on monday", "yes, in an hour", "ok, next week please"])
def test_a_yes_to_another_time_creates_nothing(text: str) -> None:
    talk = Talk()
    talk.say("We're Acme Bank in Berlin, mail ops@acme.com, no apps", "135790", text)
    assert talk.creates == []
    talk.say("yes, please go ahead")
    assert len(talk.creates) == 1
