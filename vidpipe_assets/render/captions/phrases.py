"""Where a reader breathes: what a break between two words hurts, by the words alone. Pure.

Best is a break where a sentence or a clause ends; then before a word that opens a clause or a prepositional phrase. An
article, a preposition or an auxiliary stays with what follows it. What belongs together is never parted where it fits:
a number and what it counts, a name of several words, a title and its name, a place in a list and its number.

The words that open and lean are known for some languages; in others marks, numbers and pauses of the voice decide.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vidpipe_assets.language.letters import base_language

TIED = 60.0
"""Of a break inside what belongs together: dearer than all that avoiding it can cost."""

_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "।", "۔", "።", "॥", "။")
_PAUSES = (",", ";", ":", "–", "—", "、", "，", "،", "；", "：", "؛", "၊")
_CLOSING_MARKS = "\"'”’)]»」』）"
_OPENING_MARKS = "\"'“‘([«「『（¿¡"

LEANS = 4.5
"""From this on a break leaves a word that leans on the next one, or on the one before it."""
OPENS = 1.2
"""What a break before a word that opens a clause costs; less: a clause ends before it."""
_DEFAULT, _LEANS, _LEANS_BACK, _PREPOSITION, _OF = 3.0, 6.0, 8.0, 2.0, LEANS


@dataclass(frozen=True)
class _WordLists:
    """`leans`: stays with the next word. `opens`: a clause. `prepositions` do both: they lean, and open a phrase."""

    leans: frozenset[str]
    opens: frozenset[str]
    prepositions: frozenset[str]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _lists(leans: str, opens: str, prepositions: str) -> _WordLists:
    both = frozenset(opens.split()), frozenset(prepositions.split())
    return _WordLists(frozenset(leans.split()) | both[0] | both[1], *both)


_LANGUAGES = {
    "en": _lists(
        "a an the its his her their our your my no not never one every each only just about over under per this these "
        "is are was were be been being has have had do does did can could will would may might must should i you he "
        "she it we they very more most less least so too as nearly almost around exactly another any some all both of "
        "what how why whose even still first second third fourth fifth last next other same whole",
        "and but or nor because that which who when while where until unless although though than if whether since so "
        "yet",
        "to in on at by for from with without into onto across through during before after between against around "
        "above below under over behind beyond inside outside near toward towards like via despite within along among",
    ),
    "de": _lists(
        "der die das den dem des ein eine einen einem einer eines kein keine keinen nicht nur etwa rund fast mehr sehr "
        "so sein seine ihr ihre unser mein dein dieser diese dieses jeder jede jedes zum zur im am vom beim ins ans "
        "ist sind war waren wird wurde hat hatte haben kann er sie es wir ich man",
        "und aber oder denn weil dass wenn als ob obwohl während bis damit sondern doch wo wer wie",
        "in an auf aus bei mit nach seit von zu für durch gegen ohne um über unter vor hinter neben zwischen ab wegen "
        "trotz im am vom zum zur beim ins ans",
    ),
    "fr": _lists(
        "le la les un une des du de d' l' ce cet cette ces son sa ses leur leurs mon ma mes notre votre ne pas plus "
        "très est sont était a ont avait il elle on nous vous ils elles je tu chaque aux au environ presque se",
        "et mais ou donc car que qui quand lorsque si comme parce où dont puis",
        "à dans en par pour sur avec sans sous vers chez entre depuis pendant avant après contre jusque aux au",
    ),
    "es": _lists(
        "el la los las un una unos unas del al de lo su sus mi mis tu tus este esta estos estas no más muy es son era "
        "fue ha han se le les cada casi unos otro otra",
        "y e pero o u porque que quien cuando mientras donde si como aunque sino pues",
        "a en por para con sin sobre entre desde hasta hacia según bajo tras contra durante ante",
    ),
    "it": _lists(
        "il lo la i gli le un uno una del della dei delle degli dello al alla ai alle nel nella nei nelle sul sulla di "
        "dal dalla suo sua suoi sue mio mia questo questa non più molto è sono era ha hanno si ogni quasi circa",
        "e ed ma o perché che chi quando mentre dove se come quindi però",
        "a in da per con su tra fra senza sotto sopra verso dopo prima contro durante al alla nel nella dal sul",
    ),
    "pt": _lists(
        "o a os as um uma uns umas do da dos das de no na nos nas ao à seu sua seus suas meu minha este esta não mais "
        "muito é são era foi tem se cada quase cerca",
        "e mas ou porque que quem quando enquanto onde se como embora pois",
        "em por para com sem sobre entre desde até após antes contra durante no na nos nas ao pelo pela",
    ),
    "nl": _lists(
        "de het een zijn haar hun mijn jouw onze deze dit die dat geen niet meer zeer is was waren wordt heeft had kan "
        "hij zij ze het we ik elke ieder bijna ongeveer van",
        "en maar of want omdat dat die als wanneer terwijl waar hoewel totdat toen",
        "in op aan uit bij met naar sinds voor door tegen zonder om over onder achter naast tussen tot na te",
    ),
}  # fmt: skip
_NONE = _lists("", "", "")

_NUMBER = re.compile(r"[#$€£¥₹~≈<>+−-]*\d[\d.,:/]*(?:-\d[\d.,]*)?[^\w\s]?")
_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
_COUNTS = _set(
    "two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty fifty sixty "
    "seventy eighty ninety hundred thousand million billion trillion dozen half millions billions thousands"
)
_BEFORE_YEARS = _set("in since by from until before after year during of to between mid late early")
_NUMBERED = _set(
    "number no no. nr nr. level chapter page part version type top phase day year step round figure type model"
)
_BETWEEN_NUMBERS = _set("to and or by x × in out of – -")
_STAYS_BEHIND = _set("ago old long tall high wide deep later away percent per too instead again apart each.")
_PAIRS = frozenset(
    {("up", "to"), ("more", "than"), ("less", "than"), ("fewer", "than"), ("at", "least"), ("at", "most")}
)
"""What is said of a number before it."""
_PARTICLES = _set("up down off out back")
_OPENERS = _set(
    "today now then yet once later soon here there only even meanwhile instead maybe perhaps suddenly eventually "
    "finally together sadly luckily first next last also well yes imagine meet remember"
)
_ABBREVIATED = _set(
    "dr. mr. mrs. ms. st. vs. no. jr. sr. prof. mt. ft. gen. col. capt. lt. sgt. rev. hon. nr. ca. e.g. i.e. u.s. u.k. "
    "bzw. z.b. mme. m. sra. dra."
)
_INITIAL = re.compile(r"(?:[A-Z]\.)+")


def break_costs(texts: Sequence[str], language: str) -> tuple[float, ...]:
    """What a break before each of `texts` costs, from 0 (a sentence ends there) to `TIED`; 0 before the first."""
    lists = _LANGUAGES.get(base_language(language), _NONE)
    ties = tied(texts, language)
    costs = [0.0]
    for at in range(1, len(texts)):
        costs.append(TIED if ties[at] else _cost(texts[at - 1], texts[at], lists))
    return tuple(costs)


def tied(texts: Sequence[str], language: str) -> tuple[bool, ...]:
    """Whether each of `texts` belongs together with the one before it."""
    # German writes every noun with a capital: two of them are no name.
    names = base_language(language) != "de"
    lists = _LANGUAGES.get(base_language(language), _NONE)
    found = [False, *(_tie(texts, at, lists, names=names) for at in range(1, len(texts)))][: len(texts)]
    for at in range(1, len(texts) - 1):
        if _joins(texts, at, lists, names=names):
            found[at] = found[at + 1] = True
    for at in range(2, len(texts)):
        # Four AA batteries.
        if found[at - 1] and _is_counted(texts[at - 2]) and texts[at - 1].isupper() and not _is_number(texts[at - 1]):
            found[at] = _bare(texts[at]) not in lists.leans
    for at in range(1, len(texts) - 2):
        # The Lord of the Rings.
        joint = (_bare(texts[at]), _bare(texts[at + 1])) == ("of", "the")
        if (
            joint
            and names
            and all(_is_name(texts, one, lists) for one in (at - 1, at + 2))
            and not _closed(texts[at - 1])
        ):
            found[at] = found[at + 1] = found[at + 2] = True
    return tuple(found)


def ends_sentence(text: str, following: str = "") -> bool:
    """Whether a sentence ends with the word `text`; `following`: the next, which tells an abbreviation from an end."""
    bare = text.rstrip(_CLOSING_MARKS)
    if not bare.endswith(_SENTENCE_ENDS):
        return False
    return not (following and _is_abbreviated(bare))


def pauses(text: str) -> bool:
    """Whether a clause ends with this word."""
    return text.rstrip(_CLOSING_MARKS).endswith(_PAUSES)


def _is_abbreviated(text: str) -> bool:
    bare = text.lstrip(_OPENING_MARKS)
    return bare.lower() in _ABBREVIATED or bool(_INITIAL.fullmatch(bare))


def _closed(text: str) -> bool:
    return pauses(text) or (ends_sentence(text, "x"))


def _bare(text: str) -> str:
    return text.strip(_OPENING_MARKS + _CLOSING_MARKS + ",;:.!?…").lower()


def _cost(before: str, after: str, lists: _WordLists) -> float:
    if pauses(before) or ends_sentence(before, after):
        return 1.0 if pauses(before) else 0.0
    word, following = _bare(before), _bare(after)
    if following in _STAYS_BEHIND and word not in lists.leans:
        return _LEANS_BACK
    if word in lists.leans or (lists.leans and word.endswith("'") and len(word) < 5):
        return _LEANS
    if following == "of" or (following in _PARTICLES and lists.leans):
        return _OF
    if following in lists.opens:
        return OPENS
    return _PREPOSITION if following in lists.prepositions else _DEFAULT


def _tie(texts: Sequence[str], at: int, lists: _WordLists, *, names: bool) -> bool:
    before, after = texts[at - 1], texts[at]
    if _closed(before):
        return False
    word, following = _bare(before), _bare(after)
    if _is_abbreviated(before.rstrip(_CLOSING_MARKS)) or "&" in (before, after):
        return True
    if _is_number(after) and (
        word in _NUMBERED or before == "May" or (_is_name(texts, at - 1, lists) and not _is_number(before))
    ):
        return True
    if _is_counted(before):
        year = _YEAR.fullmatch(before) and at > 1 and _bare(texts[at - 2]) in _BEFORE_YEARS
        return not year and (following not in lists.leans or following in _COUNTS)
    return names and _is_name(texts, at - 1, lists) and _is_name(texts, at, lists)


def _joins(texts: Sequence[str], at: int, lists: _WordLists, *, names: bool) -> bool:
    """Whether the word at `at` joins its neighbours: 5 to 10, up to 10, Gulf of Mexico."""
    before, word, after = texts[at - 1 : at + 2]
    if _closed(before) or _closed(word):
        return False
    if _is_number(before) and _is_number(after):
        return _bare(word) in _BETWEEN_NUMBERS
    if lists.leans and (_bare(before), _bare(word)) in _PAIRS:
        return _is_counted(after)
    return names and _bare(word) == "of" and _is_name(texts, at - 1, lists) and _is_name(texts, at + 1, lists)


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.strip(_OPENING_MARKS + _CLOSING_MARKS)))


def _is_counted(text: str) -> bool:
    return _is_number(text) or _bare(text) in _COUNTS


def _is_name(texts: Sequence[str], at: int, lists: _WordLists) -> bool:
    """Whether the word has a capital that is not only its sentence's first."""
    text = texts[at].lstrip(_OPENING_MARKS)
    if not text[:1].isupper() or _bare(text) in lists.leans or text in ("I", "I'm", "I've"):
        return False
    first = at == 0 or ends_sentence(texts[at - 1], texts[at])
    return not (first and _bare(text) in _OPENERS)
