"""Import first: one core and one thread for all that follows, since numpy and torch count them as they are imported."""

import os

os.environ["OMP_NUM_THREADS"] = "1"
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
