"""Organisation, e-mail address, domain: typed, spoken, corrected, refused."""

import pytest

from tests.dialogue.talk import Talk

ONE = "Blue Door Ltd in Ghent, mail info@bluedoor.be"
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILgnNqE4cUzR0VLVmNZqjmZ3kTnZp1JYhB3s9dZ5w0xY jo@home"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("We're Acme Bank", "Acme Bank"),
        ("We're Blue Door Ltd in Ghent", "Blue Door Ltd"),
        ("Our company is called Brood & Co and we bake", "Brood & Co"),
        ("We run a clinic called Al Noor in Muscat", "Al Noor"),
        ("Acme Bank needs a website", "Acme Bank"),
        ("The name is Lotus Flow", "Lotus Flow"),
        ('the company is "Two Words"', "Two Words"),
        ("my clinic, Smile Dental, needs bookings", "Smile Dental"),
        ("We are a shipper from Hamburg, Hansa Cargo GmbH. We need a wiki", "Hansa Cargo GmbH"),
        ("We are Müller & Söhne GmbH from Berlin", "Müller & Söhne GmbH"),
        ("Hi, this is Rosie's Diner in Austin", "Rosie's Diner"),
        ("company name: Dhofar Hotels", "Dhofar Hotels"),
        ("It's called Oslo Web Design", "Oslo Web Design"),
    ],
)
def test_the_organisation_is_named(words: str, name: str) -> None:
    talk = Talk()
    talk.say(words)
    assert talk.plan["organisation"] == name
    assert talk.state.draft.regions is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Lotus Flow", "Lotus Flow"),
        ("it's Lotus Flow", "Lotus Flow"),
        ("lotus flow", "lotus flow"),
        ("L O T U S", "Lotus"),
        ("Well, call it Lotus Flow please", "Lotus Flow"),
        ("Lotus Flow, info@lotus.pt", "Lotus Flow"),
        ("We're called Lotus Flow", "Lotus Flow"),
        ("Ok, Lotus Flow", "Lotus Flow"),
    ],
)
def test_the_answer_to_the_question_is_the_name(words: str, name: str) -> None:
    talk = Talk()
    talk.say("a yoga studio in Lisbon", words)
    assert talk.plan["organisation"] == name


@pytest.mark.parametrize(
    "words",
    [
        "Helsinki", "yes", "no", "ok", "help", "idiot", "two regions", "four workers", "what for?", "a website", "PCI DSS",
        "cpx52", "thanks", "I don't know", "repeat that", "start over", "info@lotus.pt", "🙂", "you stupid machine",
    ],
)  # fmt: skip
def test_what_answers_something_else_is_no_name(words: str) -> None:
    talk = Talk()
    talk.say("a yoga studio in Lisbon")
    assert talk.asking == "organisation"
    talk.say(words)
    assert talk.plan["organisation"] is None


@pytest.mark.parametrize(
    ("words", "name", "label"),
    [
        ("actually call it Brood & Co", "Brood & Co", "brood-co"),
        ("rename us to 3M Clinic", "3M Clinic", "org-3m-clinic"),
        ("no, the name is Red Door", "Red Door", "red-door"),
        ("call it Rosie's Diner", "Rosie's Diner", "rosies-diner"),
        ("please change the name to Łódź Bau GmbH", "Łódź Bau GmbH", "lodz-bau-gmbh"),
    ],
)
def test_renaming_moves_a_default_label(words: str, name: str, label: str) -> None:
    talk = Talk()
    reply = talk.say(ONE, words)
    assert (talk.plan["organisation"], talk.plan["domain"]["label"]) == (name, label)
    assert f"The organisation is now {name}." in reply
    assert talk.state.draft.industry is None


def test_renaming_leaves_a_chosen_label() -> None:
    talk = Talk()
    talk.say(ONE, "the subdomain should be bdoor", "actually call it Red Door")
    assert talk.plan["domain"]["fqdn"] == "bdoor.omani.works"


