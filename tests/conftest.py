"""Two test processes share the cores: each keeps to one thread, as the app does (ui/process.py)."""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
