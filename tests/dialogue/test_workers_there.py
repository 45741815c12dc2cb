"""Workers said for single regions are workers there: no region comes or goes by it, and what nobody spoke of stays."""

import pytest

from dialogue import events as ev
from tests.dialogue.languages import tongues
from tests.dialogue.talk import Talk

START = "We're Kiln Tiles Ltd, mail ops@kiln.example, in Falkenstein and Hillsboro"
FIRST = {
    "de": "Wir heißen Kiln GmbH, mail ops@kiln.example, Regionen Falkenstein und Hillsboro",
    "fr": "Notre société s'appelle Kiln, mail ops@kiln.example, régions Falkenstein et Hillsboro",
    "es": "La empresa se llama Kiln, correo ops@kiln.example, regiones Falkenstein y Hillsboro",
    "tr": "Adımız Kiln, mail ops@kiln.example, bölgeler Falkenstein ve Hillsboro",
    "ar": "اسم الشركة Kiln، البريد ops@kiln.example، المناطق فالكنشتاين وهيلزبورو",
}


def shares(*said: str, language: str = "en") -> tuple[list[str], list[int]]:
    talk = Talk(core=tongues.CORE, started=ev.ConversationStarted(language=language))
    talk.say(FIRST.get(language, START), *said)
    return talk.plan["regions"], talk.plan["workersByRegion"]


@pytest.mark.parametrize(
    ("said", "workers"),
    [
        (("no workers in Hillsboro",), [0, 0]),
        (("four workers", "no workers in Hillsboro"), [4, 0]),
        (("four workers", "we need no workers in the US"), [4, 0]),
        (("four workers", "drop the workers in Falkenstein"), [0, 4]),
        (("four workers", "no workers in the second one"), [4, 0]),
        (("four workers", "workers only in Falkenstein"), [4, 0]),
        (("workers only in Hillsboro, two of them",), [0, 2]),
        (("only Falkenstein gets workers: five",), [5, 0]),
        (("five workers, but only in Falkenstein",), [5, 0]),
        (("two workers in Hillsboro only",), [0, 2]),
        (("two workers in Falkenstein, none in Hillsboro",), [2, 0]),
        (("two workers in Falkenstein and three in Hillsboro",), [2, 3]),
        (("four workers in the first one and one in the second",), [4, 1]),
        (("two workers", "five workers in Hillsboro"), [2, 5]),
        (("two workers in Hillsboro only", "three workers"), [3, 3]),
        (("two workers in Hillsboro only", "undo"), [0, 0]),
        (("two workers in Hillsboro only", "make it four"), [0, 4]),
        (("two workers in Hillsboro only", "one more worker"), [0, 3]),
        (("two workers in Hillsboro only", "no workers"), [0, 0]),
        (("two workers in Hillsboro only", "four in each region"), [4, 4]),
        (("four workers in both regions",), [4, 4]),
    ],
)  # fmt: skip
def test_workers_there(said: tuple[str, ...], workers: list[int]) -> None:
    assert shares(*said) == (["fsn1", "hil"], workers)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ("drei Worker", "keine Worker in Hillsboro")), ("de", ("Worker nur in Falkenstein, drei Stück",)),
        ("fr", ("trois workers", "pas de workers à Hillsboro")), ("fr", ("trois workers seulement à Falkenstein",)),
        ("es", ("tres workers", "sin workers en Hillsboro")), ("es", ("tres workers solo en Falkenstein",)),
        ("tr", ("üç worker", "Hillsboro'da worker olmasın")), ("tr", ("sadece Falkenstein'da üç worker",)),
        ("ar", ("ثلاث عقد عمل", "بدون عقد عمل في هيلزبورو")),
    ],
)  # fmt: skip
def test_workers_there_in_other_languages(language: str, said: tuple[str, ...]) -> None:
    assert shares(*said, language=language) == (["fsn1", "hil"], [3, 0])


def test_they_go_where_their_region_goes() -> None:
    assert shares("two workers in Hillsboro only", "move Hillsboro to Helsinki") == (["fsn1", "hel1"], [0, 2])
    assert shares("two workers in Hillsboro only", "Hillsboro first") == (["hil", "fsn1"], [2, 0])
    assert shares("two workers in Hillsboro only", "drop Falkenstein") == (["hil"], [2])


@pytest.mark.parametrize("said", ["not in Hillsboro", "no servers in Hillsboro", "remove Hillsboro"])
def test_a_region_goes_all_the_same(said: str) -> None:
    assert shares(said)[0] == ["fsn1"]


def test_where_nothing_stands_the_place_of_the_workers_is_the_region() -> None:
    talk = Talk()
    talk.say("We're Kiln Tiles Ltd, mail ops@kiln.example", "three workers in Hillsboro")
    assert (talk.plan["regions"], talk.plan["workers"]) == (["hil"], 3)


@pytest.mark.parametrize(
    ("language", "said", "workers"),
    [
        ("en", "split six workers across both regions", [3, 3]), ("en", "five workers, distributed as evenly as possible", [3, 2]), ("en", "six workers between them", [3, 3]),
        ("en", "six workers all told", [3, 3]), ("en", "five workers combined", [3, 2]), ("en", "share out six workers between the two", [3, 3]),
        ("en", "six shared workers", [6, 6]), ("en", "two workers in each, spread over both regions", [2, 2]),
        ("de", "sechs Worker auf beide Regionen verteilt", [3, 3]), ("de", "teilen Sie sechs Worker auf beide Regionen auf", [3, 3]),
        ("fr", "six workers répartis sur les deux régions", [3, 3]), ("fr", "six workers partagés entre les deux", [3, 3]),
        ("es", "cinco trabajadores en total", [3, 2]), ("es", "seis workers repartidos entre ambas regiones", [3, 3]),
        ("tr", "altı worker iki bölgeye dağıtılsın", [3, 3]), ("ar", "ست عقد عمل موزعة على المنطقتين", [3, 3]),
    ],
)  # fmt: skip
def test_a_total_is_divided(language: str, said: str, workers: list[int]) -> None:
    assert shares(said, language=language)[1] == workers


@pytest.mark.parametrize("then", ["and the same number in the second one", "as many in Helsinki as well", "the same there too"])
def test_what_was_said_of_one_may_be_said_of_the_other(then: str) -> None:
    talk = Talk()
    talk.say("We are Acme, a@acme.example, Nuremberg and Helsinki")
    talk.say("three workers in the first one")
    assert talk.plan["workersByRegion"] == [3, 0]
    talk.say(then)
    assert talk.plan["workersByRegion"] == [3, 3]
