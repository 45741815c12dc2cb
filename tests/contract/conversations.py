"""Conversations as people have them, and the plan that each must end in. `{m}` is the address of the one who talks.

A step is what is said, or that with what the state must show at once (dotted paths; `problems` is the set of codes,
`suggests` a code with what must be among its suggestions). After the last step come the code and the yes.
"""

from dataclasses import dataclass
from typing import Any

from tests.contract.wire import Plan

Step = str | tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Case:
    name: str
    steps: tuple[Step, ...]
    plan: Plan


def case(name: str, *steps: Step, **plan: Any) -> Case:
    return Case(name, steps, Plan(**plan))


def _regions(*ids: str) -> dict[str, Any]:
    return {"plan.regions": list(ids)}


REGIONS = [
    case("nothing-said", ("hello there", {"phase": "talking", "posts": 0}), ("the company is called Brightwater Labs", {"plan.organisation": "Brightwater Labs", "missing": ["email"], "asking": "email"}),
         ("{m}", {"missing": [], "phase": "verifying", "asking": "email_code", "plan.emailVerified": False}), org="Brightwater Labs", label="brightwater-labs"),
    case("email-first", ("hi, my email is {m}", {"missing": ["organisation"], "asking": "organisation"}), "Larkspur Studio", org="Larkspur Studio", label="larkspur-studio"),
    case("id-typed", "hey, organisation is Brightwater Labs, mail is {m}, put it in nbg1", org="Brightwater Labs", label="brightwater-labs", regions=("nbg1",)),
    case("id-spelled", "um so we're Tinker Works, {m}, and I'd like it in, uh, H E L one please", org="Tinker Works", label="tinker-works", regions=("hel1",)),
    case("city-typo", "we are Northgate, {m}. host it in helsinky pls", org="Northgate", label="northgate", regions=("hel1",)),
    case("country-finland", "we are Pine Post, {m}, somewhere in Finland", org="Pine Post", label="pine-post", regions=("hel1",)),
    case("country-us", "we are Maple Post, {m}, it has to run in the US", org="Maple Post", label="maple-post", regions=("ash",)),
    case("two-in-germany", "Hi I'm from Acme Dental and I need two regions in Germany, you can reach me at {m}", org="Acme Dental", label="acme-dental", regions=("fsn1", "nbg1")),
    case("two-in-us", "Acme Rails here, {m}, two regions in the US", org="Acme Rails", label="acme-rails", regions=("ash", "hil")),
    case("two-in-finland", ("our company is Reindeer Rail, {m}, we want two regions in Finland", {"posts": 0, "phase": "talking", "asking": "regions"}), ("then add Nuremberg", _regions("hel1", "nbg1")), org="Reindeer Rail", label="reindeer-rail", regions=("hel1", "nbg1")),
    case("three-unnamed", "The organisation is Triple Oak. three regions. {m}", org="Triple Oak", label="triple-oak", regions=("fsn1", "hel1", "nbg1")),
    case("triangle", "we are Delta Kiln, mail {m}, a triangle topology please", org="Delta Kiln", label="delta-kiln", regions=("fsn1", "hel1", "nbg1")),
    case("citadel", "we are Stone Keep, mail {m}, I want the citadel", org="Stone Keep", label="stone-keep", regions=("fsn1", "hel1", "nbg1", "ash")),
    case("five-regions", "we are Five Rivers, mail {m}, all five regions", org="Five Rivers", label="five-rivers", regions=("fsn1", "hel1", "nbg1", "ash", "hil")),
    case("six-regions", ("we are Six Rivers, mail {m}, I want six regions", {"problems": {"too_many_regions"}, "posts": 0}), ("ok, just one then", {"problems": set()}), org="Six Rivers", label="six-rivers"),
    case("survive-outage", "we're Harbor Lights, {m}, and we must survive a region outage", org="Harbor Lights", label="harbor-lights", regions=("fsn1", "hel1")),
    case("second-site", "we're Kite Makers, {m}, in Nuremberg, with a second site", org="Kite Makers", label="kite-makers", regions=("nbg1", "fsn1")),
    case("first-named-first", "We are Fjord Ferries ({m}). Helsinki and Falkenstein.", org="Fjord Ferries", label="fjord-ferries", regions=("hel1", "fsn1")),
    case("us-and-eu", "we are Twin Coast, {m}; Ashburn first and Nuremberg second", org="Twin Coast", label="twin-coast", regions=("ash", "nbg1")),
    case("place-frankfurt", "we are Main Tower, {m}, we'd like it in Frankfurt", org="Main Tower", label="main-tower", regions=("fsn1",)),
    case("place-muscat", "we are Frankincense Trading from Muscat, {m}", org="Frankincense Trading", label="frankincense-trading", regions=("fsn1",)),
    case("place-stockholm", "we are Sodra Skates, our customers are in Stockholm. {m}", org="Sodra Skates", label="sodra-skates", regions=("hel1",)),
    case("place-seattle", "we are Rainy Bikes, all our users are in Seattle, {m}", org="Rainy Bikes", label="rainy-bikes", regions=("hil",)),
    case("place-sao-paulo", "we are Samba Sounds and our customers are in São Paulo, {m}", org="Samba Sounds", label="samba-sounds", regions=("ash",)),
    case("gdpr-then-us", ("we are Clean Ledger, {m}, GDPR applies to us", {"plan.residency": "eu"}), ("put it in Ashburn", {"problems": {"residency_conflict"}, "posts": 0}), ("alright, Helsinki then", {"problems": set(), **_regions("hel1")}),
         org="Clean Ledger", label="clean-ledger", regions=("hel1",), residency="eu"),
    case("citadel-in-eu", ("we are Wall Keep, {m}, the data must stay in the EU, citadel topology", {"problems": {"too_many_regions"}, "posts": 0}), ("make it three regions", {"problems": set()}),
         org="Wall Keep", label="wall-keep", regions=("fsn1", "hel1", "nbg1"), residency="eu"),
    case("same-twice", ("we are Echo Echo, {m}, Falkenstein and Falkenstein", {"problems": {"duplicate_region"}, "posts": 0}), ("Falkenstein and Nuremberg", {"problems": set()}), org="Echo Echo", label="echo-echo", regions=("fsn1", "nbg1")),
    case("singapore-id", ("we are Lion Gate, {m}, region sin please", {"posts": 0}), "Nuremberg is fine", org="Lion Gate", label="lion-gate", regions=("nbg1",)),
    case("replace-keeps-place", "we are Swap Shop, {m}, Helsinki and Nuremberg", ("replace Helsinki with Ashburn", _regions("ash", "nbg1")), ("and add Hillsboro", _regions("ash", "nbg1", "hil")), org="Swap Shop", label="swap-shop", regions=("ash", "nbg1", "hil")),
    case("no-make-that", "we're Pebble Path, {m}, put it in Nuremberg, no wait, make that Helsinki", org="Pebble Path", label="pebble-path", regions=("hel1",)),
    case("vienna-clinic", ("hi we run a clinic in Vienna called Praxis Donau, patient records and so on, {m}", {"plan.residency": "eu"}), org="Praxis Donau", label="praxis-donau", residency="eu"),
    case("aws", ("we're Cloud Nine, {m}, we want it on AWS", {"problems": {"provider_unsupported"}, "posts": 0}), ("okay, Hetzner is fine", {"problems": set()}), org="Cloud Nine", label="cloud-nine"),
]  # fmt: skip

