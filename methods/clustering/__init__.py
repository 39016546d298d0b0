"""Groups without labels: how they are found, and how two groupings agree."""
