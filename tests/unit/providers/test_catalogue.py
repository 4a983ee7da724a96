"""The catalogue of providers: found without importing them, loaded by name."""

import subprocess
import sys

import pytest

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.providers.catalogue import BUILT_IN, known, load


def test_the_built_in_names_are_known_for_every_port() -> None:
    assert set(known()) == {"trends", "text", "footage", "speech"}
    assert all(BUILT_IN[port] <= names for port, names in known().items())


def test_looking_imports_no_provider() -> None:
    code = (
        "import sys\n"
        "from vidpipe_assets.providers.catalogue import known\n"
        "names = known()\n"
        "loaded = [f'vidpipe_assets.providers.{port}.{name}' for port in names for name in names[port]]\n"
        "assert not set(loaded) & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("port", "name"),
    [("speech", "nobody"), ("text", "offline"), ("nowhere", "x"), ("speech", "../../os"), ("speech", "__init__")],
)
def test_a_name_that_is_no_provider_s_is_refused(port: str, name: str) -> None:
    with pytest.raises(BadInput, match="there is no provider"):
        load(port, name)
