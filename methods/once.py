"""A property that is worked out at its first use."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):
    """A property worked out when an object is first asked for it, and then kept by the object.

    `functools.cached_property` of Python 3.11 has one lock for all objects of a class: a visitor whose
    result was there would wait until another's was computed. From 3.12 on it has none.
    """

    def __init__(self, function: Callable[[Any], T]) -> None:
        self.function, self.__doc__ = function, function.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> "once[T]": ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> "once[T] | T":
        if instance is None:
            return self
        # found there from now on, before this is asked
        found = instance.__dict__[self.name] = self.function(instance)
        return found
