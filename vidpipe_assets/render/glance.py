"""A picture in under a thousand characters of Markdown, which Dagster's UI shows without a click; longer ones hide.

The limit stands in the UI's own code (dagster-webserver 1.13, `MarkdownMetadataEntry`). A tiny WebP lies in an SVG that
enlarges it: blurred, but the picture itself.
"""

import base64
import io
from pathlib import Path
from urllib.parse import quote

from PIL import Image

MOST_CHARACTERS = 995
_SHOWN_HEIGHT = 240
"""CSS pixels."""
_SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'>"
    "<image width='100%' height='100%' href='data:image/webp;base64,{data}'/></svg>"
)
_HEIGHTS = (112, 96, 80, 72, 64, 56, 48, 40, 32, 24, 16, 10)
_QUALITIES = (45, 30, 18, 8)


def glance_markdown(path: Path, words: str) -> str:
    """The picture `path` as a Markdown image of at most `MOST_CHARACTERS`; `words` say what it shows."""
    text = "".join(c for c in words if c not in "[]()")[:60]
    with Image.open(path) as source:
        image = source.convert("RGB")
    for height in _HEIGHTS:
        small = image.resize((max(1, round(image.width * height / image.height)), height), Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            found = f"![{text}]({_address(small, quality)})"
            if len(found) <= MOST_CHARACTERS:
                return found
    return text


def _address(small: Image.Image, quality: int) -> str:
    content = io.BytesIO()
    small.save(content, "WEBP", quality=quality, method=6)
    data = base64.b64encode(content.getvalue()).decode()
    svg = _SVG.format(width=round(_SHOWN_HEIGHT * small.width / small.height), height=_SHOWN_HEIGHT, data=data)
    return "data:image/svg+xml," + quote(svg, safe="/:=;,+'")