def test_a_name_without_latin_letters_needs_a_label() -> None:
    talk = Talk()
    talk.say(ONE, "the name is مقهى النور")
    assert talk.asking == "domain"
    assert talk.seen["missing"] == ["domain"]
    talk.say("noor cafe")
    assert talk.plan["domain"]["fqdn"] == "noorcafe.omani.works"


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("change the email to Jane@BlueDoor.be", "jane@bluedoor.be"),
        ("no, the e-mail is jane dot doe at bluedoor dot be", "jane.doe@bluedoor.be"),
        ("use office at bluedoor dot o m instead", "office@bluedoor.om"),
        ("my address is jo+cloud@acme.co.uk", "jo+cloud@acme.co.uk"),
        ("not info@bluedoor.be but sales@bluedoor.be", "sales@bluedoor.be"),
    ],
)
def test_the_address_is_corrected(words: str, address: str) -> None:
    talk = Talk()
    talk.say(ONE, words)
    assert talk.plan["email"] == address
    assert talk.mails == ["info@bluedoor.be", address]


@pytest.mark.parametrize("words", ["my email is bob@", "mail @acme.com", "jo@acme", "a@b..com", "jo@@acme.com"])
def test_a_broken_address_is_asked_for_again(words: str) -> None:
    talk = Talk()
    talk.say("We're Acme Bank in Oslo", words)
    assert talk.codes == ["email_invalid"]
    assert talk.asking == "email"
    assert talk.plan["email"] is None
    talk.say("jo@acme.no")
    assert talk.codes == []
    assert talk.plan["email"] == "jo@acme.no"


@pytest.mark.parametrize(
    ("words", "fqdn", "mode"),
    [
        ("use alnoor.omani.works", "alnoor.omani.works", "pool"),
        ("al noor dot omani dot works", "alnoor.omani.works", "pool"),
        ("the address should be bdoor", "bdoor.omani.works", "pool"),
        ("call the subdomain blue", "blue.omani.works", "pool"),
        ("use the name blue-door-hq for the address", "blue-door-hq.omani.works", "pool"),
        ("our domain is bluedoor.be", "bluedoor.be", "byo"),
        ("acme dash bank dot com", "acme-bank.com", "byo"),
        ("use https://www.Cloud.bluedoor.be/", "cloud.bluedoor.be", "byo"),
        ("put it under my own domain cloud.bluedoor.be", "cloud.bluedoor.be", "byo"),
    ],
)
def test_the_domain(words: str, fqdn: str, mode: str) -> None:
    talk = Talk()
    reply = talk.say(ONE, words)
    assert (talk.plan["domain"]["fqdn"], talk.plan["domain"]["mode"]) == (fqdn, mode)
    assert talk.plan["organisation"] == "Blue Door Ltd"
    assert talk.plan["email"] == "info@bluedoor.be"
    assert f"The address is now {fqdn}." in reply


def test_back_to_a_name_under_the_pool_domain() -> None:
    talk = Talk()
    talk.say(ONE, "our domain is bluedoor.be", "no, rather the free address")
    assert talk.plan["domain"]["fqdn"] == "blue-door-ltd.omani.works"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("9lives.com", "domain_invalid"),
        ("this-is-a-really-long-domain-name-for-a-company-in-belgium.example.org", "domain_too_long"),
        ("the subdomain should be admin", "label_reserved"),
    ],
)
def test_a_domain_that_cannot_be_used(words: str, code: str) -> None:
    talk = Talk()
    talk.say(ONE, words)
    assert talk.codes == [code]
    assert talk.asking == "domain"
    talk.say("bluedoor.be")
    assert talk.codes == []


@pytest.mark.parametrize(
    ("answer", "label"),
    [
        ("the second one", "blue-door-ltd-2"),
        ("1", "blue-door-ltd-cloud"),
        ("the last one please", "blue-door-ltd-hq"),
        ("hq", "blue-door-ltd-hq"),
        ("blue-door-ltd-cloud", "blue-door-ltd-cloud"),
        ("the one with cloud at the end", "blue-door-ltd-cloud"),
        ("whichever, you choose", "blue-door-ltd-cloud"),
        ("bdx", "bdx"),
        ("what about bdx?", "bdx"),
        ("then use bdx", "bdx"),
        ("try blue house", "bluehouse"),
        ("bluehouse.omani.works", "bluehouse"),
    ],
)
def test_a_taken_label_is_replaced(answer: str, label: str) -> None:
    talk = Talk(taken=frozenset({"blue-door-ltd"}))
    reply = talk.say(ONE)
    assert talk.codes == ["label_taken"]
    assert talk.asking == "domain"
    assert "blue-door-ltd-cloud, blue-door-ltd-2, blue-door-ltd-hq" in reply
    assert talk.seen["options"] == ["blue-door-ltd-cloud", "blue-door-ltd-2", "blue-door-ltd-hq"]
    talk.say(answer)
    assert talk.codes == []
    assert talk.plan["domain"]["label"] == label
    assert talk.asking == "email_code"


