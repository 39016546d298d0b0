"""More than one process: nginx in front of several servers of the app."""