SIZES = [
    case("size-spelled", "this is Grain Mill, {m}, and we want the C P X 52", org="Grain Mill", label="grain-mill", size="cpx52"),
    case("size-need", "this is Oat Mill, {m}, machines with 8 cores and 32 gigs", org="Oat Mill", label="oat-mill", size="cpx62"),
    case("size-need-dedicated", "this is Rye Mill, {m}, dedicated, 8 cores and 32 gigs of ram", org="Rye Mill", label="rye-mill", size="ccx33"),
    case("family-dedicated", "this is Corn Mill, {m}, dedicated servers", org="Corn Mill", label="corn-mill", size="ccx33"),
    case("family-arm-large", "this is Bean Mill, {m}, large ARM machines", org="Bean Mill", label="bean-mill", size="cax41"),
    case("word-intel-medium", "this is Wheat Mill, {m}, medium intel", org="Wheat Mill", label="wheat-mill", size="cx43"),
    case("word-extra-large", "this is Barley Mill, {m}, extra large please", org="Barley Mill", label="barley-mill", size="cpx62"),
    case("extra-large-arm", ("this is Millet Mill, {m}, extra large ARM", {"problems": {"sku_unavailable"}, "posts": 0}), ("large ARM then", {"problems": set()}), org="Millet Mill", label="millet-mill", size="cax41"),
    case("small-in-fsn", "this is Emmer Mill, {m}, a small one in Falkenstein", org="Emmer Mill", label="emmer-mill", size="cpx32"),
    case("small-in-ashburn", "this is Sorghum Mill, {m}, a small one in Ashburn", org="Sorghum Mill", label="sorghum-mill", regions=("ash",), size="cpx42"),
    case("cpx32-in-ashburn", ("this is Teff Mill, {m}, cpx32 in Ashburn", {"problems": {"sku_unavailable"}, "suggests": ("sku_unavailable", "cpx42"), "posts": 0}), ("ok, cpx42 it is", {"problems": set()}), org="Teff Mill", label="teff-mill", regions=("ash",)),
    case("cpx31-nowhere", ("this is Hemp Mill, {m}, cpx31", {"problems": {"sku_unavailable"}, "posts": 0}), ("cpx42", {"problems": set()}), org="Hemp Mill", label="hemp-mill"),
    case("need-64-gigs", ("this is Rice Mill, {m}, we need 64 gigs of memory", {"problems": {"sku_unavailable"}, "suggests": ("sku_unavailable", "ccx43"), "posts": 0}), ("yes, take that one", {"plan.size": "ccx43", "problems": set(), "posts": 0}), org="Rice Mill", label="rice-mill", size="ccx43"),
    case("unknown-size", ("this is Chia Mill, {m}, size cpx99", {"problems": {"unknown_size"}, "posts": 0}), ("cpx52", {"problems": set()}), org="Chia Mill", label="chia-mill", size="cpx52"),
    case("workers-each", "this is Blue Hive, {m}, two regions and four workers", org="Blue Hive", label="blue-hive", regions=("fsn1", "hel1"), workers=4),
    case("workers-total", "this is Red Hive, {m}, two regions, five workers in total", org="Red Hive", label="red-hive", regions=("fsn1", "hel1"), workers=(3, 2)),
    case("workers-total-three", "this is Green Hive, {m}, three regions, seven workers in total across all of them", org="Green Hive", label="green-hive", regions=("fsn1", "hel1", "nbg1"), workers=(3, 2, 2)),
    case("worker-size-apart", "this is Gold Hive, {m}, three workers, the workers should be cpx52", ("and make the control plane ccx33", {"plan.workerSize": "cpx52"}), org="Gold Hive", label="gold-hive", size="ccx33", workers=3, worker_size="cpx52"),
    case("worker-size-follows", ("this is Grey Hive, {m}, two workers", {"plan.workerSize": "cpx42", "estimate.monthly": 76.47}), ("use cpx52 instead", {"plan.workerSize": "cpx52"}), org="Grey Hive", label="grey-hive", size="cpx52", workers=2),
    case("too-many-workers", ("this is Wild Hive, {m}, eighty workers", {"problems": {"workers_out_of_range"}, "posts": 0}), ("ten workers", {"problems": set()}), org="Wild Hive", label="wild-hive", workers=10),
    case("high-availability", ("this is Safe Hive, {m}, highly available and one worker", {"plan.highAvailability": True, "estimate.monthly": 101.96}), org="Safe Hive", label="safe-hive", ha=True, workers=1),
]  # fmt: skip

