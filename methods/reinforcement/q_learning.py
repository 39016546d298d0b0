"""Q-learning in a grid world: values learned from what was tried."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from methods.reinforcement.grid_world import GridWorld

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LIMIT = 100  # moves in an episode


@dataclass(frozen=True, eq=False)
class Learned:
    """What a run of some episodes learned, and what it earned on the way.

    Attributes
    ----------
    Q : (K, S, 4) The values after each of the numbers of episodes asked for.
    returns : (episodes,) What each episode paid, not discounted.
    ends : (episodes,) The cell each ended in; where it ran out of moves, the cell it had come to.
    """

    Q: Floats
    returns: Floats
    ends: Ints


def q_learning(
    world: GridWorld,
    episodes: Sequence[int],
    gamma: float,
    alpha: float,
    epsilon: float,
    slip: float,
    first: float,
    rng: np.random.Generator,
) -> Learned:
    """Q += alpha (r + gamma max Q' - Q) after each move, for as many episodes as the last of `episodes`.

    `episodes` rise. With chance `epsilon` an action is drawn evenly, else it is the best so far, and of
    several that are equally good one by chance. Values begin at `first`, those of terminal cells at 0.
    An episode ends at a terminal cell, or after LIMIT moves; that limit is no end of the world, so the
    last move too counts on what could have followed. Watkins and Dayan, Q-learning, 1992.
    """
    moves, rewards = world.moves.tolist(), world.rewards.tolist()
    terminal = world.terminal.tolist()
    Q = [[0.0 if end else first] * 4 for end in terminal]
    kept, returns, ends = [], [], []
    after = set(episodes)
    for episode in range(1, episodes[-1] + 1):
        cell, paid = world.start, 0.0
        for u, v, w in rng.random((LIMIT, 3)).tolist():
            q = Q[cell]
            if u < epsilon:
                action = int(4 * v)
            else:
                best = max(q)
                ties = [a for a in (0, 1, 2, 3) if q[a] == best]
                action = ties[int(len(ties) * v)]
            there = moves[cell][action][0 if w >= slip else 1 if 2 * w < slip else 2]
            reward = rewards[there]
            target = reward if terminal[there] else reward + gamma * max(Q[there])
            q[action] += alpha * (target - q[action])
            paid += reward
            cell = there
            if terminal[cell]:
                break
        returns.append(paid)
        ends.append(cell)
        if episode in after:
            kept.append([list(row) for row in Q])
    return Learned(np.array(kept), np.array(returns), np.array(ends))


def greedy_actions(Q: Floats, tolerance: float = 1e-9) -> Ints:
    """The best action of each state by Q (..., S, A): (..., S); -1 where others are as good."""
    best = Q.max(axis=-1, keepdims=True)
    alone = (Q >= best - tolerance).sum(axis=-1) == 1
    return np.where(alone, Q.argmax(axis=-1), -1)


def greedy_path(world: GridWorld, actions: Ints) -> list[int]:
    """The cells that `actions` (S,) go through from the start, where no move slips.

    It ends at a terminal cell, where no action is best (-1), or where it comes to a cell again.
    """
    path = [world.start]
    while not world.terminal[path[-1]] and actions[path[-1]] >= 0:
        there = int(world.moves[path[-1], actions[path[-1]], 0])
        if there in path:
            break
        path.append(there)
    return path
