"""A property that is worked out at its first use."""

import sys
from functools import cached_property
from threading import Event, Thread

import pytest

from methods.once import once


def test_each_object_works_its_own_out_once():
    class Asked:
        def __init__(self) -> None:
            self.times = 0

        @once
        def value(self) -> int:
            """What was asked for."""
            self.times += 1
            return self.times

    one, other = Asked(), Asked()
    assert (one.value, one.value, other.value) == (1, 1, 1)
    assert one.times == 1
    assert Asked.value.__doc__ == "What was asked for."


def waits_for_another(kind) -> bool:
    """Whether one object's property waits while another's is worked out."""
    begun, go_on, done = Event(), Event(), Event()

    class Slow:
        slow = False

        @kind
        def value(self) -> bool:
            if self.slow:
                begun.set()
                go_on.wait(30)
            return True

    slow, quick = Slow(), Slow()
    slow.slow = True
    threads = [
        Thread(target=lambda: slow.value),
        Thread(target=lambda: done.set() if quick.value else None),
    ]
    threads[0].start()
    assert begun.wait(30)
    threads[1].start()
    waited = not done.wait(0.5)
    go_on.set()
    for thread in threads:
        thread.join()
    return waited


def test_nobody_waits_for_another_visitors_result():
    assert not waits_for_another(once)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="without a lock from 3.12 on")
def test_pythons_own_property_still_has_one_lock_for_all():
    """Where it has none, `methods/once.py` can go."""
    assert waits_for_another(cached_property)
