"""Q-learning against value iteration, a slow version, and numbers by hand."""

import numpy as np
import pytest

from methods.reinforcement.grid_world import grid_world
from methods.reinforcement.q_learning import LIMIT, greedy_actions, greedy_path, q_learning
from methods.reinforcement.value_iteration import value_iteration

TWO_PRIZES = ("#########", "#o......#", "#.####..#", "#.#....##", "#S..##.G#", "#########")
WORLD = grid_world(TWO_PRIZES, {"o": 0.3, "G": 1.0})


def test_without_chance_and_at_rate_1_values_come_to_be_the_exact_ones():
    exact = value_iteration(*WORLD.transitions(0), 0.95)
    for seed in range(5):
        found = q_learning(WORLD, (400,), 0.95, 1.0, 1.0, 0.0, 0.0, np.random.default_rng(seed))
        np.testing.assert_allclose(found.Q[-1], exact, atol=1e-9)


@pytest.mark.parametrize("slip", [0.0, 0.3])
@pytest.mark.parametrize("epsilon", [0.0, 0.3])
def test_it_is_the_slow_way(epsilon, slip):
    rng, Q = np.random.default_rng(3), np.full((20, 4), 0.2)
    Q[WORLD.terminal] = 0
    returns, ends = [], []
    for _ in range(12):
        cell, paid = WORLD.start, 0.0
        for u, v, w in rng.random((LIMIT, 3)):
            best = np.flatnonzero(Q[cell] == Q[cell].max())
            action = int(4 * v) if u < epsilon else best[int(len(best) * v)]
            turn = 0 if w >= slip else 1 if w < slip / 2 else 2
            there = WORLD.moves[cell, action, turn]
            target = WORLD.rewards[there] + 0.9 * Q[there].max()
            Q[cell, action] += 0.5 * (target - Q[cell, action])
            paid += WORLD.rewards[there]
            cell = there
            if WORLD.terminal[cell]:
                break
        returns.append(paid)
        ends.append(cell)
    rng = np.random.default_rng(3)
    found = q_learning(WORLD, (5, 12), 0.9, 0.5, epsilon, slip, 0.2, rng)
    np.testing.assert_allclose(found.Q[1], Q, atol=1e-12)
    np.testing.assert_allclose(found.returns, returns)
    np.testing.assert_array_equal(found.ends, ends)


def test_the_last_of_so_many_moves_is_no_end_of_the_world():
    """Where nothing is paid and nothing ends, values stay at gamma times themselves, not at 0."""
    world = grid_world(("####", "#S.#", "####"), {})
    found = q_learning(world, (1,), 1.0, 1.0, 1.0, 0.0, 0.7, np.random.default_rng(0))
    np.testing.assert_array_equal(found.Q[0], 0.7)
    assert found.returns.tolist() == [0.0]


def test_of_actions_that_are_as_good_none_is_the_best():
    Q = np.array([[0, 0, 0, 0], [1, 2, 0, 2], [0, 0, 3, 0.0]])
    assert greedy_actions(Q).tolist() == [-1, -1, 2]


def test_paths_end_at_a_prize_at_a_cell_without_a_best_and_at_a_loop():
    exact = greedy_actions(value_iteration(*WORLD.transitions(0), 0.95))
    path = greedy_path(WORLD, exact)
    assert len(path) == 9 and WORLD.rewards[path[-1]] == 1
    undecided = exact.copy()
    undecided[path[3]] = -1
    assert greedy_path(WORLD, undecided) == path[:4]
    back = exact.copy()
    back[path[1]] = 3  # to the start again
    assert greedy_path(WORLD, back) == path[:2]
