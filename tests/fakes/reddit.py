"""Reddit: a login, a subreddit of 130 posts in pages, one that is private, and a search. One server for both hosts."""

from typing import Any

from fakes.server import Answer, Asked

VARIABLES = ("VIDPIPE_REDDIT_URL", "VIDPIPE_REDDIT_LOGIN_URL")
CANARY = "canary-reddit-token"
_LIMITS = {"X-Ratelimit-Used": "3", "X-Ratelimit-Remaining": "597.0", "X-Ratelimit-Reset": "417"}
_POSTS = 130


def post(number: int, **more: Any) -> dict[str, Any]:
    """A post of a listing."""
    data = {
        "id": f"p{number}",
        "name": f"t3_p{number}",
        "subreddit": "space",
        "permalink": f"/r/space/comments/p{number}/telescope/",
        "title": f"Telescope <b>number</b> {number} &amp; more",
        "author": "somebody",
        "score": 500 - number,
        "num_comments": number,
        "created_utc": 1_795_000_000.0 + number,
        "thumbnail": "self",
        "over_18": False,
        "stickied": False,
        **more,
    }
    return {"kind": "t3", "data": data}


def listing(posts: list[dict[str, Any]], after: str | None = None) -> Answer:
    """A page of posts."""
    return Answer({"kind": "Listing", "data": {"after": after, "children": posts}}, headers=_LIMITS)


_UNAUTHORIZED = Answer({"message": "Unauthorized", "error": 401}, 401)


def _is_let_in(asked: Asked, beginning: str) -> bool:
    return asked.headers.get("authorization", "").lower().startswith(beginning)


def answer(asked: Asked) -> Answer:
    """As the real one does."""
    if asked.path == "/api/v1/access_token":
        token = {"access_token": CANARY, "token_type": "bearer", "expires_in": 86400, "scope": "*"}
        return Answer(token) if _is_let_in(asked, "basic ") else _UNAUTHORIZED
    if not _is_let_in(asked, f"bearer {CANARY}"):
        return _UNAUTHORIZED
    if asked.path.rstrip("/").endswith("/search"):
        found = [post(900, score=-3, thumbnail="https://b.thumbs.redditmedia.com/x.jpg"), post(2)]
        return listing([*found, {"kind": "t5", "data": {"id": "sub", "name": "t5_sub", "display_name": "telescopes"}}])
    if asked.path.startswith("/r/closed/"):
        return Answer({"reason": "private", "message": "Forbidden", "error": 403}, 403)
    if asked.path.startswith("/r/nowhere/"):
        return Answer("", 302, {"Location": "https://www.reddit.com/subreddits/search?q=nowhere"})
    first = int(asked.query.get("after", "t3_p0").removeprefix("t3_p")) + 1
    last = min(first + min(int(asked.query.get("limit", 25)), 100) - 1, _POSTS)
    posts = [post(1, stickied=True), post(2, over_18=True)] if first == 1 else []
    posts += [post(number) for number in range(first + len(posts), last + 1)]
    return listing(posts, f"t3_p{last}" if last < _POSTS else None)
