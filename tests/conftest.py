"""Two test processes share the cores: each keeps to one thread, as the app does (ui/process.py)."""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

collect_ignore = ["heroes"]  # pieces of a page: they stand only where they are added to the app
