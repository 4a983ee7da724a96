"""Wikimedia's pageviews: yesterday is not counted yet, the day before is; one country never is."""

from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_WIKIPEDIA_URL"
COUNTED = "2026/11/23"
_ARTICLES = (
    ("Main_Page", "en.wikipedia", 9_000_000),
    ("Special:Search", "en.wikipedia", 900_000),
    ("Titan_(moon)", "en.wikipedia", 812_300),
    ("Mission:_Impossible", "en.wikipedia", 400_000),
    ("Größe/Maß?", "de.wikipedia", 100),
    ("Evil", "evil.example.com/?", 5),
)


def answer(asked: Asked) -> Answer:
    """As the real one does."""
    _, _, _, _, country, access, *day = asked.path.split("/")
    if country == "KP" or "/".join(day) != COUNTED:
        problem = "The date(s) you used are valid, but we either do not have data for those date(s)"
        return Answer({"type": "about:blank", "title": "Not found", "detail": problem}, 404)
    articles = [
        {"article": article, "project": project, "views_ceil": views, "rank": rank}
        for rank, (article, project, views) in enumerate(_ARTICLES, 1)
    ]
    year, month, date = day
    item = {"country": country, "access": access, "year": year, "month": month, "day": date, "articles": articles}
    return Answer({"items": [item]})
