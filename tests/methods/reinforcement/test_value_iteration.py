"""Value iteration against closed forms, and the linear equations of its greedy policy."""

import numpy as np
import pytest

from methods.reinforcement.grid_world import grid_world
from methods.reinforcement.value_iteration import value_iteration

TWO_PRIZES = ("#########", "#o......#", "#.####..#", "#.#....##", "#S..##.G#", "#########")


@pytest.mark.parametrize("slip", [0.0, 0.3])
@pytest.mark.parametrize("gamma", [0.5, 0.95, 0.99])
def test_values_solve_the_equations_of_their_greedy_policy(slip, gamma):
    world = grid_world(TWO_PRIZES, {"o": 0.3, "G": 1.0})
    P, R = world.transitions(slip)
    Q = value_iteration(P, R, gamma)
    best, rows = Q.argmax(axis=1), np.arange(len(Q))
    V = np.linalg.solve(np.eye(len(Q)) - gamma * P[rows, best], R[rows, best])
    np.testing.assert_allclose(Q.max(axis=1), V, atol=1e-9)
    np.testing.assert_array_equal(V[world.terminal], 0)


def test_a_prize_k_steps_away_is_worth_gamma_to_the_k_less_one():
    world = grid_world(("######", "#S..G#", "######"), {"G": 1.0})
    V = value_iteration(*world.transitions(0), 0.9).max(axis=1)
    np.testing.assert_allclose(V, [0.81, 0.9, 1, 0])


def test_a_prize_that_is_nearer_and_smaller_wins_below_the_threshold_of_gamma():
    """0.3 three steps away against 1 eight steps away: 0.3 ** (1 / 5)."""
    world = grid_world(TWO_PRIZES, {"o": 0.3, "G": 1.0})
    threshold = 0.3 ** (1 / 5)
    for gamma, action in ((threshold - 1e-3, 0), (threshold + 1e-3, 1)):
        Q = value_iteration(*world.transitions(0), gamma)
        assert Q[world.start].argmax() == action
        assert Q[world.start].max() == pytest.approx(max(0.3 * gamma**2, gamma**7))


@pytest.mark.parametrize(("gamma", "tolerance"), [(0.5, 0.3), (0.9, 0.1), (0.99, 0.01)])
def test_it_ends_at_the_first_sweep_whose_error_is_the_tolerance_at_most(gamma, tolerance):
    """1 is paid for ever: after n sweeps 1 / (1 - gamma) is short of gamma**n / (1 - gamma)."""
    found = value_iteration(np.ones((1, 1, 1)), np.ones((1, 1)), gamma, tolerance)
    short = 1 / (1 - gamma) - found[0, 0]
    assert gamma * tolerance < short <= tolerance


def test_a_published_world():
    """Russell and Norvig, Artificial Intelligence, figure 17.3: 4 by 3 cells, 0.8 as meant, -0.04 a step.

    Theirs pays where one is; ours on entering, so a value here is theirs less what is paid there.
    """
    world = grid_world(("######", "#...p#", "#.#.m#", "#S...#", "######"), {"p": 1.0, "m": -1.0})
    P, R = world.transitions(0.2)
    paid = np.where(world.terminal, world.rewards, -0.04)
    R = P @ paid
    R[world.terminal] = 0
    V = value_iteration(P, R, 1 - 1e-9).max(axis=1) + paid
    theirs = [0.812, 0.868, 0.918, 1, 0.762, 0.660, -1, 0.705, 0.655, 0.611, 0.388]
    np.testing.assert_allclose(V, theirs, atol=6e-4)


def test_without_a_future_each_action_is_worth_what_it_pays():
    world = grid_world(TWO_PRIZES, {"o": 0.3, "G": 1.0})
    P, R = world.transitions(0.3)
    np.testing.assert_array_equal(value_iteration(P, R, 0.0), R)


@pytest.mark.parametrize("gamma", [-0.1, 1.0])
def test_gamma_is_below_one(gamma):
    with pytest.raises(ValueError, match="gamma"):
        value_iteration(np.ones((1, 1, 1)), np.ones((1, 1)), gamma)
