"""One line made anew, by the packaged voice and the packaged recogniser, against its frozen self."""

import pytest

from evals.asr import fixtures
from evals.asr.generate import Workshop, workshop
from evals.asr.lines import Line
from evals.asr.recogniser import Recogniser, hotwords
from evals.asr.words import align, normal


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Workshop:
    folder = tmp_path_factory.mktemp("asr")
    return workshop(folder, folder / "no-other-voices")


@pytest.mark.timeout(300)
def test_a_clean_line_is_heard_as_it_was_frozen(shop):
    frozen = next(f for f in fixtures.read(fixtures.file_for(holdout=False)) if f.engine == "piper" and f.tier == "clean")
    again = shop.fixture(Line(frozen.id, frozen.text, frozen.id.rpartition("/")[0], ("clean",), holdout=False))
    # another processor rounds in another way: the same words but for one
    assert sum(kind != "same" for kind, _, _ in align(normal(frozen.heard), normal(again.heard))) <= 1
    assert again.confidence == pytest.approx(frozen.confidence, abs=0.15)
    assert (again.voice, again.seed, again.recogniser.split("/")[:3]) == (frozen.voice, frozen.seed, frozen.recogniser.split("/")[:3])

    # what is finished isn't done again
    shop.recogniser = None
    assert shop.fixture(Line(frozen.id, frozen.text, frozen.id.rpartition("/")[0], ("clean",), holdout=False)) == again
    assert shop.recogniser is None


def test_the_hint_names_what_is_open_and_nothing_that_is_not():
    hint = hotwords()
    assert "Falkenstein" in hint
    assert "Nextcloud" in hint
    assert "Singapore" not in hint
    assert Recogniser.OPTIONS
