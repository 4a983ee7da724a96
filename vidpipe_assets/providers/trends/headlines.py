"""Headlines as facts: what a publisher says, with the publisher as its source."""

from vidpipe_assets.model.trends import Fact, Source
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.providers.trends.strangers import https_url, plain_text

_ENDS = (".", "!", "?", "…", '"', "”")


def headline(title: str, url: str, publisher: str) -> tuple[Fact, ...]:
    """The fact that the headline states; none where there is no page to point at, or nothing is said."""
    said, page, name = plain_text(title, 298), https_url(url), plain_text(publisher, 80)
    if not (len(said.split()) > 2 and page and name):
        return ()
    return (
        Fact(
            id=f"news-{content_hash(page)}",
            statement=said if said.endswith(_ENDS) else f"{said}.",
            short=plain_text(said, 60),
            surprise=2,
            icon="newspaper",
            source=Source(name=name, title=plain_text(title, 200), url=page),
        ),
    )
