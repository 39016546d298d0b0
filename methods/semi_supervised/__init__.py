"""Few labels and many points: labels that spread along a graph of neighbours."""
