"""How long stages will take, from how long they took before on this machine. Pure.

What a stage takes is proportional to the size of what it makes: scenes, lines, seconds of film. The median of the
latest times counts, those of the same theme if there are enough: another theme draws other scenes, or buys them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from vidpipe_assets.model.progress import StageTime
from vidpipe_assets.model.stages import Stage

_ENOUGH, _LATEST = 3, 10
_SECONDS_A_SCENE = 5.0
_AFTER_AN_EDIT = 0.3
"""A remake of a finished video makes about so much of it: most scenes stay as they are."""

_FIRST_GUESS_S = {
    Stage.TRENDS: 3.0,
    Stage.ANALYSIS: 2.0,
    Stage.SCRIPTS: 3.0,
    Stage.CLIPS: 5.0,
    Stage.VOICEOVER: 1.2,
    Stage.COMPOSED_VIDEO: 0.7,
    Stage.REVIEW: 3.0,
}
"""Seconds for each scene, line or second of film, or for a stage without a size: on two quiet cores, all offline."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many seconds something will take, and from how many past runs that is known; 0: it is a first guess."""

    seconds: float
    runs: int


def stage_estimate(stage: Stage, size: float, theme: str, times: Sequence[StageTime]) -> Estimate:
    """For a stage that makes `size`; `times`: the latest first."""
    known = [one for one in times if one.stage is stage and one.size > 0]
    same = [one for one in known if one.theme == theme]
    some = (same if len(same) >= _ENOUGH else known)[:_LATEST]
    if not some:
        return Estimate(_FIRST_GUESS_S[stage] * size, 0)
    return Estimate(median(one.seconds / one.size for one in some) * size, len(some))


def usual_size(stage: Stage, film_s: float, *, is_remake: bool = False) -> float:
    """How much a stage probably makes of a film of `film_s` seconds. `is_remake`: the video was finished before."""
    share = _AFTER_AN_EDIT if is_remake else 1.0
    if stage in (Stage.CLIPS, Stage.VOICEOVER):
        return max(1.0, film_s / _SECONDS_A_SCENE * share)
    return max(1.0, film_s * share) if stage is Stage.COMPOSED_VIDEO else 1.0


def left_s(expected_s: float, elapsed_s: float, share: float | None) -> float | None:
    """Seconds that are left of a stage; None: it takes longer than usual, and nobody can tell.

    `share`: how much of it is done; None: nobody counts. The further it is, the more its own pace counts.
    """
    if share is None:
        return expected_s - elapsed_s if elapsed_s <= expected_s else None
    rest = 1.0 - min(max(share, 0.0), 1.0)
    return rest * (elapsed_s + rest * expected_s)


def start_times(running_s: Sequence[float], waiting_s: Sequence[float]) -> list[float]:
    """In how many seconds each of those that wait begins, in their order; `running_s`: what is left of those at work.

    As many are taken to be at work at a time as are now, and one where none is.
    """
    free_at = sorted(running_s) or [0.0]
    found: list[float] = []
    for seconds in waiting_s:
        found.append(free_at[0])
        free_at = sorted([free_at[0] + seconds, *free_at[1:]])
    return found
