"""Points in space: distances, neighbours, dimensions."""
