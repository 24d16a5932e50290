"""Settings of every test."""

from hypothesis import settings

# The first call of a compiled kernel takes seconds, and the machine may be shared.
settings.register_profile("pwlact", deadline=None)
settings.load_profile("pwlact")
