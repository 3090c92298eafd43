import os
import shutil

import pytest


@pytest.fixture(scope="session")
def node() -> str:
    """Return the path of Node; CI must have it."""
    found = shutil.which("node")
    if found is None:
        assert not os.environ.get("CI"), "CI must have node"
        pytest.skip("needs node 20.19 or newer")
    return found
