"""Names: pool labels, own domains, spoken forms, taken and reserved (plan-rules, Domain)."""

from typing import Any

import pytest

from tests.tools.planning.conftest import Check, codes, offered
from tools.planning import FreeNames, NamesBut, NameVerdict

POOL = "omani.works"
ROOM = 54 - len(POOL) - 1


@pytest.mark.parametrize(
    ("organisation", "label"),
    [
        ("Acme", "acme"),
        ("Al Noor", "al-noor"),
        ("Rosie's Diner", "rosies-diner"),
        ("Rosie’s Diner", "rosies-diner"),
        ("Müller & Söhne GmbH", "muller-sohne-gmbh"),
        ("Straße", "strasse"),
        ("Ørsted", "orsted"),
        ("Łódź Łąka", "lodz-laka"),
        ("Đông Đô", "dong-do"),
        ("Işık", "isik"),
        ("İstanbul", "istanbul"),
        ("Ærø", "aero"),
        ("Cœur", "coeur"),
        ("Garðar Þór", "gardar-thor"),
        ("  --Acme__Corp.  ", "acme-corp"),
        ("A+B=C", "a-b-c"),
        ("3M", "org-3m"),
        ("24/7 Shop", "org-24-7-shop"),
        ("Ｆｕｌｌ Ｗｉｄｔｈ", "full-width"),
        ("Café №5", "cafe-no5"),
        ("شركة Noor", "noor"),
    ],
)
def test_a_label_from_the_organisation(check: Check, organisation: str, label: str) -> None:
    result = check(organisation=organisation)
    domain = result.plan.domain
    assert (domain.mode, domain.label, domain.pool, domain.fqdn) == ("pool", label, POOL, f"{label}.{POOL}")
    assert not result.problems


@pytest.mark.parametrize("organisation", ["النور", "北京公司", "Газпром"])
def test_nothing_is_left_of_a_name(check: Check, organisation: str) -> None:
    result = check(organisation=organisation, email="a@acme.example")
    assert result.plan.organisation == organisation
    assert result.missing == ("domain",)
    assert result.plan.domain.fqdn is None
    assert check(organisation=organisation, email="a@acme.example", domain="noor").ok


@pytest.mark.parametrize(
    "organisation",
    ["x" * 100, "ab " * 40, "Society for the Preservation of Very Long Names of Things", "1" * 60, "a-" * 40],
)
def test_a_long_name_is_cut(check: Check, organisation: str) -> None:
    domain = check(organisation=organisation).plan.domain
    assert domain.fqdn is not None
    assert domain.label is not None
    assert 52 <= len(domain.fqdn) <= 54
    assert not domain.label.endswith("-")


def test_renaming_moves_a_default_label_but_not_a_chosen_one(check: Check) -> None:
    assert check(organisation="Acme").plan.domain.label == "acme"
    assert check(organisation="Zenith").plan.domain.label == "zenith"
    chosen = check(organisation="Acme", domain="cloud-one")
    renamed = check(organisation="Zenith", domain="cloud-one", current=chosen.plan)
    assert renamed.plan.domain.label == "cloud-one"


@pytest.mark.parametrize(
    ("domain", "label"),
    [
        ("alnoor.omani.works", "alnoor"),
        ("https://www.AlNoor.omani.works/start", "alnoor"),
        ("alnoor.omani.works.", "alnoor"),
        ("acme", "acme"),
        ("ACME-2", "acme-2"),
        ("Al Noor", "al-noor"),
        ("café", "cafe"),
        ("al noor dot omani dot works", "alnoor"),
        ("al dash noor dot omani dot works", "al-noor"),
        ("a" * 60, "a" * ROOM),
    ],
)
def test_a_chosen_label(check: Check, domain: str, label: str) -> None:
    result = check(organisation="Other", domain=domain)
    assert (result.plan.domain.mode, result.plan.domain.label) == ("pool", label)
    assert result.plan.domain.fqdn == f"{label}.{POOL}"
    assert not result.problems


@pytest.mark.parametrize(
    ("domain", "better"),
    [
        ("3m", ("org-3m",)),
        ("-acme", ("acme",)),
        ("acme-", ("acme",)),
        ("ac_me", ("ac-me",)),
        ("two.levels.omani.works", ("two-levels",)),
        ("***", ()),
    ],
)
def test_a_label_that_is_no_label(check: Check, domain: str, better: Any) -> None:
    result = check(domain=domain)
    assert offered(result, "label_invalid") == better
    assert result.plan.domain.fqdn is None
    assert "domain" not in result.missing, "the problem says it already"


def test_another_managed_pool(check: Check) -> None:
    domain = check(domain="acme.openova.io").plan.domain
    assert (domain.mode, domain.label, domain.pool) == ("pool", "acme", "openova.io")


@pytest.mark.parametrize(
    ("domain", "fqdn"),
    [
        ("acme.example", "acme.example"),
        ("https://www.Acme.example/about?x=1", "acme.example"),
        ("http://acme.example:8443/", "acme.example"),
        ("www.cloud.acme.example.", "cloud.acme.example"),
        ("www.www.acme.example", "acme.example"),
        (" Acme.Example ", "acme.example"),
        ("acme.example\n.", "acme.example"),
        ("acme dash bank dot com", "acme-bank.com"),
        ("acme hyphen bank dot co dot uk", "acme-bank.co.uk"),
        ("acme minus bank dot com", "acme-bank.com"),
        ("acme bank dot com", "acmebank.com"),
        ("cloud dot acme dot o m", "cloud.acme.om"),
        ("xn--mller-kva.example", "xn--mller-kva.example"),
    ],
)
def test_an_own_domain(check: Check, domain: str, fqdn: str) -> None:
    result = check(organisation="Acme", domain=domain)
    assert result.plan.domain.model_dump() == {"mode": "byo", "fqdn": fqdn, "label": None, "pool": None}
    assert not result.problems


