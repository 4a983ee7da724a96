"""When each word is said, as far as letters tell: shared out over what is not silence. The last resort."""

from collections.abc import Sequence

import numpy as np

from vidpipe_assets.providers.speech.waveform import Utterance

Span = tuple[int, int]

_EACH_WORD = 1.5
"""Letters that every word takes besides its own: short ones are said more slowly."""


def proportional(words: Sequence[str], whole: Utterance) -> list[Span]:
    """First and last sample of each word. Its letters are its length; what is silent belongs to none."""
    loud = np.ones(len(whole.samples), dtype=np.float64)
    for start, end in whole.silences:
        loud[start:end] = 0
    passed = np.concatenate([[0.0], np.cumsum(loud)])
    weights = np.array([sum(map(str.isalnum, word)) + _EACH_WORD for word in words])
    edges = np.concatenate([[0.0], np.cumsum(weights)]) * (float(passed[-1]) / float(weights.sum()))
    # A word begins where the silence before it ends, and ends where the silence behind it begins.
    starts = np.searchsorted(passed, edges[:-1], side="right") - 1
    ends = np.searchsorted(passed, edges[1:], side="left")
    return [(int(start), int(end)) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
