"""What is worked out once for all visitors who ask for the same."""

from collections.abc import Callable
from threading import Condition
from typing import Any, TypeVar

from cachetools import LRUCache, cached

F = TypeVar("F", bound=Callable[..., Any])


def shared(megabytes: int, size: Callable[[Any], int]) -> Callable[[F], F]:
    """Decorate a function of a state, a text, and of more that follows from it: keep what it returns.

    Who asks while it is being worked out waits for it: a class asks in the same second. Together the
    results take at most so many `megabytes`, each as many bytes as `size` says; then the one longest
    unused goes.

    `st.cache_resource` counts entries, not bytes, and keeps a lock for every state that was ever
    asked for (Streamlit 1.67).
    """
    kept: LRUCache[str, Any] = LRUCache(megabytes * 2**20, getsizeof=size)
    return cached(kept, key=lambda state, *_: state, condition=Condition())  # type: ignore[return-value]
