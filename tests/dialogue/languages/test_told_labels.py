"""The name of the address, where it is told as one: reserved, impossible, instead of another; and domains that stay with the mail or are none."""

import pytest

from tests.dialogue.languages.tongues import begun
from tests.dialogue.talk import Talk


@pytest.mark.parametrize(
    ("language", "said", "label"),
    [
        ("en", "subdomain mail", "mail"), ("en", "The subdomain should be mail.", "mail"), ("en", "make the address status", "status"), ("en", "docs as the subdomain please", "docs"),
        ("en", "please change the label to console", "console"), ("de", "Die Subdomain soll mail sein.", "mail"), ("de", "als Subdomain bitte status", "status"), ("fr", "le sous-domaine doit être mail", "mail"),
        ("es", "el subdominio debe ser admin", "admin"), ("tr", "alt alan adı mail olsun", "mail"), ("ar", "ليكن النطاق الفرعي status", "status"),
    ],
)  # fmt: skip
def test_a_reserved_name_is_said_to_be_so(language: str, said: str, label: str) -> None:
    talk = begun(language)
    talk.say(said)
    assert (talk.codes, talk.asking) == (["label_reserved"], "domain")
    assert talk.seen["options"] == [f"{label}-cloud", f"{label}-2", f"{label}-hq"]
    assert (talk.plan["apps"], talk.plan["organisation"]) == ([], "Acme")


@pytest.mark.parametrize(
    ("language", "said", "better"),
    [
        ("en", "the subdomain should be my_shop", "my-shop"), ("en", "label: Acme_Cloud", "acme-cloud"), ("en", "use blue_fox as the subdomain", "blue-fox"),
        ("de", "Die Subdomain soll mein_laden sein", "mein-laden"), ("fr", "comme sous-domaine mon_site", "mon-site"),
    ],
)  # fmt: skip
def test_an_impossible_name_is_said_to_be_so(language: str, said: str, better: str) -> None:
    talk = begun(language)
    talk.say(said)
    assert (talk.codes, talk.seen["options"]) == (["label_invalid"], [better])
    assert talk.plan["organisation"] == "Acme"


@pytest.mark.parametrize(
    ("language", "said", "label"),
    [
        ("en", "subdomain acme cloud", "acmecloud"), ("en", "nimbus instead of acme in the address", "nimbus"), ("en", "in the address, cirrus instead of acme", "cirrus"),
        ("en", "replace acme with nimbus in the address", "nimbus"), ("en", "set the subdomain to blue-fox please", "blue-fox"), ("de", "nimbus statt acme in der Adresse", "nimbus"),
        ("fr", "nimbus au lieu de acme dans l'adresse", "nimbus"), ("es", "nimbus en lugar de acme en la dirección", "nimbus"), ("tr", "adreste acme yerine nimbus olsun", "nimbus"),
        ("ar", "nimbus بدلا من acme في العنوان", "nimbus"), ("fr", "le sous-domaine doit être kite-hq", "kite-hq"), ("es", "el subdominio será blog", "blog"),
    ],
)  # fmt: skip
def test_a_name_is_taken_as_told(language: str, said: str, label: str) -> None:
    talk = begun(language)
    talk.say(said)
    assert talk.plan["domain"]["fqdn"] == f"{label}.omani.works"
    assert (talk.plan["apps"], talk.plan["organisation"], talk.codes) == ([], "Acme", [])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "the address is fine"), ("en", "make the address shorter"), ("en", "our address is 12 Main Street"), ("en", "the subdomain should be short"), ("en", "what's a subdomain for?"), ("en", "the label is ok"),
        ("en", "the domain is fine..so yes"), ("de", "die Subdomain ist zu lang"), ("de", "die Subdomain soll kürzer sein"), ("es", "el subdominio es bueno"), ("fr", "le sous-domaine est trop long"),
    ],
)  # fmt: skip
def test_what_is_said_of_an_address_is_not_its_name(language: str, said: str) -> None:
    talk = begun(language)
    talk.say(said)
    assert (talk.plan["domain"]["fqdn"], talk.codes) == ("acme.omani.works", [])


def test_a_label_of_music_is_no_address() -> None:
    talk = Talk()
    talk.say("We're an indie label called Blue Fox, jo@bluefox.example")
    assert (talk.plan["organisation"], talk.plan["domain"]["fqdn"]) == ("Blue Fox", "blue-fox.omani.works")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "domain is acme..com"), ("en", "-acme.com"), ("en", "our domain is 192.168.1.1"), ("en", "use acme-.com as our domain please"), ("de", "die Domain ist acme..de"), ("de", "Domain: -acme.de"),
        ("fr", "notre domaine est 192.168.1.1"), ("es", "nuestro dominio es acme..es"), ("tr", "alan adımız acme..com"), ("ar", "نطاقنا acme..com"),
    ],
)  # fmt: skip
def test_what_is_no_domain_is_said_to_be_none(language: str, said: str) -> None:
    talk = begun(language)
    talk.say(said)
    assert (talk.codes, talk.asking) == (["domain_invalid"], "domain")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Our domain acme.com is for mail only, give us a free name."), ("en", "We only use acme.com for our mail, so take one of your free addresses"), ("en", "acme.com stays with our e-mail. A free address please."),
        ("de", "Unsere Domain acme.com ist nur für E-Mail, geben Sie uns einen kostenlosen Namen."), ("fr", "Notre domaine acme.com est réservé au courrier, donnez-nous un nom gratuit."),
        ("es", "Nuestro dominio acme.com es solo para el correo, dennos un nombre gratuito."), ("tr", "acme.com alan adımız sadece e-posta için, bize ücretsiz bir ad verin."), ("ar", "نطاقنا acme.com للبريد فقط، أعطونا اسمًا مجانيًا."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("own", [False, True])
def test_a_domain_that_stays_with_the_mail(language: str, said: str, own: bool) -> None:
    talk = begun(language)
    if own:
        talk.say("acme.com")
        assert talk.plan["domain"]["mode"] == "byo"
    talk.say(said)
    assert (talk.plan["domain"]["mode"], talk.plan["domain"]["fqdn"]) == ("pool", "acme.omani.works")
    assert (talk.codes, talk.plan["organisation"]) == ([], "Acme")


@pytest.mark.parametrize("said", ["acme.com is our domain for mail and for the cloud", "our domain acme.com is used for e-mail and also for this"])
def test_a_domain_for_both(said: str) -> None:
    talk = begun("en")
    talk.say(said)
    assert talk.plan["domain"]["fqdn"] == "acme.com"


@pytest.mark.parametrize("said", ["Acme, john.acme.com is my email", "We're Acme, john.acme.com would be my mail address"])
def test_a_mail_without_its_sign_is_no_domain(said: str) -> None:
    talk = Talk()
    talk.say(said)
    assert (talk.codes, talk.asking, talk.plan["domain"]["mode"]) == (["email_invalid"], "email", "pool")


@pytest.mark.parametrize(("said", "apps"), [("bp-ghost and bp-umami", ["ghost", "umami"]), ("bp-wordpress", ["wordpress"]), ("add the blueprint ghost", ["ghost"])])
def test_an_entry_of_the_catalogue_is_the_app(said: str, apps: list[str]) -> None:
    talk = begun("en")
    talk.say(said)
    assert talk.plan["apps"] == apps
