"""The catalogue of providers: found without importing them, loaded by name."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.providers import registry as catalogue
from vidpipe_assets.providers.registry import BUILT_IN, known, load


def test_the_built_in_names_are_known_for_every_port() -> None:
    assert set(known()) == {"trends", "text", "footage", "speech"}
    assert all(BUILT_IN[port] <= names for port, names in known().items())


def test_looking_imports_no_provider() -> None:
    code = (
        "import sys\n"
        "from vidpipe_assets.providers.registry import known\n"
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


@pytest.fixture
def plugged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package beside vidpipe that brings providers: a good one, one that is broken, one with vidpipe's own name."""
    info = tmp_path / "others-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: others\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[vidpipe.providers.speech]\nmy_voice = others_voice:provider\nbroken = others_voice:nothing\n"
        "piper = others_voice:provider\nNot-A-Name = others_voice:provider\n"
    )
    (tmp_path / "others_voice.py").write_text("def provider():\n    return 'the voice of others'\n")
    monkeypatch.syspath_prepend(tmp_path)
    for cached in (catalogue.known, catalogue._plugged):
        cached.cache_clear()
    yield
    for cached in (catalogue.known, catalogue._plugged):
        cached.cache_clear()


@pytest.mark.usefixtures("plugged")
def test_a_package_beside_vidpipe_brings_providers() -> None:
    assert {"my_voice", "piper"} <= known()["speech"]
    assert "Not-A-Name" not in known()["speech"]
    assert load("speech", "my_voice") == "the voice of others"
    assert load("speech", "piper") != "the voice of others"


@pytest.mark.usefixtures("plugged")
def test_a_plugged_in_provider_that_is_broken_is_named_with_its_package() -> None:
    with pytest.raises(BadInput, match="broken cannot be loaded") as refused:
        load("speech", "broken")
    assert "others" in refused.value.remedy
