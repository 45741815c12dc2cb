"""Going back to what stood before, in the words that people have for it; and what else was said roundabout."""

from typing import Any

import pytest

from tests.dialogue.talk import Talk


def talked(*lines: str) -> dict[str, Any]:
    talk = Talk()
    talk.say(*lines)
    return talk.plan


@pytest.mark.parametrize(
    ("lines", "member", "value"),
    [
        (("Acme, a@b.example, large server in Nuremberg", "make it a ccx33", "no sorry that is too expensive can we go back to the server we had"), "size", "cpx52"),
        (("Choir, a@b.example, files", "an extra large server please", "and a mailing list", "The treasurer would like the size as it was before. The mailing list may stay."), "size", "cpx42"),
        (("Choir, a@b.example, files", "an extra large server please", "and a mailing list", "The treasurer would like the size as it was before."), "apps", ["nextcloud", "listmonk"]),
        (("Acme, gitea and umami", "we can do without Umami", "hmm, actually keep it"), "apps", ["gitea", "umami"]),
        (("Acme, code hosting, uptime monitoring", "take the uptime monitoring out. hm, no, leave it in"), "apps", ["gitea", "uptime-kuma"]),
        (("Ghost for The Gazette", "WordPress instead of Ghost", "one worker as well", "I was wrong about WordPress, let's return to Ghost"), "apps", ["ghost"]),
        (("Acme, Nuremberg. No, Helsinki. Oh no, sorry, back to Nuremberg, that's final.",), "regions", ["nbg1"]),
        (("Kuldne in Helsinki", "put the region back to what it was at the beginning"), "regions", ["hel1"]),
        (("Kuldne in Helsinki", "Ashburn", "Nuremberg", "put the region back to what it was at the beginning"), "regions", ["hel1"]),
        (("Acme, 2 workers", "make that 5 workers", "3 workers", "meh. back to the original number of workers"), "workers", 2),
        (("Acme, bookings", "Ashburn, extra large", "wrong window, sorry. forget everything in that last message"), "apps", ["cal-com"]),
        (("Acme, bookings", "Ashburn, extra large", "wrong window, sorry. forget everything in that last message"), "size", "cpx42"),
        (("Acme, Falkenstein", "could you add Ashburn as a second region", "oh I see. forget what I just said about Ashburn"), "regions", ["fsn1"]),
        (("Falaj Dates in Nizwa", "Helsinki please", "We stay with the one you suggested."), "regions", ["fsn1"]),
        (("Falaj Dates in Nizwa", "And if we took Helsinki instead? Yes, let us do Helsinki."), "regions", ["hel1"]),
        (("Marlow, Ashburn and Helsinki", "Sorry, could the Finnish one come first?"), "regions", ["hel1", "ash"]),
        (("cpx52 in Falkenstein and three workers for Hazelmere", "the workers don't have to be that big, cpx32 is plenty for them"), "workerSize", "cpx32"),
        (("cpx52 in Falkenstein and three workers for Hazelmere", "the workers don't have to be that big, cpx32 is plenty for them"), "size", "cpx52"),
        (("We're Pedal, a@b.example. How much is a cpx52 a month compared with a ccx33?", "Right. The cheaper of the two, please."), "size", "cpx52"),
        (("Anything but Falkenstein, as long as it's in Germany. Quillfen is the business.",), "regions", ["nbg1"]),
        (("Acme with nextcloud", "it's not that we don't want the password manager. We do, I only forgot to say so."), "apps", ["nextcloud", "vaultwarden"]),
        (("We would like to be not only in Germany but also in Finland. And not only files, but also invoices! Osier",), "regions", ["fsn1", "hel1"]),
        (("dedicated, 3 workers, HA, Ashburn please. Gullwing Charts is who we are",), "size", "ccx33"),
        (("nothing less than dedicated servers gets past our security people. Rampart Alarms, Oslo",), "size", "ccx33"),
        (("Halyard, regions fsn1, nbg1, ash", "records have to stay inside the EU", "remove Ashburn, two regions are enough"), "regions", ["fsn1", "nbg1"]),
        (("Acme in Cork", "add two workers, no, sorry, only one"), "workers", 1),
        (("Acme in Cork", "4 workers... hm, make that 3"), "workers", 3),
        (("Acme. Files only. Falkenstein and then Ashburn.",), "regions", ["fsn1", "ash"]),
        (("We are Stitch in Time, tailors",), "organisation", "Stitch in Time"),
        (("Kneading Hands, I want people to give their feedback on the phone",), "apps", ["formbricks"]),
        (("We lose track of who paid us and who didn't. We'd like something that keeps on top of that",), "apps", ["invoiceshelf"]),
    ],
)  # fmt: skip
def test_it_stands_as_it_is_meant(lines: tuple[str, ...], member: str, value: object) -> None:
    assert talked(*lines)[member] == value


def test_people_are_no_person_of_ours() -> None:
    talk = Talk()
    talk.say("I want people to give their feedback on the phone")
    assert all(act.name != "human" for entry in talk.log if entry.event.type == "understood" for act in entry.event.acts)


@pytest.mark.parametrize("asked", ["Which apps do you suggest for lawyers?", "what would you recommend for a law firm?"])
def test_whoever_asks_for_proposals_hears_them_and_may_take_them(asked: str) -> None:
    talk = Talk()
    talk.say("We're a law office in Toronto, Okafor LLP")
    assert "Vaultwarden" in talk.say(asked)
    talk.say("yes please")
    assert talk.plan["apps"] == ["nextcloud", "bookstack", "vaultwarden", "cal-com"]


def test_all_of_those_are_those_that_were_proposed_before() -> None:
    talk = Talk()
    talk.say("We're a law office in Toronto, Okafor LLP", "office@okafor.example", "Good, take all of those, but leave out the appointments.")
    assert talk.plan["apps"] == ["nextcloud", "bookstack", "vaultwarden"]


def test_a_question_whether_it_is_in_the_eu_is_answered() -> None:
    talk = Talk()
    talk.say("We're Acme")
    assert "Yes: the plan stands in Falkenstein, Germany, inside the EU" in talk.say("is it in the EU, where you put it?")
