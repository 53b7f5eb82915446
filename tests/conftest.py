"""What all tests share: no network, plain output, and the modules of `tests/kit` for import."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_socket
from hypothesis import settings

settings.register_profile("phasebook", deadline=None)  # a busy machine is slow, and nothing is wrong
settings.load_profile("phasebook")

sys.path.insert(0, str(Path(__file__).parent / "kit"))


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """Refuse sockets to every test but those marked `enable_socket`."""
    if request.node.get_closest_marker("enable_socket") is None:
        pytest_socket.disable_socket(allow_unix_socket=True)
    yield
    pytest_socket.enable_socket()


@pytest.fixture(autouse=True)
def plain_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch colours and progress bars off, wherever the tests run, and keep nothing for the next run."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("PHASEBOOK_CACHE", "")
