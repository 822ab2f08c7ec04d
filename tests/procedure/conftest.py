"""Properties run the same way every time, and are not failed by a busy machine."""

from hypothesis import settings

settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.load_profile("steady")
