"""What every test may ask for: golden files, renewed with ``pytest --renew-golden`` and then read in the diff."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# How long one example takes says more about the machine, and about the first import, than about the program.
settings.register_profile("followup", settings(), deadline=None)
settings.load_profile("followup")


@pytest.fixture(autouse=True, scope="session")
def _laptop_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program keeps about this laptop stays in the tests' own folder, for their subprocesses too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOLLOWUP_STATE", str(tmp_path_factory.getbasetemp() / "state"))
        yield


GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write tests/golden anew instead of comparing with it")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """``golden(name, data)``: the bytes are those of ``tests/golden/<name>``."""

    def same_as_golden(name: str, data: bytes) -> None:
        path = GOLDEN / name
        if request.config.getoption("--renew-golden"):
            path.write_bytes(data)
        assert path.exists(), f"{name} is not there; make it with pytest --renew-golden"
        assert data == path.read_bytes(), f"{name} differs; if that is meant, pytest --renew-golden and read the diff"

    return same_as_golden
