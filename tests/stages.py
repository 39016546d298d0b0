"""A test in several stages: what a page, or a state of it, costs to open is paid once."""

import logging
import time
from contextlib import contextmanager

SECONDS = logging.getLogger("stages")  # shown by --log-cli-level=info


@contextmanager
def stage(name):
    """What fails within says that it was here."""
    begun = time.monotonic()
    try:
        yield
    except BaseException as problem:
        problem.add_note(f"at the stage: {name}")
        raise
    SECONDS.info("%s: %.1f s", name, time.monotonic() - begun)


def in_turn(acts, *given):
    """Call each of the functions; what fails says in which."""
    for act in acts:
        with stage(act.__name__):
            act(*given)