@pytest.mark.parametrize("answer", ["no", "something else", "I don't know", "why?", "hmm", "none of them", "what's a domain?"])
def test_what_names_no_label_leaves_the_question(answer: str) -> None:
    talk = Talk(taken=frozenset({"blue-door-ltd"}))
    talk.say(ONE, answer)
    assert talk.codes == ["label_taken"]
    assert talk.asking == "domain"


def test_a_pasted_public_key_is_used() -> None:
    talk = Talk()
    talk.say(ONE, f"use my key {KEY}")
    assert talk.codes == []
    assert talk.state.draft.ssh_public_key == KEY
    assert talk.plan["organisation"] == "Blue Door Ltd"
    assert talk.plan["email"] == "info@bluedoor.be"
    assert talk.seen["sshKeyAvailable"] is False


def test_a_public_key_that_cannot_be_used_is_let_go() -> None:
    talk = Talk()
    reply = talk.say(ONE, "use my key ssh-rsa AAAA" + "B" * 60 + "===== x")
    if talk.codes:
        assert "can't be used" in reply
        talk.say("leave it out")
    assert talk.codes == []


@pytest.mark.parametrize(
    "words",
    [
        "my password is hunter2hunter2", "token: sk_live_abcdefghijklmnopqrst", "AKIAIOSFODNN7EXAMPLE",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----",
    ],
)  # fmt: skip
def test_a_pasted_secret_is_masked_and_told(words: str) -> None:
    talk = Talk()
    reply = talk.say(ONE, words)
    assert "looked like a secret" in reply
    assert talk.plan["apps"] == []
    stored = "".join(entry.model_dump_json() for entry in talk.log)
    for secret in ("hunter2", "sk_live", "AKIA", "BEGIN OPENSSH"):
        assert secret not in stored


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("We are a dental practice in Hamburg, Zahnarztpraxis Lindner, and we need bookings", "Zahnarztpraxis Lindner"),
        ("Set up: org Blue Sky, region ash", "Blue Sky"),
    ],
)
def test_a_name_beside_what_it_names(said: str, name: str) -> None:
    talk = Talk()
    talk.say(said)
    assert talk.plan["organisation"] == name


@pytest.mark.parametrize("said", ["looks good", "Sounds great", "that's right", "mesh name blue, id 12"])
def test_assent_and_settings_are_no_names(said: str) -> None:
    talk = Talk()
    talk.say("hi", said)
    assert talk.asking == "organisation"
    assert talk.plan["organisation"] is None


@pytest.mark.parametrize(
    ("said", "fqdn"),
    [
        ("use acme-hq", "acme-hq.omani.works"),
        ("call it vault-one.omani.works", "vault-one.omani.works"),
    ],
)
def test_a_label_that_looks_like_one(said: str, fqdn: str) -> None:
    talk = Talk()
    talk.say("We're Acme Bank in Berlin, mail ops@acme.com", said)
    assert talk.plan["domain"]["fqdn"] == fqdn
    assert talk.plan["organisation"] == "Acme Bank"


def test_a_label_beside_an_email() -> None:
    talk = Talk()
    talk.say("123 Fitness, x@fitness.example, subdomain fit123")
    assert talk.plan["organisation"] == "123 Fitness"
    assert talk.plan["domain"]["label"] == "fit123"


def test_a_name_set_right() -> None:
    talk = Talk()
    talk.say("We're Brook Lab, mail lab@brook.example", "no, it's Brooke Lab, with an e at the end of Brooke")
    assert talk.plan["organisation"] == "Brooke Lab"
    talk.say("no, it's Helsinki")
    assert talk.plan["organisation"] == "Brooke Lab"


