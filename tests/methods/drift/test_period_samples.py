"""Real periods against scikit-learn, scipy and the lessons known of each table."""

import numpy as np
import pytest
from scipy import stats
from sklearn.linear_model import LogisticRegression

from data.read import TABLES
from methods.drift import period_samples
from methods.drift.period_samples import (
    CENSUS,
    RAIN,
    census,
    flights,
    logistic,
    numbered,
    own,
    rain,
)
from methods.tables import Table

WEATHER = TABLES["rainfall_bellevue_noaa"]


def test_the_logistic_regression_is_scikit_learns():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((400, 3))
    y = rng.random(400) < 1 / (1 + np.exp(-x @ [1.0, -2, 0.5] + 0.7))
    model = LogisticRegression(solver="newton-cholesky", tol=1e-10).fit(x, y)
    np.testing.assert_allclose(logistic(x, y), [*model.intercept_, *model.coef_[0]], atol=1e-7)
    apart = logistic(x[:, :1], x[:, 0] > 0)  # separable, and held back by the penalty
    assert np.isfinite(apart).all()


@pytest.mark.parametrize(("rotated", "late"), [(False, (0.766, 0.762)), (True, (0.59, 0.49))])
def test_the_weather_and_its_frozen_model(rotated, late):
    """A frozen model's accuracy in three stretches: .79 -> .60 -> .49 with the columns rotated."""
    periods = rain(WEATHER, 9_000, rotated)
    assert periods.reference.shape == (9_000, 8) and periods.current.shape == (9_159, 8)
    assert periods.right_before.mean() == pytest.approx(0.793, abs=1e-3)
    for stretch, share in zip((slice(3_000, 6_000), slice(6_000, 9_000)), late, strict=True):
        assert periods.right[stretch].mean() == pytest.approx(share, abs=0.006)
    pressure = periods.current[3_000:6_000, 2]
    gap = stats.ks_2samp(periods.reference[:, 2], pressure).statistic
    assert gap == pytest.approx(0.63 if rotated else 0.04, abs=0.01)
    column = list(RAIN)[3 if rotated else 2]
    np.testing.assert_array_equal(periods.current[3_000:, 2], WEATHER[column][12_000:])
    np.testing.assert_array_equal(periods.in_order, np.sort(periods.reference, axis=0))


def test_the_census_moves_little_and_its_model_not_at_all():
    periods = census(TABLES["acs_employment_ma"], 6_000)
    assert len(periods.current) == 18_000
    theirs = stats.ks_2samp(periods.reference[:, 0], periods.current[-6_000:, 0])
    assert (theirs.statistic, theirs.pvalue) == pytest.approx((0.022, 0.11), abs=0.005)
    assert abs(periods.right_before.mean() - periods.right[-6_000:].mean()) < 0.01


def test_the_census_model_is_right_where_it_says_what_is():
    columns = {name: np.arange(5.0) for name in CENSUS}
    columns["predicted_probability"] = np.array([0.5, 0.49, 0.9, 0.1, 0.5])
    columns["employed"] = np.array([1.0, 1, 1, 0, 0])
    periods = census(Table("census", columns), 3)
    assert periods.right_before.tolist() == [1, 0, 1] and periods.right.tolist() == [1, 0]
    # schooling is in order, sex is not; a code without a word keeps its number
    said = dict(zip(CENSUS, periods.categories, strict=True))
    assert said["AGEP"] == said["SCHL"] == () and said["SEX"] == ("0", "male", "female", "3", "4")  # fmt: skip
    assert sum(map(bool, periods.categories)) == 8


def test_census_codes_are_numbered_by_how_often_they_stand_in_the_reference():
    table = TABLES["acs_employment_ma"]
    periods = census(table, 6_000)
    race = list(CENSUS).index("RAC1P")
    words = periods.categories[race]
    assert words[0] == "White" and len(words) == 8
    counts = np.bincount(periods.reference[:, race].astype(int), minlength=8)
    assert (np.diff(counts) <= 0).all()
    for code, word in ((1, "White"), (6, "Asian"), (9, "two or more")):
        assert np.sum(table["RAC1P"][:6_000] == code) == counts[words.index(word)]


def test_the_weather_model_sees_no_code_for_a_missing_number():
    """Of 300 days half have a number of 60 or -60 somewhere, taken for 6 or -6."""
    rng = np.random.default_rng(2)
    x = rng.standard_normal((300, len(RAIN)))
    wet = rng.random(300) < 1 / (1 + np.exp(-2 * x[:, 0]))
    rows = np.flatnonzero(rng.random(300) < 0.5)
    x[rows, rng.integers(0, len(RAIN), rows.size)] = rng.choice([-60.0, 60.0], rows.size)
    table = Table("weather", dict(zip(RAIN, x.T, strict=True)) | {"rain": wet.astype(float)})
    periods, seen = rain(table, 100, False), np.clip(x, -6, 6)
    model = LogisticRegression(solver="newton-cholesky", tol=1e-10).fit(seen[:100], wet[:100])
    right = model.predict(seen) == wet
    np.testing.assert_array_equal(np.append(periods.right_before, periods.right), right)


def test_july_is_not_january():
    periods = flights(TABLES["flights_nyc13_20k"], 1_500)
    assert periods.right is None and not np.isnan(periods.current).any()
    table = TABLES["flights_nyc13_20k"]
    cold, warm = (table["temp"][table["month"] == month] for month in (1, 7))
    assert stats.ks_2samp(cold, warm).statistic == pytest.approx(0.998, abs=1e-3)


def test_a_visitors_own_periods(monkeypatch):
    now = np.array([True, False, False, True, False])
    table = Table("own", {
        "current": now,
        "x:size": np.array([5.0, 1, 3, 4, 2]),
        "x:kind": np.array(["b", "a", "b", "c", "b"], dtype=np.dtypes.StringDType()),
    })  # fmt: skip
    periods = own(table)
    assert periods.names == ("size", "kind") and periods.categories == ((), ("b", "a", "c"))
    np.testing.assert_array_equal(periods.reference, [[1, 1], [3, 0], [2, 0]])
    np.testing.assert_array_equal(periods.current, [[5, 0], [4, 2]])
    later = Table("own", {"current": np.arange(7) > 2, "x:kind": np.array([*"bbaaaaa"])})
    assert own(later).reference.ravel().tolist() == [0, 0, 1], (
        "the most frequent before, not over all"
    )
    assert periods.rows == (3, 2) and periods.ordered
    monkeypatch.setattr(period_samples, "MOST_CELLS", 4)
    assert own(table).rows == (3, 2), "how many there were"
    np.testing.assert_array_equal(own(table).reference[:, 0], [1, 2])


def test_two_files_have_no_order_in_time():
    columns = {"current": np.arange(6) > 2, "x:a": np.arange(6.0)}
    assert own(Table("own", columns, {"time": "day"})).ordered
    assert not own(Table("own", columns, {"time": ""})).ordered


def test_texts_are_numbered_by_frequency_in_the_reference():
    texts = np.array(["x", "y", "y", "z", "x", "x"])
    numbers, words = numbered(texts, 3)
    np.testing.assert_array_equal(numbers, [1, 0, 0, 2, 1, 1])
    assert words.tolist() == ["y", "x", "z"]
