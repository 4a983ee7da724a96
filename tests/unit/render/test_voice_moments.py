"""The check of words' moments: what is estimated to be too far off is told."""

import pytest
from samples import plan, voiceover

from vidpipe_assets.stages.checks import check_voiceover


@pytest.mark.parametrize(
    ("alignment", "error_s", "passed"),
    [("exact", 0.0, True), ("forced", 0.06, True), ("forced", 0.2, False), ("proportional", 0.6, False)],
)
def test_moments_that_are_probably_wrong_by_more_than_80_ms_are_told(
    alignment: str, error_s: float, passed: bool
) -> None:
    told = voiceover().model_copy(update={"alignment": alignment, "word_error_s": error_s})
    finding = next(one for one in check_voiceover(plan(), told) if one.check == "voice_moments_known")
    assert finding.passed is passed
    assert alignment in finding.description
    assert f"{error_s * 1000:.0f} ms" in finding.description
