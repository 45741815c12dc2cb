"""Names without capitals, marks or announcements: how far they go, and which address repeats them; names behind what they are."""

import pytest

from tests.dialogue.talk import Talk


def _organisation(*words: str) -> object:
    talk = Talk()
    talk.say(*words)
    return talk.plan["organisation"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("business is amber candle works host it in helsinki", "amber candle works"),
        ("company is amber candle works set up a website please", "amber candle works"),
        ("our firm is called amber candle works give me two regions", "amber candle works"),
        ("our firm is called amber candle works add gitea", "amber candle works"),
        ("it's called harbour laundromat falkenstein with a website", "harbour laundromat"),
        ("it's called harbour laundromat website and bookings please", "harbour laundromat"),
        ("we're called blue bottle brewing 3 regions please", "blue bottle brewing"),
        ("its called bluebird helsinki with two workers", "bluebird"),
        ("company name amber owl ceramics email hello@clay.example", "amber owl ceramics"),
        ("company is amber owl ceramics contact hello@clay.example", "amber owl ceramics"),
        ("its called cafe lisbon, website please", "cafe lisbon"),
        ("its called slip and go tyres were in leeds", "slip and go tyres"),
        ("its called helsinki hops, website please", "helsinki hops"),
    ],
)
def test_a_small_name_ends_where_something_else_begins(words: str, name: str) -> None:
    assert _organisation(words) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("its called paws on tour in leeds", "paws on tour"),
        ("we're called lift off drones and want a wiki", "lift off drones"),
        ("the business is called milk on tap, helsinki please", "milk on tap"),
        ("its called knit one purl two and we need a website", "knit one purl two"),
        ("its called ramen to go osaka with 3 workers", "ramen to go"),
        ("its called house by the sea and we want bookings", "house by the sea"),
        ("its called bluebird on hetzner", "bluebird"),
        ("its called bluebird on arm machines", "bluebird"),
        ("its called bluebird on facebook", "bluebird"),
        ("its called bluebird out of oslo", "bluebird"),
        ("its called bluebird up north", "bluebird"),
        ("its called bluebird for short", "bluebird"),
    ],
)
def test_a_small_word_may_stand_inside_a_small_name(words: str, name: str) -> None:
    assert _organisation(words) == name
    assert _organisation("something in germany", words) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("its called dogs in hats and i want a blog wuff@dogsinhats.example", "dogs in hats"),
        ("org amber owl mail jo@amberowl.example ashburn cpx52 two workers", "amber owl"),
        ("helsinki and nuremberg its for lantern hill couriers desk@lanternhill.example", "lantern hill couriers"),
        ("lantern hill sign shop leeds website pls desk@lanternhill.example", "lantern hill sign shop"),
        ("a cloud for lantern hill vets please, desk@lanternhill.example", "lantern hill vets"),
        ("desk@lanternhill.example lantern hill vets helsinki", "lantern hill vets"),
        ("hey its for amber belts im in lima, jo@amberline.example", "amber belts"),
        ("small bakery dallas website pls bob@amberowl.example", None),
        ("its for internal use, germany, info@amberowl.example", None),
        ("not lantern hill vets but something else, desk@lanternhill.example", None),
        ("mail is desk at lantern hill dot example, germany", None),
    ],
)
def test_an_address_repeats_a_small_name(words: str, name: str | None) -> None:
    assert _organisation(words) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("We are the walking tour Lipa Trails. We want a website", "Lipa Trails"),
        ("We are the school of tango Cielo Abierto of Montevideo", "Cielo Abierto"),
        ("We are the charity Friends of Nairobi", "Friends of Nairobi"),
        ("We are a small family bakery Broodhuis in Ghent", "Broodhuis"),
        ("I work for the hotel Adriatic Pearl in Split", "Adriatic Pearl"),
        ("This is the puppet theatre Seven Geese from Riga", "Seven Geese"),
        ("the praxis call Ruch i Zdrowie, in Gdansk", "Ruch i Zdrowie"),
        ("My shop it call Chleba a Sůl", "Chleba a Sůl"),
        ("We are Muebles Sol y Luna, Valencia", "Muebles Sol y Luna"),
        ("We are Kestrel i need a website", "Kestrel"),
        ("We are Kite a bakery in Ghent", "Kite"),
        ("We are the official Bosch dealer in Oman", None),
        ("We are a distributor of Bosch in Muscat", None),
        ("We are a German bakery", None),
        ("can the clinic call Anna? we need bookings", None),
        ("Two regions. Saint Brendan Sea Maps is the full name, and mine is the mailbox jo@brendanmaps.example", "Saint Brendan Sea Maps"),
        ("Anna Holm is my full name, and mine is the mailbox ops@redkite.example", None),
        ("The name, by the way, is Red Kite Bikes", "Red Kite Bikes"),
    ],
)
def test_a_name_in_capitals_stands_behind_what_it_is(words: str, name: str | None) -> None:
    assert _organisation(words) == name


@pytest.mark.parametrize("name", ["Ruch i Zdrowie", "Chleba a Sůl", "Brood en Boter", "wags on wheels", "buckle up boots"])
def test_an_answer_is_the_whole_name(name: str) -> None:
    assert _organisation("something in germany", name) == name
    assert _organisation("something in germany", f"The organisation is called {name}.") == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("legal entity changed, sorry. it's Kestrel Holdings GmbH", "Kestrel Holdings GmbH"),
        ("the company name is outdated, sorry, it's Kestrel Cycles", "Kestrel Cycles"),
        ("my mistake, wrong entity. it's Kestrel Holdings GmbH.", "Kestrel Holdings GmbH"),
        ("hold on the name is wrong its red fox bikes not red kite bikes", "red fox bikes"),
        ("not red kite bikes but red fox bikes", "red fox bikes"),
        ("our firm changed its mind, it's Helsinki now", "Red Kite Bikes"),
        ("our company changed the apps, use WordPress", "Red Kite Bikes"),
        ("the old company laptop is broken. It's Monday after all.", "Red Kite Bikes"),
        ("red kite bikes not in germany but in helsinki", "Red Kite Bikes"),
    ],
)
def test_a_standing_name_gives_way_to_a_new_one_only(words: str, name: str) -> None:
    assert _organisation("We're Red Kite Bikes in Leeds, ops@redkite.example", words) == name
