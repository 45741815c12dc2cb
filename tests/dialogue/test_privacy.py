"""What is hidden before anything is stored, and what isn't."""

import pytest

from dialogue.understanding.privacy import MASK, mask
from tests.dialogue.talk import Talk


@pytest.mark.parametrize(
    ("words", "secret"),
    [
        ("and the admin password should be Qu1ck&Brown#Fox please", "Qu1ck&Brown#Fox"),
        ("set the password for bob@acme.example to Xy12!abc9", "Xy12!abc9"),
        ("das Passwort für den Admin soll Geheim#2026x sein", "Geheim#2026x"),
        ("password P@ssw0rd!9, for the other one password Q@ssw0rd!9", "Q@ssw0rd!9"),
        ('use the passphrase: "corr3ctHorse"', "corr3ctHorse"),
        ("use Autumn2031! as the password for everybody", "Autumn2031!"),
        ("log in as admin with P4ssw0rd#1 if you need to", "P4ssw0rd#1"),
        ("passwords: alice Foo123!bar, bob Bar456?foo", "Bar456?foo"),
        ("clone it from https://jo:s3cr3tpw@git.acme.example/x", "s3cr3tpw"),
        ('the passphrase is "correct horse battery staple"', "correct horse"),
    ],
)
def test_a_password_in_a_sentence(words: str, secret: str) -> None:
    masked = mask(words, code_expected=False)
    assert secret not in masked.text
    assert MASK in masked.text
    assert masked.kinds == ("password",)


@pytest.mark.parametrize(
    "words",
    [
        "a password manager for 12 people in Falkenstein please",
        "we need a password vault, and CPX52 machines",
        "shared passwords, two workers, mail a1b2@Acme2.example",
        "a password store at my1Domain.omani.works",
        "our password is important to us",
        "password sharing between 3 teams and CPX52/CPX62",
        "the secret is simple",
    ],
)
def test_talk_of_passwords_is_no_password(words: str) -> None:
    assert mask(words, code_expected=False).text == words


@pytest.mark.parametrize("words", ["set the password for bob@acme.example to Xy12!abc9", "and use Xy12!abc9 as the password for the administrator"])
def test_what_is_said_of_a_password_means_nothing(words: str) -> None:
    talk = Talk()
    talk.say(f"We are Regenpfeifer, mail r@example.com. {words}")
    assert (talk.plan["organisation"], talk.plan["email"], talk.plan["apps"]) == ("Regenpfeifer", "r@example.com", [])


def test_a_code_that_no_longer_counts_is_hidden_too() -> None:
    talk = Talk()
    talk.say("We are Regenpfeifer in Hamburg, mail r@example.com, no apps")
    for guess in range(3):
        talk.say(f"{(int(talk.code) + 1 + guess) % 1_000_000:06d}")
    talk.say(f"here it is: {talk.code}, yes")
    assert all(talk.code not in entry.model_dump_json() for entry in talk.log)
