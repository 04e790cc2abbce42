"""What takes long runs only when asked for: `make soak`."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="run what takes minutes")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, so that the ordinary suite says that there is more."""
    if not item.config.getoption("--soak", default=False):
        pytest.skip("takes minutes: make soak")
