"""The stand-ins for OpenGL: shared objects that a loader accepts."""

import ctypes
import platform
import sys

import pytest

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.render.drawing.gl_stubs import stub_library


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux's loader takes ELF")
def test_the_loader_finds_the_functions_of_a_stand_in(tmp_path):
    file = tmp_path / "libstandin.so.1"
    functions = [f"glFunction{number}".encode() for number in range(300)]
    file.write_bytes(stub_library("libstandin.so.1", platform.machine(), functions))
    library = ctypes.CDLL(str(file))
    assert all(hasattr(library, function.decode()) for function in functions)
    assert not hasattr(library, "glNeverHeardOf")


def test_both_processors_that_skia_has_wheels_for_are_known():
    objects = {machine: stub_library("libGL.so.1", machine, [b"glClear"]) for machine in ("x86_64", "aarch64")}
    assert all(content.startswith(b"\x7fELF") for content in objects.values())
    assert objects["x86_64"] != objects["aarch64"]


def test_an_unknown_processor_is_told_what_to_install():
    with pytest.raises(BlockedError, match=r"libGL.so.1") as caught:
        stub_library("libGL.so.1", "riscv64", [])
    assert "install" in caught.value.remedy
