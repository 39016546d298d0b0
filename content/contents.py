"""What the home page lists, for static/home.js: sections with their concepts, and the paths."""

from dataclasses import asdict
from typing import Any

from content.read import Notes, menu, read_notes, walks


def contents() -> dict[str, Any]:
    """Sections in the order of the menu, each with its concepts; and the paths with their stops."""
    return {
        "sections": [
            {"name": section, "tiles": [_tile(read_notes(stem)) for stem in stems]}
            for section, stems in menu().items()
        ],
        "paths": [asdict(walk) for walk in walks()],
    }


def _tile(notes: Notes) -> dict[str, Any]:
    """The concept, and how much there is on its page to be guessed and solved."""
    return {
        "stem": notes.stem,
        "title": notes.title,
        "question": notes.question,
        "guesses": sum(preset.predict is not None for preset in notes.presets.values()),
        "challenges": len(notes.challenges),
    }
