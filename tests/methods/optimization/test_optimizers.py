"""Update rules against slow textbook versions, closed forms and bounds from the literature."""

import math
from functools import partial

import numpy as np
import pytest

from methods.optimization import optimizers
from methods.optimization.convergence import (
    best_momentum,
    mode_factor,
    noise_floor,
    stability_edge,
    updates_needed,
)
from methods.optimization.optimizers import EPSILON, descend, look_ahead, schedule_factor
from methods.optimization.surfaces import bowl, bowl_hessian, rosenbrock

WIDE = (-1e9, 1e9, -1e9, 1e9)
RATE, BETA, RHO, BETA1, BETA2, DECAY = 0.03, 0.8, 0.9, 0.85, 0.98, 0.1
NUMBERS = {
    "gd": {},
    "momentum": {"beta": BETA},
    "nesterov": {"beta": BETA},
    "adagrad": {},
    "rmsprop": {"rho": RHO},
    "adam": {"beta1": BETA1, "beta2": BETA2},
    "adamw": {"beta1": BETA1, "beta2": BETA2, "weight_decay": DECAY},
}


def run(method, gradient, start, rates, **numbers):
    ahead = numbers.get("beta", 0.0) if method == "nesterov" else 0.0
    rule = partial(getattr(optimizers, method), **numbers)
    return descend(rule, lambda x, y, i: gradient(x, y), start, rates, WIDE, ahead)


def slow(method, gradient, theta, k):
    """Textbook versions that keep every past gradient and write each sum out, in numpy arrays."""
    path, gs = [np.array(theta, dtype=float)], []
    for t in range(1, k + 1):
        x = path[-1]
        before = path[-2] if t > 1 else x
        if method == "nesterov":  # Sutskever's other form: look ahead along the last move
            at = x + BETA * (x - before)
            path.append(at - RATE * np.array(gradient(*at)))
            continue
        g = np.array(gradient(*x))
        gs.append(g)
        if method == "gd":
            new = x - RATE * g
        elif method == "momentum":  # Polyak's form in positions alone
            new = x - RATE * g + BETA * (x - before)
        elif method == "adagrad":
            new = x - RATE * g / (np.sqrt(sum(h**2 for h in gs)) + EPSILON)
        elif method == "rmsprop":
            mean = sum((1 - RHO) * RHO ** (t - 1 - i) * h**2 for i, h in enumerate(gs))
            new = x - RATE * g / (np.sqrt(mean) + EPSILON)
        else:  # a weighted mean whose weights add up to 1 is what bias correction makes
            w1 = np.array([BETA1 ** (t - 1 - i) for i in range(t)])
            w2 = np.array([BETA2 ** (t - 1 - i) for i in range(t)])
            m = np.average(gs, axis=0, weights=w1)
            v = np.average(np.square(gs), axis=0, weights=w2)
            new = x - RATE * m / (np.sqrt(v) + EPSILON)
            if method == "adamw":
                new = new - RATE * DECAY * x
        path.append(new)
    return np.array(path)


@pytest.mark.parametrize("method", NUMBERS)
@pytest.mark.parametrize("surface", [bowl(20.0, 30.0), rosenbrock()], ids=["bowl", "rosenbrock"])
def test_every_rule_agrees_with_the_textbook_written_out(method, surface):
    start, k = (-1.2, 1.0), 40
    rates = [RATE] * k

    def gradient(x, y):  # scaled so that Rosenbrock stays in bounds
        g = surface.gradient(x, y)
        return 0.01 * g[0], 0.01 * g[1]

    ours = run(method, gradient, start, rates, **NUMBERS[method]).path
    np.testing.assert_allclose(ours, slow(method, gradient, start, k), rtol=1e-9, atol=1e-12)


def test_gradient_descent_on_a_quadratic_is_a_matrix_power():
    h = bowl_hessian(30.0, 25.0)
    start = np.array([-4.0, 1.0])
    path = run("gd", bowl(30.0, 25.0).gradient, start, [0.05] * 50).path
    for k in (1, 7, 50):
        closed = np.linalg.matrix_power(np.eye(2) - 0.05 * h, k) @ start
        np.testing.assert_allclose(path[k], closed, rtol=1e-9)


