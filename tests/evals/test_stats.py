"""Against values from the literature and by hand."""

import pytest

from evals.stats import holm, mcnemar, pass_hat, percentile, wilson


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(100, 100, 0.963, 1.0), (300, 300, 0.987, 1.0), (49, 50, 0.895, 0.997), (0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (0, 0, 0.0, 1.0)],
)
def test_wilson(right: int, of: int, low: float, high: float) -> None:
    assert wilson(right, of) == (pytest.approx(low, abs=0.0006), pytest.approx(high, abs=0.0006))


def test_mcnemar_is_the_sign_test_of_what_changed() -> None:
    assert mcnemar(0, 0) == 1.0
    assert mcnemar(0, 5) == pytest.approx(2 / 32)
    assert mcnemar(1, 9) == pytest.approx(2 * (1 + 10) / 1024)
    assert mcnemar(4, 4) == 1.0


def test_holm_raises_each_and_keeps_the_order() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == {
        "a": pytest.approx(0.03), "c": pytest.approx(0.06), "b": pytest.approx(0.06),
    }  # fmt: skip


def test_pass_hat_k() -> None:
    # C(3,2)/C(4,2) = 1/2 and C(4,2)/C(4,2) = 1
    assert pass_hat([3, 4], [4, 4], 2) == pytest.approx(0.75)
    assert pass_hat([3, 4], [4, 4], 4) == pytest.approx(0.5)
    assert pass_hat([3], [4], 1) == pytest.approx(0.75)
    assert pass_hat([3], [4], 8) is None


def test_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([5, 1, 3], 0.5) == 3
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([], 0.5) == 0.0
