"""What the posts of a ranking are ranked by: views, or reactions where some have no views that anybody tells."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vidpipe_assets.model.trends import RankedTrend


@dataclass(frozen=True)
class Count:
    """A counter of posts, and how it is called. `most` has a place for the number and one for the subject."""

    noun: str
    most: str
    of: Callable[[RankedTrend], int]

    def ranking(self, number: object, subject: str) -> str:
        """'3 most-watched posts about keyboards'."""
        return self.most.format(number=number, subject=subject)


VIEWS = Count("views", "{number} most-watched posts about {subject}", lambda post: post.velocity.views)
REACTIONS = Count(
    "reactions", "{number} posts about {subject} with the most reactions", lambda post: post.velocity.reactions
)
"""Likes or points, comments and shares: what every platform tells that tells anything."""


def count_of(posts: Iterable[RankedTrend]) -> Count:
    """By what these posts can be compared."""
    return VIEWS if all(post.velocity.views > 0 for post in posts) else REACTIONS
