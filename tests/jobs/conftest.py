from pathlib import Path

import pytest

from tests.jobs.workshop import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "data")