@pytest.mark.parametrize(
    ("rate", "last"), [(0.19, 0.9**400 * 5), (0.199, 0.0898), (0.201, 268.0), (0.21, 1.8e17)]
)
def test_two_over_l_is_the_cliff(rate, last):
    # f = 5 x^2 has L = 10; the numbers are 5 (1 - 10 rate)^400.
    path = run("gd", lambda x, y: (10 * x, 0.0), (1.0, 0.0), [rate] * 200).path
    assert 5 * path[-1, 0] ** 2 == pytest.approx(last, rel=0.03)


def test_first_steps_by_hand():
    one = {
        "gd": RATE * 4,
        "momentum": RATE * 4,
        "nesterov": RATE * 4,
        "adagrad": RATE,
        "rmsprop": RATE / math.sqrt(1 - RHO),
        "adam": RATE,
        "adamw": RATE + RATE * DECAY * 2,
    }
    for method, size in one.items():
        theta, _, _ = getattr(optimizers, method)(2.0, 4.0, 0.0, 0.0, 1, RATE, **NUMBERS[method])
        assert 2.0 - theta == pytest.approx(size, rel=1e-7), method


@pytest.mark.parametrize("g", [1e-6, 1.0, 1e6])
def test_first_adam_step_does_not_depend_on_the_size_of_the_gradient(g):
    theta, _, _ = optimizers.adam(0.0, g, 0.0, 0.0, 1, 0.1, 0.9, 0.999)
    assert -theta == pytest.approx(0.1 * g / (g + EPSILON), rel=1e-12)


def test_rules_take_arrays_as_well_as_floats():
    g = np.array([1.0, -2.0])
    for method, numbers in NUMBERS.items():
        rule = getattr(optimizers, method)
        theta, _, _ = rule(np.ones(2), g, np.zeros(2), np.zeros(2), 1, RATE, **numbers)
        for j in range(2):
            alone, _, _ = rule(1.0, float(g[j]), 0.0, 0.0, 1, RATE, **numbers)
            assert theta[j] == pytest.approx(alone)


def test_adamw_decay_is_apart_from_the_gradient():
    theta, _, _ = optimizers.adamw(5.0, 0.0, 0.0, 0.0, 1, 0.1, 0.9, 0.999, 0.2)
    assert theta == pytest.approx(5.0 * (1 - 0.1 * 0.2))


def test_look_ahead_is_where_the_velocity_alone_would_carry_it():
    assert look_ahead(1.0, 2.0, 0.1, 0.5) == pytest.approx(0.9)


def test_adagrad_stalls():
    # x^2 / 2 from 5 at rate 0.1: 0.69 after 1,000 updates, 8e-7 after 10,000.
    path = run("adagrad", lambda x, y: (x, 0.0), (5.0, 0.0), [0.1] * 10_000).path[:, 0]
    assert path[1_000] == pytest.approx(0.69, abs=0.005)
    assert path[10_000] == pytest.approx(8e-7, rel=0.1)


def test_momentum_adds_up_a_steady_gradient():
    out = run("momentum", lambda x, y: (1.0, 0.0), (0.0, 0.0), [0.01] * 400, beta=0.9)
    assert out.first[-1, 0] == pytest.approx(1 / (1 - 0.9))
    assert out.path[-2, 0] - out.path[-1, 0] == pytest.approx(0.01 / 0.1)


