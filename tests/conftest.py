"""Settings for all tests."""

from hypothesis import settings

settings.register_profile("teitools", deadline=None)  # laws hold on busy machines too; speed is for benchmarks
settings.load_profile("teitools")
