"""How what the session holds of a page is called: one spelling for all who put and find it."""

from types import ModuleType


def stem_of(concept: ModuleType) -> str:
    """A concept's stem: the name of its files, its page and its controls in a link."""
    return concept.__name__.rpartition(".")[2]


def control_key(stem: str, field: str) -> str:
    """Where the session has the value of a control; in a link it is called the same."""
    return f"{stem}.{field}"


def key_of(stem: str, name: str) -> str:
    """Where the session has what is no control's value."""
    return f"{stem}:{name}"
