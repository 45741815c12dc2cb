"""What is written and how it is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.mouth.normalise import normalise, speakable
from speech.mouth.normalise.tongues import TONGUES


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Each language's rules of numbers are read once, which takes longer than anything measured here."""
    for language in TONGUES:
        normalise("1", language)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("€58.50/month", "fifty eight euros and fifty cents per month"),
        ("€1", "one euro"),
        ("€0.01", "one cent"),
        ("12,50 €", "twelve euros and fifty cents"),
        ("€1,250.50", "one thousand two hundred fifty euros and fifty cents"),
        ("31 EUR", "thirty one euros"),
        ("$1,000 per month", "one thousand dollars per month"),
        ("cpx42", "C P X forty two"),
        ("CAX31.", "C A X thirty one."),
        ("(fsn1)", "(F S N one)"),
        ("eu-central-1", "E U central one"),
        ("10.0.0.0/16", "ten dot zero dot zero dot zero slash sixteen"),
        ("192.168.1.20:6443", "one hundred ninety two dot one hundred sixty eight dot one dot twenty, port six thousand four hundred forty three"),
        ("cal.com", "cal dot com"),
        ("Cal.com.", "Cal dot com."),
        ("shop.acme-1.de,", "shop dot acme dash one dot D E,"),
        ("acme.co.uk", "acme dot co dot U K"),
        ("jo.smith_1@blue-harbour.org", "jo dot smith underscore one at blue dash harbour dot org"),
        ("jk@x.io", "J K at X dot I O"),
        ("https://console.acme.com/start", "console dot acme dot com slash start"),
        ("v1.31.2", "version one point thirty one point two"),
        ("PostgreSQL 16.2", "PostgreSQL sixteen point two"),
        ("8 GB", "eight gigabytes"),
        ("1 TB", "one terabyte"),
        ("4 vCPUs", "four virtual C P Us"),
        ("99.9%", "ninety nine point nine percent"),
        ("2–4 workers", "two to four workers"),
        ("417902", "four one seven, nine zero two"),
        ("0049", "zero zero four nine"),
        ("1250", "one thousand two hundred fifty"),
        ("2026-05-15", "May fifteenth, twenty twenty six"),
        ("at 14:05", "at fourteen oh five"),
        ("the 2nd one", "the second one"),
        ("e.g. this", "for example this"),
        ("Tom & Co", "Tom and Co"),
        ("**bold** and `code`", "bold and code"),
        ("[the page](https://x.com/y)", "the page"),
        ("done 🎉", "done"),
        ("one – two", "one two"),
        ("Two things:\n- WordPress\n- Gitea", "Two things: WordPress. Gitea"),
        ("1. first\n2. second", "first. second"),
    ],
)  # fmt: skip
def test_english(written: str, said: str):
    assert speakable(normalise(written, "en")) == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("de", "1.250,50 €/Monat", "eintausendzweihundertfünfzig Euro und fünfzig Cent pro Monat"),
        ("de", "jo@acme.de", "jo ät acme Punkt D E"),
        ("de", "2,5 GB", "zwei Komma fünf Gigabyte"),
        ("fr", "12,50 €/mois", "douze euros et cinquante centimes par mois"),
        ("es", "31 €", "treinta y un euros"),
        ("es", "1,21 €", "un euro y veintiún céntimos"),
        ("de", "1 €", "ein Euro"),
        ("de", "1 GB", "ein Gigabyte"),
        ("de", "um 14:05", "um vierzehn Uhr fünf"),
        ("de", "um 9:00", "um neun Uhr"),
        ("de", "10.0.0.1", "zehn Punkt null Punkt null Punkt eins"),
        ("es", "a 14:05", "a las catorce y cinco"),
        ("fr", "à 9:30", "à neuf heures trente"),
        ("tr", "14:30", "saat on dört otuz"),
        ("ar", "9:30", "الساعة تسعة و ثلاثون دقيقة"),
        ("en", "at 9:00", "at nine o'clock"),
        ("fr", "shop.acme-1.de", "shop point acme tiret un point D E"),
        ("es", "ana@acme.es", "ana arroba acme punto E S"),
        ("tr", "acme.com.tr", "acme nokta com nokta T R"),
        ("es", "8 GB", "ocho gigabytes"),
        ("tr", "3 vCPU", "üç sanal çekirdek"),
        ("tr", "%20", "yüzde yirmi"),
        ("ar", "45 €", "خمسة وأربعون يورو"),
        ("xx", "8 GB", "eight gigabytes"),
    ],
)
def test_other_languages(language: str, written: str, said: str):
    assert speakable(normalise(written, language)) == said


def test_names_are_said_their_own_way_but_not_inside_addresses():
    names = {"gitea": "git tea", "k3s": "K three S"}
    assert speakable(normalise("Gitea on k3s at gitea.com, ask me@gitea.org", "en", names)) == (
        "git tea on K three S at gitea dot com, ask me at gitea dot org"
    )


@pytest.mark.parametrize("unit", ["a", "a.", "1.1.", "[a", "a1", "_", "€1"])
def test_what_has_no_end_isnt_read_out_and_costs_nothing(unit: str):
    assert speakable(normalise(f"The key is {unit * 20_000} now.", "en")) == "The key is now."


def test_parts_keep_what_is_written_apart_from_what_is_said():
    parts = normalise("It costs €58.50/month, with 8 GB.", "en")
    assert ("€58.50/month,", "fifty eight euros and fifty cents per month,") in parts
    assert ("8 GB.", "eight gigabytes.") in parts


@given(st.text(max_size=80), st.sampled_from(sorted(TONGUES)))
def test_anything_can_be_said(text: str, language: str):
    assert "\n" not in speakable(normalise(text, language))


@given(st.integers(0, 10**20), st.sampled_from(sorted(TONGUES)))
def test_no_digit_is_left(number: int, language: str):
    assert not any(c.isdecimal() for c in speakable(normalise(f"x {number} y", language)))


@given(st.lists(st.sampled_from(["€5", "cal.com", "hello", "8 GB", "10.0.0.1", "cpx42", "and", "2–4", "(yes)", "a@b.de"]), min_size=1, max_size=8))
def test_no_written_word_is_lost(words: list[str]):
    text = " ".join(words)
    assert " ".join(part.written for part in normalise(text, "en")) == text
