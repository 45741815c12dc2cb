"""Turns of speech in which something else stands than is meant: one row for each that was once misread."""


import pytest

from tests.dialogue.languages.understanding import understood
from tests.dialogue.talk import Talk, talked


@pytest.mark.parametrize(
    ("lines", "member", "value"),
    [
        (("We're FitNest, Falkenstein", "we're in Dubai, so I want the server in Dubai too"), "regions", ["fsn1"]),
        (("We're Horvat", "One shop is in Zagreb, the other in Split."), "regions", ["fsn1"]),
        (("We're Dogwood in Birmingham - the one in Alabama, not the one in England.",), "regions", ["ash"]),
        (("We're Dogwood in Athens, Georgia",), "regions", ["ash"]),
        (("Acme bank, Falkenstein and Helsinki", "One will do, keep Falkenstein and take Helsinki out again."), "regions", ["fsn1"]),
        (("Acme bank, Falkenstein and Helsinki", "One will do, take Helsinki out."), "regions", ["fsn1"]),
        (("FitNest, server in Dubai", "ok if there is none in Dubai then Germany is fine"), "regions", ["fsn1"]),
        (("Acme, Falkenstein", "Ashburn as a second one please"), "regions", ["fsn1", "ash"]),
        (("me and my cousin have a taco truck in Austin",), "regions", ["ash"]),
        (("We're Salt in Malta, just a website", "well, one more: guests should be able to book a table online"), "apps", ["wordpress", "cal-com"]),
        (("We're Mud, a website and a database", "no wait drop the database i have a notebook for that"), "apps", ["wordpress"]),
        (("We're Mud, a blog and web statistics no actually no statistics just the blog",), "apps", ["ghost"]),
        (("Acme, code hosting no wait we dont code anything what i mean is a website",), "apps", ["wordpress"]),
        (("We want files + password manager",), "apps", ["nextcloud", "vaultwarden"]),
        (("They should book the tours online and see a website with the prices",), "apps", ["cal-com", "wordpress"]),
        (("Acme, two workers, Helsinki", "make the workers one size bigger than the control plane"), "workerSize", "cpx52"),
        (("Acme, two workers, Helsinki", "make the workers one size bigger than the control plane"), "workers", 2),
        (("Acme, Falkenstein and Helsinki, six workers in total", "Six workers in each region, not six in total."), "workers", 6),
        (("Acme, Helsinki, three workers", "Could I change two things: one worker rather than three, and Falkenstein instead of Helsinki."), "workers", 1),
        (("Acme in Helsinki, c p x fifty too",), "size", "cpx52"),
        (("Acme in Helsinki, cpx52", "no not c p x fifty two c p x sixty two"), "size", "cpx62"),
        (("We're Kompas", "Intel then, the small one"), "organisation", "Kompas"),
        (("the tea room is called tea for two its in whitby we dont want any workers",), "organisation", "tea for two"),
        (("well were a folk band the turf cutters is the name and we want a blog",), "organisation", "the turf cutters"),
        (("We're Davies and Sons", "hang on, it's Davies & Daughters now. Change the name please"), "organisation", "Davies & Daughters"),
        (("We run a bakery", "Ever After by Noor"), "organisation", "Ever After by Noor"),
        (("We run a bike shop", "Spoke"), "organisation", "Spoke"),
        (("Acme", "My address is beryl.m@thornbury.example"), "email", "beryl.m@thornbury.example"),
        (("Acme", "skipper at claddagh sails all one word dot example"), "email", "skipper@claddaghsails.example"),
        (("Acme, my own address is ines@a.example, but don't use that one, use desk@a.example",), "email", "desk@a.example"),
    ],
)  # fmt: skip
def test_what_is_meant(lines: tuple[str, ...], member: str, value: object) -> None:
    assert talked(*lines)[member] == value


def test_the_address_stays_a_mail_s_when_the_mailbox_has_a_dot() -> None:
    plan = talked("We're Acme Allotments", "My address is beryl.m@thornbury.example")
    assert plan["domain"]["label"] == "acme-allotments"


def test_we_stay_with_what_we_have_is_no_cancellation() -> None:
    talk = Talk()
    talk.say("Acme", "Do we get an e-mail server as well?", "Never mind, then we stay with the one we have.")
    assert talk.asking is not None


def test_kept_data_have_their_duties_whatever_the_trade() -> None:
    assert talked("Our firm is Moser in Salzburg. We keep financial data of our clients.")["residency"] == "eu"
    assert talked("We're Acme in Salzburg and we keep health records.")["residency"] == "eu"
    assert talked("We're Acme in Salzburg. We don't keep financial data.").get("residency") is None


@pytest.mark.parametrize(
    ("language", "said", "member", "value"),
    [
        ("de", "Servus, hier die Tierarztpraxis Dr. Wallner aus Rosenheim.", "organisation", "Tierarztpraxis Dr. Wallner"),
        ("de", "Wir sind die Zahnarztpraxis Dr. med. Anna Huber in Graz", "organisation", "Zahnarztpraxis Dr. med. Anna Huber"),
        ("de", "einen Blog, der nie ausfällt", "apps", ["ghost"]),
        ("es", "Somos la Clínica Dra. Ruiz en Madrid", "organisation", "Clínica Dra. Ruiz"),
        ("es", "se llama El Comal de Lupita", "organisation", "El Comal de Lupita"),
        ("es", "queremos un blog y que no se caiga nunca", "apps", ["ghost"]),
        ("fr", "Ici les Éditions du Platane, on veut un blog", "organisation", "Éditions du Platane"),
        ("tr", "web sitesine gerek yok, onun yerine fatura programı olsun", "apps", ["invoiceshelf"]),
        ("tr", "Worker sayısını 2 yapalım", "workers", 2),
        ("de", "Die Daten müssen nicht in der EU bleiben", "residency", "none"),
        ("fr", "Les données ne doivent pas forcément rester dans l'UE", "residency", "none"),
        ("es", "Los datos no tienen que quedarse en la UE", "residency", "none"),
        ("tr", "Verilerin AB'de kalması gerekmiyor", "residency", "none"),
        ("ar", "نحن شركة نخيل الباطنة من مسقط", "organisation", "شركة نخيل الباطنة"),
        ("ar", "أنا السكرتيرة في عيادة الابتسامة في القاهرة", "organisation", "عيادة الابتسامة"),
    ],
)  # fmt: skip
def test_other_languages(language: str, said: str, member: str, value: object) -> None:
    assert understood(said, language).set.get(member) == value
