"""Which licences allow a video that is sold and shown: those that let anybody use and change a work, by their names.

CC0 and the public domain, CC BY, and CC BY-SA, which asks that what is made of it is shared alike. Nothing that
forbids commerce (NC) or changes (ND), nothing "for education", and no fair use.
"""

import re

from vidpipe_assets.model.media import Rights

_PUBLIC = re.compile(
    r"(cc[ -]?0|cc[ -]?zero|pdm?|public ?domain|no (known )?(copyright )?restrictions)\b", re.IGNORECASE
)
_BY = re.compile(r"cc[ -]by(?P<alike>-sa)?(?:[ -](?P<version>[1-4]\.\d))?(?:[ -][a-z]{2,4})?", re.IGNORECASE)
_FORBIDDEN = re.compile(r"\b(nc|nd|noncommercial|non-commercial|fair use|noderiv\w*)\b", re.IGNORECASE)
_OF_ADDRESS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/"
    r"(?P<kind>by(?:-sa)?|zero|mark)/(?P<version>\d\.\d)(?:[/?#]|$)",
    re.IGNORECASE,
)
_DEDICATED = re.compile(r"https?://(?:www\.)?creativecommons\.org/licenses/publicdomain(?:[/?#]|$)", re.IGNORECASE)
"""How works were given to the public domain before CC0; thousands of films in the Internet Archive are."""
ALIKE = "CC BY-SA: whoever shares this video has to share it under the same licence"
"""What a person has to know before such a picture is published."""

NO_ENDORSEMENT = "NASA: it must not seem that NASA endorses the video or its channel"


def licence_name(told: str) -> str:
    """The usual name of a licence that allows our use ('CC BY-SA 4.0', 'CC0 1.0', 'Public domain'), or nothing."""
    name = " ".join(told.split())
    if not name or _FORBIDDEN.search(name.replace("_", " ")):
        return ""
    if match := _BY.fullmatch(name):
        return f"CC BY{(match['alike'] or '').upper()} {match['version'] or ''}".strip()
    if match := _PUBLIC.match(name):
        return "CC0 1.0" if match[0].lower().startswith("cc") else "Public domain"
    return ""


def licence_of_address(url: str) -> str:
    """The same by the address of a Creative Commons deed, or nothing."""
    if _DEDICATED.match(url.strip()):
        return "Public domain"
    match = _OF_ADDRESS.match(url.strip())
    if not match:
        return ""
    kind, version = match["kind"].lower(), match["version"]
    return {"zero": "CC0 1.0", "mark": "Public domain"}.get(kind) or f"CC {kind.upper()} {version}"


def deed_of(name: str) -> str:
    """The address of the terms of a licence by its usual name; empty where it has no single one."""
    if name == "CC0 1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    match = re.fullmatch(r"CC (BY(?:-SA)?) (\d\.\d)", name)
    return f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/" if match else ""


def licence_notes(rights: Rights) -> tuple[str, ...]:
    """What a licence asks beyond the creator's name."""
    told = {"BY-SA": ALIKE, "NASA": NO_ENDORSEMENT}
    return tuple(note for name, note in told.items() if name in rights.licence)