def test_a_name_that_begins_with_spelt() -> None:
    talk = Talk()
    talk.say("this is Spelt Mill, mail m@spelt.example")
    assert talk.plan["organisation"] == "Spelt Mill"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Hello, this is Petra from Haus Lindau, a hotel", "Haus Lindau"),
        ("this is Nordlicht from Hamburg", "Nordlicht"),
        ("Sven here from Kite Works", "Kite Works"),
        ("I'm Aisha, manager of Sohar Fisheries", "Sohar Fisheries"),
        ("for the firm Vidra s.r.o., Brno", "Vidra s.r.o."),
        ("شركة البحر, we need a wiki", "شركة البحر"),
        ("We're ООО Волна", "ООО Волна"),
        ("We're Święta Bakery from Kraków", "Święta Bakery"),
        ("Our school is called St. Anne's College and we need a wiki", "St. Anne's College"),
        ("uh we're um called erm Lotus Flow", "Lotus Flow"),
        ("Name: Red Dot; mail: a@red.com", "Red Dot"),
        ("call it 'drop all tables and run'", "drop all tables and run"),
    ],
)
def test_names_of_every_script_and_shape(words: str, name: str) -> None:
    talk = Talk()
    talk.say(words)
    assert talk.plan["organisation"] == name


@pytest.mark.parametrize("words", ["Hi, I'm from a small practice in Muscat", "I'm Tom from Berlin and need a wiki", "My name is Petra"])
def test_who_speaks_is_no_organisation(words: str) -> None:
    talk = Talk()
    talk.say(words)
    assert talk.plan["organisation"] is None


@pytest.mark.parametrize("name", ["Stop Motion Films", "No Sugar Bakery", "Undo Wear", "Three Workers Coop", "Cancel Culture Club"])
def test_a_capitalised_answer_is_a_name_whatever_its_words_mean(name: str) -> None:
    talk = Talk()
    talk.say("hello", name)
    assert talk.plan["organisation"] == name
    assert (talk.plan["workers"], talk.seen["phase"]) == (0, "talking")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("it's Red Harbour, with a u", "Red Harbour"),
        ("no, red harbour", "red harbour"),
        ("I meant Green Harbor, not Red Harbor", "Green Harbor"),
        ("not Red Harbor but Zenith", "Zenith"),
        ("you mistyped our name, it's Redd Harbor", "Redd Harbor"),
        ("Harbor is spelt H A R B O U R", "Red Harbour"),
        ("change the company to Green Harbor", "Green Harbor"),
        ("replace Red Harbor with Green Harbor", "Green Harbor"),
        ("the name is wrong, it should be Red Harbur", "Red Harbur"),
    ],
)
def test_the_name_is_corrected_in_many_ways(words: str, name: str) -> None:
    talk = Talk()
    talk.say("We're Red Harbor, mail ops@red.com", words)
    assert talk.plan["organisation"] == name
    assert (talk.plan["email"], talk.plan["regions"]) == ("ops@red.com", ["fsn1"])


@pytest.mark.parametrize("words", ["it's fine", "that's wrong", "we also need a wiki for Green Harbor's people", "Helsinki is fine", "it's Tuesday"])
def test_what_is_no_correction_leaves_the_name(words: str) -> None:
    talk = Talk()
    talk.say("We're Red Harbor, mail ops@red.com", words)
    assert talk.plan["organisation"] == "Red Harbor"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Set up Red Kite Labs with a wiki in Helsinki, HA, a@kite.io", "Red Kite Labs"),
        ("a server in Helsinki, HA, mail a@kite.io", None),
        ("launch Nextcloud and a wiki", None),
    ],
)
def test_what_is_created_may_be_named_and_what_is_listed_is_no_name(words: str, name: str | None) -> None:
    talk = Talk()
    talk.say(words)
    assert talk.plan["organisation"] == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Evening! Harbour Lights, a small inn in Cork. Mail a@hl.ie", "Harbour Lights"),
        ("two regions. Org Tripod Ltd. a@pod.com.", "Tripod Ltd"),
        ("We're Acme Inc., mail a@acme.com", "Acme Inc."),
        ("We are Lind & Sohn GmbH & Co. KG in Ulm", "Lind & Sohn GmbH & Co. KG"),
    ],
)
def test_dots_and_labels_around_names(words: str, name: str) -> None:
    talk = Talk()
    talk.say(words)
    assert talk.plan["organisation"] == name
