"""What is told of a file that ffmpeg cannot decode."""

from pathlib import Path

import pytest

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.video.decoded import run_on

OF_A_THREAD = "[h264 @ 0x55d1] Error splitting the input into NAL units."
WHY = "Error submitting packet to decoder: Invalid data found when processing input"
OF_THE_DECODER = f"[vist#0:0/h264 @ 0x55d2] [dec:h264 @ 0x55d3] {WHY}"


@pytest.mark.parametrize("lines", [(OF_A_THREAD, OF_THE_DECODER), (OF_THE_DECODER, OF_A_THREAD)])
def test_the_same_is_told_in_whatever_order_the_decoder_s_threads_write(
    monkeypatch: pytest.MonkeyPatch, lines: tuple[str, ...]
) -> None:
    def fail(*_: object, **__: object) -> str:
        raise ffmpeg.exit_error(["out.mp4"], "\n".join(lines), 69)

    monkeypatch.setattr(ffmpeg, "run", fail)
    with pytest.raises(BadMedia) as caught:
        run_on(Path("clip.mp4"), (), 1, "cannot be converted")
    assert str(caught.value) == f"clip.mp4: the file cannot be converted: {WHY}"