def test_gradient_descent_and_nesterov_keep_their_promises():
    # At rate 1/L: L |x0|^2 / (2k); with t_k momentum 2 L |x0|^2 / (k + 1)^2 (Beck & Teboulle 2009).
    start, large = np.array([-4.0, 1.0]), 200.0
    h = bowl_hessian(large, 33.0)
    path = run("gd", bowl(large, 33.0).gradient, start, [1 / large] * 300).path
    excess = 0.5 * np.einsum("ki,ij,kj->k", path, h, path)
    k = np.arange(1, 301)
    assert (excess[1:] <= large * (start @ start) / (2 * k) * (1 + 1e-12)).all()
    x = y = start
    t = 1.0
    for i in range(1, 301):
        new = y - h @ y / large
        t_new = (1 + math.sqrt(1 + 4 * t * t)) / 2
        x, y, t = new, new + (t - 1) / t_new * (new - x), t_new
        assert 0.5 * x @ h @ x <= 2 * large * (start @ start) / (i + 1) ** 2


def test_divergence_ends_the_run_and_is_reported():
    out = descend(
        optimizers.gd, lambda x, y, i: (10 * x, y), (1.0, 1.0), [0.21] * 200, (-50, 50, -50, 50)
    )
    # |x| = 1.1^k passes 50 at k = 42.
    assert out.diverged_at == math.ceil(math.log(50) / math.log(1.1)) == 42
    assert len(out.path) == 43 and len(out.gradient) == 42
    assert np.isfinite(out.path).all()


def test_without_look_ahead_gradients_are_taken_where_the_path_is():
    rule = partial(optimizers.momentum, beta=BETA)
    out = descend(rule, lambda x, y, i: (x, 3 * y), (1.0, -2.0), [0.1] * 9, WIDE)
    np.testing.assert_array_equal(out.asked, out.path[:-1])
    np.testing.assert_array_equal(out.gradient, out.path[:-1] * [1, 3])
    assert out.diverged_at is None


@pytest.mark.parametrize("corner", [(1.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)])
def test_to_reach_the_bounds_is_not_yet_to_leave_them(corner):
    away = descend(
        optimizers.gd, lambda x, y, i: (-corner[0], -corner[1]), (0.0, 0.0), [1.0, 1e-9], (-1, 1, -1, 1)
    )  # fmt: skip
    np.testing.assert_array_equal(away.path[1], corner)
    assert away.diverged_at == 2


def test_adagrad_keeps_the_sum_of_all_squares_and_no_direction():
    out = run("adagrad", lambda x, y: (x, 3 * y), (1.0, -2.0), [0.1] * 9)
    np.testing.assert_allclose(out.second, np.cumsum(out.gradient**2, axis=0))
    np.testing.assert_array_equal(out.first, 0)


def test_a_number_that_is_not_finite_is_divergence():
    nan = float("nan")
    out = descend(optimizers.gd, lambda x, y, i: (nan, 0.0), (1.0, 1.0), [0.1] * 9, WIDE)
    assert out.diverged_at == 1


def test_schedules_by_hand():
    kinds = ("constant", "step", "exponential", "inverse_time", "cosine", "warm_up")
    at_start = [schedule_factor(kind, 0, 100) for kind in kinds]
    half_way = [schedule_factor(kind, 50, 100) for kind in kinds]
    assert at_start == pytest.approx([1, 1, 1, 1, 1, 0.1])
    assert half_way == pytest.approx([1, 0.1, 0.1, 1 / 50.5, 0.5, 1])
    assert schedule_factor("step", 75, 100) == 0.01
    assert schedule_factor("warm_up", 9, 100) == 1
    assert schedule_factor("warm_up", 4, 100) == 0.5
    assert schedule_factor("cosine", 100, 100) == pytest.approx(0)
    assert schedule_factor("exponential", 100, 100) == pytest.approx(0.01)
    assert schedule_factor("inverse_time", 100, 100) == pytest.approx(0.01)
    # few updates: a tenth of 11 is 2, of 4 or 1 is 1, and of none nothing has been done
    assert [schedule_factor("warm_up", 0, steps) for steps in (11, 4, 1)] == [0.5, 1, 1]
    assert [schedule_factor(kind, 0, 0) for kind in kinds] == [1] * len(kinds)
    with pytest.raises(ValueError, match="polynomial"):
        schedule_factor("polynomial", 0, 100)


# Convergence: factors of modes, edges, noise floors.