APPS = [
    case("needs", "hello, Willow Salon, {m}, we need a website, online appointments and invoices", org="Willow Salon", label="willow-salon", apps=("wordpress", "cal-com", "invoiceshelf")),
    case("names", "we are Aspen Studio, {m}. Nextcloud and vaultwarden please", org="Aspen Studio", label="aspen-studio", apps=("nextcloud", "vaultwarden")),
    case("more-needs", "our company is Cedar School, {m}, a wiki, surveys, a password manager and code hosting", org="Cedar School", label="cedar-school", apps=("bookstack", "formbricks", "vaultwarden", "gitea")),
    case("strike-one", "our company is Elm School, {m}, a blog and a wiki", ("actually drop the blog", {"plan.apps": ["bookstack"]}), org="Elm School", label="elm-school", apps=("bookstack",)),
    case("not-installable", ("our company is Fir School, {m}, we want Rocket.Chat and files", {"plan.apps": ["nextcloud"], "problems": {"app_not_installable"}, "posts": 0}), org="Fir School", label="fir-school", apps=("nextcloud",)),
    case("proposals-accepted", ("we run a restaurant called Olive Branch, {m}", {"plan.apps": [], "posts": 0}), ("yes, all of those apps please", {"posts": 0}), org="Olive Branch", label="olive-branch", apps=("wordpress", "cal-com", "invoiceshelf", "umami")),
    case("proposals-declined", ("we run a restaurant called Fig Branch, {m}", {"plan.apps": []}), ("no apps, thanks", {"plan.apps": []}), org="Fig Branch", label="fig-branch"),
    case("proposals-ignored", ("we run a law firm called Justice Partners, {m}", {"plan.apps": []}), ("put it in Helsinki", {"plan.apps": []}), org="Justice Partners", label="justice-partners", regions=("hel1",)),
    case("clinic-three-things", ("I run a small clinic in Muscat, six people, it's called Seeb Clinic, we need booking and mail. {m}", {"plan.apps": ["cal-com"], "posts": 0}), org="Seeb Clinic", label="seeb-clinic", apps=("cal-com",)),
]  # fmt: skip

