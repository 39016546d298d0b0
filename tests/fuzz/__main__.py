"""`make fuzz`: some 20,000 walks, links, messages, files and more that nobody means well with.

What is found is printed as a test, made as short as it still fails. SEED=7 begins elsewhere.
"""

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed

from tests.fuzz.trials import quiet, tasks, tried


def main() -> None:
    """Try it all on two processes, until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=16.0)
    asked = parser.parse_args()
    begin, held, found = time.monotonic(), Counter(), {}
    with ProcessPoolExecutor(2, initializer=quiet) as pool:
        waiting = {pool.submit(tried, task): task for task in tasks(asked.seed)}
        try:
            for done in as_completed(waiting, timeout=60 * asked.minutes):
                cases, what = done.result()
                held[waiting[done].kind] += cases
                if what and what.splitlines()[-2] not in found:
                    found[what.splitlines()[-2]] = what
                    sys.stdout.write(f"\n{what}\n")
                    sys.stdout.flush()
        except TimeoutError:
            sys.stdout.write(f"Stopped after {asked.minutes:g} minutes.\n")
        pool.shutdown(wait=True, cancel_futures=True)
    each = ", ".join(f"{many:,} of {kind}" for kind, many in sorted(held.items()))
    seconds = time.monotonic() - begin
    sys.stdout.write(f"\n{sum(held.values()):,} cases in {seconds:.0f} s ({each}); found: {len(found)}\n")  # fmt: skip
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