@pytest.mark.parametrize("method", ["gd", "momentum", "nesterov"])
@pytest.mark.parametrize("a", [0.01, 0.1, 0.9, 1.3, 1.9, 2.5])
@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_mode_factor_is_the_spectral_radius_of_the_update(method, a, beta):
    b = 0.0 if method == "gd" else beta
    # State (x, last x) of one mode with curvature 1.
    if method == "nesterov":
        update = np.array([[(1 + b) * (1 - a), -b * (1 - a)], [1, 0]])
    else:
        update = np.array([[1 + b - a, -b], [1, 0]])
    slow_factor = np.abs(np.linalg.eigvals(update)).max()
    assert mode_factor(method, a, 1.0, beta) == pytest.approx(slow_factor, abs=1e-7)


def test_heavy_ball_modes_of_the_lesson():
    # Ringing: modulus sqrt(beta). lr lam = 0.1, beta = 0.99 is slower than beta = 0.
    assert mode_factor("momentum", 0.1, 1.0, 0.99) == pytest.approx(math.sqrt(0.99))
    assert mode_factor("momentum", 0.1, 1.0, 0.0) == pytest.approx(0.9)
    critical = (1 - math.sqrt(0.1)) ** 2
    best = mode_factor("momentum", 0.1, 1.0, critical)
    assert best == pytest.approx(math.sqrt(critical), abs=1e-6)
    for other in (critical - 0.05, critical + 0.05):
        assert mode_factor("momentum", 0.1, 1.0, other) > best
    assert np.isnan(mode_factor("adam", 0.1, 1.0, 0.9))


@pytest.mark.parametrize("method", ["gd", "momentum", "nesterov"])
@pytest.mark.parametrize("beta", [0.3, 0.9])
def test_the_edge_is_where_the_factor_passes_one(method, beta):
    edge = stability_edge(method, 10.0, beta)
    assert mode_factor(method, edge * 0.999, 10.0, beta) < 1
    assert mode_factor(method, edge * 1.001, 10.0, beta) > 1


def test_edges_by_hand():
    assert stability_edge("gd", 10.0, 0.9) == pytest.approx(0.2)
    assert stability_edge("momentum", 1.0, 0.9) == pytest.approx(3.8)
    assert stability_edge("nesterov", 1.0, 0.9) == pytest.approx(1.357, abs=5e-4)
    assert math.isnan(stability_edge("adam", 1.0, 0.9))


def test_best_momentum_is_the_best():
    rate, beta = best_momentum(1.0, 100.0)
    assert (rate, beta) == pytest.approx((0.0331, 0.669), abs=5e-4)

    def worst(r, b):
        return mode_factor("momentum", r, np.array([1.0, 100.0]), b).max()

    assert worst(rate, beta) == pytest.approx(9 / 11, abs=1e-6)
    for r in np.linspace(0.02, 0.05, 31):
        for b in np.linspace(0.4, 0.95, 56):
            assert worst(r, b) >= 9 / 11 - 1e-9


def test_updates_needed_is_the_count_of_an_actual_run():
    for rate, expected in ((0.10, 76), (0.18, 41)):  # the lesson's cliff
        needed = updates_needed(np.diag([1.0, 10.0]), np.array([-4.0, 1.0]), rate, 1e-6)
        path = run("gd", bowl(10.0, 0.0).gradient, (-4.0, 1.0), [rate] * 100).path
        excess = bowl(10.0, 0.0).excess(path)
        assert needed == np.argmax(excess <= 1e-6) == expected
    assert updates_needed(np.diag([1.0, 10.0]), np.array([-4.0, 1.0]), 0.21, 1e-6) == math.inf
    assert updates_needed(np.diag([1.0, 10.0]), np.zeros(2), 0.1, 1e-6) == 0
    # Nothing along the steep mode: that mode cannot grow.
    assert updates_needed(np.diag([1.0, 10.0]), np.array([1.0, 0.0]), 0.21, 1e-6) < 40
    assert updates_needed(np.diag([1.0, 10.0]), np.array([1.0, 0.1]), 0.21, 1e-6) == math.inf
    assert updates_needed(np.eye(2), np.ones(2), 1e-13, 1e-6) == math.inf
    assert updates_needed(np.eye(2), np.ones(2), 3.45e-12, 1e-6) == math.inf, "2 10^12 are too many"


