import numpy as np

from concepts.bias_variance import PRESETS, Params, compute
from data.read import TABLES
from figures.bias_variance import _top, along_x, fits, learning, stack, typical


def drawn(params, figure):
    result = compute(params, TABLES)
    return result, figure(result).checked()


def named(figure, name):
    (trace,) = (trace for trace in figure.data if trace.name == name)
    return trace


def test_the_pile_ends_at_the_sum_of_its_parts():
    result, figure = drawn(Params(), stack)
    variance = figure.data[2]
    np.testing.assert_allclose(variance.y[:16], result.errors.total, rtol=1e-6)
    noise = figure.data[0]
    np.testing.assert_allclose(noise.y[:16], result.errors.noise, rtol=1e-6)


def test_on_a_log_axis_the_parts_stand_side_by_side():
    result, figure = drawn(PRESETS["double_descent"], stack)
    noise, bias2, variance = figure.data[:3]
    np.testing.assert_allclose(variance.y, result.errors.variance, rtol=1e-6)
    assert np.isnan(bias2.y[result.errors.bias2 <= 0]).all()
    np.testing.assert_allclose(noise.y, result.errors.noise, rtol=1e-6)


def test_undefined_complexities_are_left_out():
    result, figure = drawn(Params(n=10), stack)
    assert figure.data[2].x.max() == 9


def test_thirty_fits_are_one_line_with_gaps():
    result, figure = drawn(Params(), fits)
    assert np.isnan(figure.data[0].y).sum() == 30
    np.testing.assert_array_equal(figure.data[0].y[:100], result.fits[2, 0])


def test_ticks_of_a_log_axis_say_their_whole_number():
    for name, preset in PRESETS.items():
        for draw in (typical, stack):
            y = draw(compute(preset, TABLES)).checked().layout.yaxis
            if y.type != "log":
                continue
            assert 3 <= len(y.tickvals) <= 8, name
            for value, text in zip(y.tickvals, y.ticktext, strict=True):
                plain = text.replace(",", "").removesuffix("</sup>").split("10<sup>")
                said = 10.0 ** int(plain[1]) if plain[1:] else float(plain[0])
                assert abs(said / value - 1) < 1e-9, (name, text)


def test_bias_that_chance_gives_is_not_drawn_along_x():
    result, figure = drawn(Params(truth="seattle", n=30, complexity=15), along_x)
    noise, bias2, variance = figure.data[:3]
    sum_x = result.errors.noise + result.bias2_x[15] + result.variance_x[15]
    np.testing.assert_allclose(variance.y[:100], sum_x, rtol=1e-6)
    np.testing.assert_array_equal(bias2.y[:100], noise.y[:100])
    result, figure = drawn(Params(complexity=1), along_x)
    assert (figure.data[1].y[:100] > figure.data[0].y[:100]).sum() > 80


def test_without_a_fit_nothing_is_filled():
    figure = drawn(Params(n=10, complexity=12), fits)[1]
    assert figure.data[1].x.size == 0
    assert named(figure, "label: no such fit").text[0] == "no such fit"
    assert named(drawn(Params(), fits)[1], "label: no such fit").text[0].strip() == ""


def test_points_off_the_slice_are_not_drawn():
    points = named(drawn(PRESETS["double_descent"], fits)[1], "data set shown")
    assert points.x.size == 0 and named(drawn(Params(), fits)[1], "data set shown").x.size == 25


def test_a_mean_off_by_chance_is_not_filled_and_the_key_says_why():
    for rung, word in ((1, "bias"), (15, "chance")):
        figure = drawn(Params(complexity=rung), fits)[1]
        assert (figure.data[1].x.size > 0) == (word == "bias")
        assert f"miss is {word}" in named(figure, "label: mean of all fits").text[0]


def test_learning_curves_stand_over_the_noise_with_n_marked():
    result, figure = drawn(Params(), learning)
    noise, n, train, test = figure.data
    np.testing.assert_allclose(noise.y, 0.09, rtol=1e-6)
    assert set(n.x) == {25}
    np.testing.assert_allclose(train.y, result.learning.train, rtol=1e-6)
    np.testing.assert_allclose(test.y, result.learning.test, rtol=1e-6)
    assert figure.layout.xaxis.type == "log"


def test_learning_curves_say_what_cannot_be_drawn():
    def notes(params):
        return [each.text for each in drawn(params, learning)[1].layout.annotations]

    assert any("undefined" in each for each in notes(Params(complexity=12)))
    assert any("off the top" in each for each in notes(PRESETS["seattle"]))
    assert "training: 0" in notes(PRESETS["double_descent"])
    result, figure = drawn(PRESETS["double_descent"], learning)
    assert np.isnan(figure.data[2].y).all() and (result.learning.train < 1e-9).all()


def test_the_error_axis_stands_still_while_the_data_sets_grow_a_little():
    ends = [drawn(Params(n=n), stack)[1].layout.yaxis.range[1] for n in (22, 25, 27, 30)]
    assert len(set(ends)) == 1
    for top in (0.094, 0.1, 0.694, 1.0, 7.3, 1234.0):
        found = _top(top / 1.6, np.array([1e9]))
        assert top * 0.999 <= found <= top * 1.26