@pytest.mark.parametrize(
    "domain",
    [
        "1acme.example",
        "acme.1example",
        "acme..example",
        "-acme.example",
        "ac me.example",
        "acme_x.example",
        "müller.example",
        "a" * 64 + ".example",
        ".".join(["abcdefgh"] * 40),
        "omani.works",
        "acme.omani.rest",
        "omani.trade",
        "10.0.0.1",
    ],
)
def test_no_domain_to_use(check: Check, domain: str) -> None:
    result = check(domain=domain)
    assert codes(result) == ["domain_invalid"]
    assert result.plan.domain.fqdn is None


def test_an_own_domain_of_54_characters_is_the_longest(check: Check) -> None:
    fits = "a" * 46 + ".example"
    assert len(fits) == 54
    assert check(domain=fits).plan.domain.fqdn == fits
    result = check(domain="a" + fits)
    assert codes(result) == ["domain_too_long"]
    assert result.plan.domain.fqdn is None


@pytest.mark.parametrize("label", ["admin", "www", "k8s", "mail"])
def test_a_reserved_label(check: Check, label: str) -> None:
    result = check(domain=label)
    assert offered(result, "label_reserved") == (f"{label}-cloud", f"{label}-2", f"{label}-hq")


def test_a_taken_label(check: Check) -> None:
    result = check(organisation="Acme", names=FreeNames(frozenset({"acme"})))
    assert offered(result, "label_taken") == ("acme-cloud", "acme-2", "acme-hq")
    assert not result.ok
    refused = check(organisation="Acme", names=NamesBut(FreeNames(), frozenset({"acme.omani.works", "acme-2.omani.works"})))
    assert offered(refused, "label_taken") == ("acme-cloud", "acme-hq")
    partly = check(organisation="Acme", names=FreeNames(frozenset({"acme", "acme-cloud"})))
    assert offered(partly, "label_taken") == ("acme-2", "acme-hq")


def test_alternatives_are_cut_suffix_included(check: Check) -> None:
    label = "a" * ROOM
    names = offered(check(domain=label, names=FreeNames(frozenset({label}))), "label_taken")
    assert [len(f"{name}.{POOL}") for name in names] == [54, 54, 54]
    assert [name.strip("a") for name in names] == ["-cloud", "-2", "-hq"]


class Service:
    """Answers every check alike and counts."""

    def __init__(self, verdict: NameVerdict) -> None:
        self.verdict = verdict
        self.asked: list[tuple[str, str]] = []

    async def check(self, label: str, pool: str) -> NameVerdict:
        """See `NameCheck`."""
        self.asked.append((label, pool))
        return self.verdict


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("active-state", "label_taken"),
        ("reserved-state", "label_taken"),
        ("exists", "label_taken"),
        ("reserved", "label_reserved"),
    ],
)
def test_reasons_of_the_service(check: Check, reason: str, code: str) -> None:
    result = check(organisation="Acme", names=Service(NameVerdict(False, reason)))
    assert codes(result) == [code]


@pytest.mark.parametrize("reason", ["pdm-unavailable", "lookup-error"])
def test_a_check_that_cannot_be_made_stops_nobody(check: Check, reason: str) -> None:
    result = check(organisation="Acme", email="a@acme.example", names=Service(NameVerdict(False, reason)))
    assert result.ok
    assert codes(result) == []
    assert [n.params["fqdn"] for n in result.notes if n.code == "name_unchecked"] == ["acme.omani.works"]


def test_only_pool_names_are_asked_for(check: Check) -> None:
    service = Service(NameVerdict(True))
    check(domain="acme.example", names=service)
    check(names=service)
    assert service.asked == []
    check(domain="acme", names=service)
    assert service.asked == [("acme", POOL)]


@pytest.mark.parametrize(
    ("said", "email"),
    [
        ("Info@Acme.OM", "info@acme.om"),
        (" jane.doe+cloud@acme.example ", "jane.doe+cloud@acme.example"),
        ("info at acme dot o m", "info@acme.om"),
        ("jane dot doe at acme dash bank dot com", "jane.doe@acme-bank.com"),
        ("jane underscore doe at acme dot com", "jane_doe@acme.com"),
    ],
)
def test_addresses(check: Check, said: str, email: str) -> None:
    result = check(email=said)
    assert (result.plan.email, codes(result)) == (email, [])


@pytest.mark.parametrize(
    "said",
    ["acme", "a@b", "a@@b.com", "a b@c.com", "@acme.com", "a..b@acme.com", ".a@acme.com", "a@acme.com\nx", "ä@acme.com",
     "x" * 65 + "@acme.com", "a@-acme.com", "a@acme.c", "a@acme.com."],
)  # fmt: skip
def test_no_address(check: Check, said: str) -> None:
    result = check(email=said)
    assert codes(result) == ["email_invalid"]
    assert result.plan.email is None
    assert "email" in result.missing