def test_updates_needed_by_hand():
    # the steep mode alone, 1/2 10 0.95^(2k)
    steep = math.ceil(math.log(5 / 1e-6) / (2 * math.log(1 / 0.95)))
    assert updates_needed(np.diag([1.0, 10.0]), np.array([0.0, 1.0]), 0.195, 1e-6) == steep
    # excess 1 / 4^k: to be at the tolerance is enough
    for k in range(6):
        assert updates_needed(np.eye(2), np.ones(2), 0.5, 0.25**k) == k
        assert updates_needed(np.eye(2), np.ones(2), 0.5, 0.2499**k) == (k + 1 if k else 0)
    assert updates_needed(np.eye(2), np.ones(2), 1.0, 1e-6) == 1


@pytest.mark.parametrize("rate", [0.01, 0.1, 0.5])
@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_noise_floor_of_added_noise_is_the_closed_form(rate, beta):
    # Variance rate s^2 (1 + b) / (h (1 - b) (2 (1 + b) - rate h)) in each mode; excess h/2 of it.
    curvatures, s2 = np.array([1.0, 3.0]), 0.7
    turn = bowl_hessian(1.0, 0.0)
    h = turn @ np.diag(curvatures) @ turn.T
    for method in ("gd", "momentum"):
        b = 0.0 if method == "gd" else beta
        variance = rate * s2 * (1 + b) / (curvatures * (1 - b) * (2 * (1 + b) - rate * curvatures))
        expected = float((curvatures / 2 * variance).sum())
        assert noise_floor(method, rate, beta, h, s2 * np.eye(2)) == pytest.approx(expected)


def test_noise_floor_of_least_squares_in_one_dimension():
    # x ~ N(0, 1), y = x w + e: E (w - w*)^2 = rate s^2 / B / (2 - rate (1 + 2/B)).
    s2 = 1.3
    h = np.diag([1.0, 0.0]) + np.diag([0.0, 1.0])  # second coordinate idle: no noise, no spread
    noise = np.diag([s2, 0.0])
    spread = np.zeros((2, 2, 2, 2))
    spread[0, 0, 0, 0] = 2.0  # Var(x^2)
    for batch in (1, 4, 16):
        for rate in (0.05, 0.2, 0.5):
            floor = noise_floor("gd", rate, 0.0, h, noise / batch, spread / batch)
            closed = rate * s2 / batch / (2 - rate * (1 + 2 / batch))
            assert floor == pytest.approx(0.5 * closed)
    # Mean-square stable only below 2 / (1 + 2/B) = 2/3, where full batch would go up to 2.
    assert noise_floor("gd", 0.66, 0.0, h, noise, spread) < math.inf
    assert noise_floor("gd", 0.67, 0.0, h, noise, spread) == math.inf
    assert math.isnan(noise_floor("adam", 0.1, 0.0, h, noise, spread))


@pytest.mark.parametrize("method", ["momentum", "nesterov"])
def test_noise_floor_with_momentum_is_where_many_runs_end(method):
    rng = np.random.default_rng(0)
    h, rate, beta, sigma, chains = bowl_hessian(4.0, 30.0), 0.05, 0.7, 0.5, 4_000
    x, v = np.zeros((chains, 2)), np.zeros((chains, 2))
    total = count = 0.0
    for t in range(300):
        at = x - rate * beta * v if method == "nesterov" else x
        v = beta * v + at @ h + sigma * rng.standard_normal(x.shape)
        x = x - rate * v
        if t >= 150:
            total += 0.5 * np.einsum("ci,ij,cj->", x, h, x)
            count += chains
    floor = noise_floor(method, rate, beta, h, sigma**2 * np.eye(2))
    assert total / count == pytest.approx(floor, rel=0.01)
