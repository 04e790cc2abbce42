"""Which files are shipped: events that tests and copies of others' code send are nobody's telemetry."""

from waypost.patterns import late

_NOT_SHIPPED = late(
    r"(?:^|/)(?:tests?|__tests__|__mocks__|fixtures|e2e|cypress|node_modules|vendor|third_party|dist)/"
    r"|[._-](?:test|spec|stories|min)\.\w+$|(?:^|/)test_\w+\.py$|(?:^|/)conftest\.py$"
)


def shipped(path: str) -> bool:
    """Whether the code of a file reaches customers, as far as its path tells."""
    return _NOT_SHIPPED.search(path) is None
