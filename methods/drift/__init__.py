"""Has the data changed: tests, distances between samples, and false alarms."""
