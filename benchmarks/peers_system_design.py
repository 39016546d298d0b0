"""Queues here and by events in Ciw, funnels here and by drawing whole corpora. Numbers checked first."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from methods.serving.desk import Scores
from methods.serving.queues import offered_work, response_quantile, servers_for
from methods.serving.two_stage import alone, found_share, ideal_value, list_value

Peer = tuple[str, Callable[[], Any], Callable[[], Any] | str]
CUSTOMERS = 20_000


def pooled_servers() -> Peer:
    """p99 of eight servers that share a queue, at a load of 0.8."""
    name = (
        f"p99 of M/M/8 at 80 % (Ciw: {CUSTOMERS:,} customers by events; ours by Erlang's formula)"
    )

    def ours() -> float:
        return 10 * float(response_quantile(0.99, 8, 6.4))

    try:
        import ciw
    except ImportError:
        return name, ours, "Ciw is not installed"

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(0.64)],
        service_distributions=[ciw.dists.Exponential(0.1)],
        number_of_servers=[8],
    )

    def theirs(seed: int = 0) -> float:
        ciw.seed(seed)
        run = ciw.Simulation(network)
        run.simulate_until_max_customers(CUSTOMERS, method="Complete")
        times = [each.exit_date - each.arrival_date for each in run.get_all_records()]
        return float(np.quantile(times, 0.99))

    np.testing.assert_allclose(ours(), theirs(), rtol=0.08)  # the simulation scatters
    return name, ours, theirs


def designs() -> Peer:
    """Cores, p50 and p99 of 61 numbers of candidates."""
    work = 2 + 0.02 * np.logspace(1, 5, 61)
    load = offered_work(2000, work / 1000)
    cores = servers_for(load, 0.7)

    def ours() -> Any:
        return [work * response_quantile(q, cores, load) for q in (0.5, 0.99)]

    return "p50 and p99 of 61 designs by Erlang's formula", ours, "one design takes Ciw seconds"


def funnel() -> Peer:
    """Recall and worth of the list at 41 numbers of candidates, of a million items."""
    m, cheap, k = 1_000_000, 0.8, np.logspace(1, 5, 41).round()
    ranker = alone(cheap, 0.95)

    def ours() -> Any:
        worth = list_value(k, m, cheap, ranker, 10) / ideal_value(m, 10)
        return np.array([found_share(k, m, 100, cheap), worth])

    def theirs(draws: int = 1) -> Any:
        """A corpus that is drawn and sorted: one draw, and not the mean over all."""
        rng, found = np.random.default_rng(0), np.zeros((2, len(k)))
        for _ in range(draws):
            u, e, f = rng.standard_normal((3, m))
            order = np.argsort(-(cheap * u + 0.6 * e))[: int(k[-1])]
            costly = 0.95 * u + np.sqrt(1 - 0.95**2) * f
            best = np.partition(u, m - 100)[m - 100]
            for i, each in enumerate(k.astype(int)):
                kept = order[:each]
                top = kept[np.argpartition(-costly[kept], 9)[:10]]
                found[:, i] += np.count_nonzero(u[kept] >= best) / 100, u[top].mean()
        return found / draws / np.array([[1], [ideal_value(m, 10)]])

    np.testing.assert_allclose(ours(), theirs(8), atol=0.08)
    return (
        "recall and list at 41 K, 10^6 items (numpy: one corpus drawn; ours the mean)",
        ours,
        theirs,
    )


def desk() -> Peer:
    """Bad cases among the first k of a day of a million payments."""
    first = np.logspace(1, 5, 41).round()

    def ours() -> Any:
        return Scores(1e6, 0.001, 3.0).bad_among(first)

    def theirs() -> Any:
        rng = np.random.default_rng(0)
        bad = rng.random(1_000_000) < 0.001
        order = np.argsort(-(rng.standard_normal(1_000_000) + 3.0 * bad))
        return np.cumsum(bad[order])[first.astype(int) - 1]

    np.testing.assert_allclose(ours(), theirs(), atol=60)
    return "a desk at 41 sizes, 10^6 payments (numpy: one day drawn; ours the mean)", ours, theirs


def PEERS() -> Iterator[Peer]:
    yield pooled_servers()
    yield designs()
    yield funnel()
    yield desk()
