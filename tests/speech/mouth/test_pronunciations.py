"""Lists of how words are said: ours, an operator's over it, and what is wrong with one."""

from pathlib import Path

import pytest

from speech.mouth.normalise import normalise, speakable
from speech.mouth.normalise.tongues import TONGUES
from speech.mouth.pronunciations import MOST_BYTES, PronunciationFault, packaged, parse, read


def said(text: str, language: str = "en") -> str:
    return speakable(normalise(text, language, packaged().of(language)))


def test_brands_are_said_as_people_say_them_and_codes_and_addresses_as_before():
    assert said("Gitea and NocoDB on k3s, a cpx42 at 10.0.0.1, gitea.acme.com.") == (
        "git tea and no co D B on K three S, a C P X forty two at ten dot zero dot zero dot one, gitea dot acme dot com."
    )


@pytest.mark.parametrize("language", sorted(TONGUES))
def test_no_language_is_left_with_a_digit_or_a_word_of_another_list(language: str):
    text = said("InvoiceShelf, S3", language)
    assert text.startswith("Invoice Shelf")
    assert not any(c.isdecimal() for c in text)
    assert ("git tea" in said("gitea", language)) is (language == "en")


def test_an_operators_list_goes_over_ours_word_by_word(tmp_path: Path):
    file = tmp_path / "said.txt"
    file.write_text("# ours\nGitea = gee tee  # in every language\n[de]\nAcme = Akmeh\n", encoding="utf-8")
    names = read(file)
    assert names.of("en")["gitea"] == names.of("de-AT")["gitea"] == "gee tee"
    assert (names.of("de")["acme"], "acme" in names.of("en")) == ("Akmeh", False)
    assert names.of("en")["nginx"] == "engine X"


def test_a_language_says_it_its_own_way_over_what_holds_for_all():
    names = parse("k3s = k3s\n[de]\nk3s = K drei S\n[*]\nfoo = fuh\n")
    assert (names.of("de")["k3s"], names.of("fr")["k3s"], names.of("tr")["foo"]) == ("K drei S", "k3s", "fuh")


@pytest.mark.parametrize("line", ["gitea", "= git tea", "gitea =", "[english]", "[e]"])
def test_a_line_that_says_nothing_is_named(line: str):
    with pytest.raises(PronunciationFault, match="Line 3 "):
        parse(f"# a note\n\n{line}\n")


@pytest.mark.parametrize("content", [None, b"\xff\xfe = x", b"a = b\n" * (MOST_BYTES // 6 + 1)])
def test_a_file_that_cant_be_read_is_a_fault_and_no_crash(tmp_path: Path, content: bytes | None):
    file = tmp_path / "said.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(PronunciationFault, match=r"said\.txt"):
        read(file)