DOMAINS = [
    case("folding-polish", "the organisation is called Łódź Straße & Søn, {m}", org="Łódź Straße & Søn", label="lodz-strasse-son"),
    case("folding-apostrophe", "the organisation is called Rosie's Diner, {m}", org="Rosie's Diner", label="rosies-diner"),
    case("leading-digit", "our organisation is called 3 Brothers Bakery, {m}", org="3 Brothers Bakery", label="org-3-brothers-bakery"),
    case("arabic-name", ("the organisation is called شركة النور", {"plan.organisation": "شركة النور", "posts": 0}), ("{m}", {"asking": "domain", "posts": 0}), ("use alnoor.omani.works", {"plan.domain.label": "alnoor"}), org="شركة النور", label="alnoor"),
    case("label-chosen-stays", "we are Polar Tours, {m}, use northpole.omani.works", ("actually the company is called Arctic Tours", {"plan.domain.label": "northpole"}), org="Arctic Tours", label="northpole"),
    case("label-default-moves", ("we are Lunar Tours, {m}", {"plan.domain.label": "lunar-tours"}), ("sorry, the company is called Solar Tours", {"plan.domain.fqdn": "solar-tours.omani.works"}), org="Solar Tours", label="solar-tours"),
    case("own-domain", ("we are Cobalt Forge, {m}, use our own domain https://www.cloud.cobaltforge.com/", {"plan.domain.mode": "byo"}), org="Cobalt Forge", byo="cloud.cobaltforge.com"),
    case("own-domain-spoken", "we are Acme Bank Services, {m}, our own domain is acme dash bank dot com", org="Acme Bank Services", byo="acme-bank.com"),
    case("pool-spoken", "we are Al Noor Trading, {m}, take al noor dot omani dot works", org="Al Noor Trading", label="alnoor"),
    case("own-domain-too-long", ("we are Long Lane, {m}, our domain is cloud.the-very-long-long-lane-trading-company-of-the-north.com", {"problems": {"domain_too_long"}, "posts": 0}), ("then use longlane.com", {"problems": set()}), org="Long Lane", byo="longlane.com"),
    case("name-too-long", "the organisation is called The Honourable Company of Master Candle Makers, {m}", org="The Honourable Company of Master Candle Makers", label="the-honourable-company-of-master-candle-ma"),
    case("label-taken", ("we are Taken Tea, {m}", {"problems": {"label_taken"}, "suggests": ("label_taken", "taken-tea-cloud", "taken-tea-2", "taken-tea-hq"), "asking": "domain", "posts": 0}), ("the second one", {"plan.domain.label": "taken-tea-2", "problems": set()}), org="Taken Tea", label="taken-tea-2"),
    case("label-reserved", ("our company is called Vault, {m}", {"problems": {"label_reserved"}, "suggests": ("label_reserved", "vault-cloud", "vault-2", "vault-hq"), "asking": "domain", "posts": 0}), ("vault-hq is fine", {"problems": set()}), org="Vault", label="vault-hq"),
    case("all-in-one-breath", "Okay so, we're Juniper Press, reach me at {m}, two regions, Nuremberg and Helsinki, cpx52, two workers each, highly available, with a website and a wiki, under juniper.example.com", org="Juniper Press",
         byo="juniper.example.com", regions=("nbg1", "hel1"), size="cpx52", workers=2, ha=True, apps=("wordpress", "bookstack")),
    case("citadel-own-domain", "we are Granite Trust, {m}, citadel, on cloud.granitetrust.com", org="Granite Trust", byo="cloud.granitetrust.com", regions=("fsn1", "hel1", "nbg1", "ash")),
    case("bad-email", ("we are Typo Towers, our email is info@typo", {"problems": {"email_invalid"}, "posts": 0}), ("sorry, {m}", {"problems": set()}), org="Typo Towers", label="typo-towers"),
]  # fmt: skip

