"""Settings of all tests."""

from hypothesis import settings

# A busy machine is no failure: tests never measure time.
settings.register_profile("dragoman", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("dragoman")
