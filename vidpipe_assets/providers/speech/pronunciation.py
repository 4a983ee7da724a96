"""Names that espeak gets wrong, respelled, and words that are said in two ways ('live', 'lead'). English."""

from vidpipe_assets.providers.speech.spoken_numbers import Here

_NAMES = {
    "sagan": "say gun",
    "khalifa": "ka leefa",
    "yokoi": "yoh koy",
    "ibuka": "eebooka",
    "usain": "yoo sane",
    "ajay": "ah jay",
    "kuiper": "kyper",
    "huawei": "wah way",
    "huygens": "hoygens",
    "chicxulub": "cheek shoo loob",
    "pis": "pies",
    "faq": "eff eh queue",
}

_split = str.split
_ADJECTIVE_AFTER = frozenset(
    _split("a an the is are was were be been being go goes going went its his her our my this")
)
_OWNERS = frozenset(
    _split("a the their our my your his her its of many few save saves saved cost costs nine all whose")
)
_PLACES = frozenset(_split("in on at here there above below under near inside outside with without alone for off only"))
_METAL_AFTER = frozenset(_split("melt melts melted molten liquid of contain contains contained like"))
_METAL_BEFORE = frozenset(_split("pipe pipes paint acid poisoning"))


def pronounced(here: Here) -> str:
    """A spelling that espeak reads right; '' if it reads the word right anyway."""
    word, before, after = here.core.lower(), here.before.lower(), here.after.lower()
    base = word.removesuffix("'s")
    if base in _NAMES:
        return _NAMES[base] + word[len(base) :]
    if word == "live" and before and before not in _ADJECTIVE_AFTER:
        return "liv"
    if word == "lives" and after in _PLACES and before not in _OWNERS:
        return "livs"
    if word == "lead" and (before in _METAL_AFTER or after in _METAL_BEFORE):
        return "led"
    return "tairs" if word == "tears" and after in ("open", "apart", "off", "through") else ""