# How people name themselves, spell, decline and correct
SPEECH = [
    case("company-name-x", "company name Pine Needle, {m}, somewhere in Finland", org="Pine Needle", label="pine-needle", regions=("hel1",)),
    case("organisation-x", "organisation Kiln Works, mail {m}, a triangle topology please", org="Kiln Works", label="kiln-works", regions=("fsn1", "hel1", "nbg1")),
    case("x-is-our-company", "Birch Studio is our company, {m}. Nextcloud please", org="Birch Studio", label="birch-studio", apps=("nextcloud",)),
    case("spoken-email", "we are Dune Divers and the address is {spoken}, in Helsinki", org="Dune Divers", label="dune-divers", regions=("hel1",)),
    case("correct-the-name", ("we are Brook Lab, {m}", {"plan.organisation": "Brook Lab"}), ("no, sorry, the organisation is called Brooke Lab", {"plan.organisation": "Brooke Lab"}), org="Brooke Lab", label="brooke-lab"),
    case("decline-extra-apps", ("we run a restaurant called Plum Branch, {m}", {"plan.apps": []}), ("no extra apps, thanks", {"plan.apps": [], "phase": "verifying"}), org="Plum Branch", label="plum-branch"),
    case("accept-some", ("we run a restaurant called Pear Branch, {m}", {"plan.apps": []}), ("just wordpress and invoiceshelf please", {"posts": 0}), org="Pear Branch", label="pear-branch", apps=("wordpress", "invoiceshelf")),
    case("accept-but-one", ("we run a restaurant called Date Branch, {m}", {"plan.apps": []}), ("yes, but without umami", {"posts": 0}), org="Date Branch", label="date-branch", apps=("wordpress", "cal-com", "invoiceshelf")),
    case("host-our-code", "we are Teal Coders, {m}, we need somewhere to host our code", org="Teal Coders", label="teal-coders", apps=("gitea",)),
    case("no-caps-no-stops", "hey so were called moss and fern our mail is {m} we want it in nuremberg with 2 workers thx", org="moss and fern", label="moss-and-fern", regions=("nbg1",), workers=2),
    case("take-it-back", "we are Reed Bank Rowing, {m}, four workers", ("hmm no, no workers after all", {"plan.workers": 0}), org="Reed Bank Rowing", label="reed-bank-rowing"),
    case("actually", "we are Opal Shed, {m}, put it in Nuremberg, actually Helsinki", org="Opal Shed", label="opal-shed", regions=("hel1",)),
    case("no-ashburn", "we are Jade Shed, {m}", ("Falkenstein, no, Ashburn", {"plan.regions": ["ash"]}), org="Jade Shed", label="jade-shed", regions=("ash",)),
    case("i-meant", "we are Ruby Shed, {m}", ("Nuremberg, sorry, I meant Hillsboro", {"plan.regions": ["hil"]}), org="Ruby Shed", label="ruby-shed", regions=("hil",)),
    case("one-here-one-there", "we are Onyx Shed, {m}, one region in Finland and one in Germany", org="Onyx Shed", label="onyx-shed", regions=("hel1", "fsn1")),
    case("worker-size-and-count", "we are Agate Shed, {m}, the workers should be ccx33 and three of them in total", org="Agate Shed", label="agate-shed", workers=3, worker_size="ccx33"),
    case("id-like-spoken", "we are Beryl Shed, {m}", ("I'd like red sky dot omani dot works", {"plan.domain.label": "redsky"}), org="Beryl Shed", label="redsky"),
    case("call-it-spoken", "we are Topaz Shed, {m}", ("call it green dash sky dot omani dot works", {"plan.organisation": "Topaz Shed"}), org="Topaz Shed", label="green-sky"),
    case("no-need-for-apps", ("we run a bakery called Crumb, {m}", {"plan.apps": []}), ("no need for apps", {"phase": "verifying"}), org="Crumb", label="crumb"),
    case("form-like", "company: Acme Two; email: {m}; region: hel1; size: cpx52; workers: 2", org="Acme Two", label="acme-two", regions=("hel1",), size="cpx52", workers=2),
    case("hamburg-dentist", "We are a dental practice in Hamburg called Zahnhaus, {m}, patient files and appointments", org="Zahnhaus", label="zahnhaus", apps=("nextcloud", "cal-com"), residency="eu"),
]  # fmt: skip

ALL = [*SPEECH, *REGIONS, *SIZES, *APPS, *DOMAINS]
