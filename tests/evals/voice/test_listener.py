"""Who listens to the read-back puts right what isn't as they wish, and only that."""

from pathlib import Path
from typing import Any

from evals.user import Say, Seen
from evals.voice.listener import ListeningUser
from tests.evals.making import scenario

PLAN: dict[str, Any] = {
    "organisation": "Golden Gate Travel", "email": "desk@golden.example", "regions": ["hel1"], "size": "cpx42", "workers": 0,
    "domain": {"fqdn": "golden-gate-travel.omani.works"}, "apps": [],
}  # fmt: skip
GOAL = {"organisation": "Golden Gate Travel", "email": "desk@golden.example", "regions": ["hel1"]}


def user(folder: Path, *lines: dict[str, Any]) -> ListeningUser:
    return ListeningUser(scenario(folder, say=list(lines) or ["Hello"], goal=GOAL))


def read(asking: str = "email_code", **plan: Any) -> Seen:
    return Seen(asking=asking, read_back=True, plan=PLAN | plan)


def said(step: object) -> str:
    assert isinstance(step, Say)
    return step.text


def test_a_plan_that_is_as_they_wish_is_agreed_to(tmp_path: Path) -> None:
    person = user(tmp_path)
    person.next(Seen())
    assert said(person.next(read())) == "{code}"
    assert said(person.next(read("confirm"))) == "Yes, please go ahead."
    assert person.corrections == 0


def test_a_name_is_typed_and_a_place_is_said_and_typed_the_second_time(tmp_path: Path) -> None:
    person = user(tmp_path)
    person.next(Seen())
    name = said(person.next(read(organisation="Goldengate Travel", regions=["fsn1"])))
    assert name == "The organisation is called Golden Gate Travel."
    place = said(person.next(read(regions=["fsn1"])))
    assert place == "In Helsinki, please."
    assert person.typed == {name}
    assert said(person.next(read(regions=["fsn1"]))) == place
    assert person.typed == {name, place}
    assert person.corrections == 3


def test_after_three_times_they_let_it_be(tmp_path: Path) -> None:
    person = user(tmp_path)
    person.next(Seen())
    assert [said(person.next(read(apps=["ghost"]))) for _ in range(4)] == ["No apps, thanks."] * 3 + ["{code}"]


def test_nothing_is_put_right_that_nobody_has_read_back(tmp_path: Path) -> None:
    person = user(tmp_path)
    person.next(Seen())
    assert said(person.next(Seen(asking="email_code", plan=PLAN | {"regions": ["fsn1"]}))) == "{code}"


def test_lines_that_are_still_to_come_come_first(tmp_path: Path) -> None:
    person = user(tmp_path, {"say": "Hello"}, {"say": "No, in Helsinki.", "when": {"asked": "confirm"}}, {"say": "Yes.", "assent": True, "when": {"asked": "confirm"}})
    person.next(Seen())
    assert said(person.next(read(regions=["fsn1"]))) == "{code}"
    assert said(person.next(read("confirm", regions=["fsn1"]))) == "No, in Helsinki."
    assert said(person.next(read("confirm", organisation="Goldengate"))) == "The organisation is called Golden Gate Travel."
    assert said(person.next(read("confirm"))) == "Yes."


def test_of_two_wishes_the_nearer_one_counts(tmp_path: Path) -> None:
    person = ListeningUser(scenario(tmp_path, say=["Hello"], goal=GOAL, alternatives=[GOAL | {"regions": ["fsn1"]}]))
    person.next(Seen())
    assert said(person.next(read(regions=["fsn1"]))) == "{code}"
