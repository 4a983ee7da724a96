"""What music of each mood is made of: tempo, chords, instruments and how busy they are."""

from dataclasses import dataclass
from typing import Literal, get_args

from vidpipe_assets.model.theme import Mood

MOODS: tuple[Mood, ...] = get_args(Mood)
Lead = Literal["pluck", "bell", "keys", "marimba"]

MAJOR, MINOR = (0, 4, 7), (0, 3, 7)


@dataclass(frozen=True)
class MoodRecipe:
    """`progressions`: chords as in a lead sheet, relative to the home note, upper case major, lower case minor.

    `tempo` is in beats a minute, from and to; levels of the lead, the beat and the hats are shares. `leads`: the
    instruments of which a piece takes one. `steps`: notes of the lead in a bar. `kicks`: the beats of a bar that have a
    drum. `swing` delays every second note by this share of it.
    """

    tempo: tuple[int, int]
    progressions: tuple[str, ...]
    home: tuple[int, ...]
    brightness: float
    lead: float
    beat: float
    hats: float
    steps: int
    leads: tuple[Lead, ...] = ("pluck", "keys")
    kicks: tuple[float, ...] = (0, 2)
    snaps: float = 0.0
    swing: float = 0.0


RECIPES: dict[Mood, MoodRecipe] = {
    "bright": MoodRecipe(
        (100, 114), ("I V vi IV", "I iii IV V", "vi IV I V", "I IV vi V"), MAJOR, 0.42, 0.5, 0.8, 0.5, 8,
        leads=("pluck", "keys", "marimba"), snaps=0.35,
    ),
    "calm": MoodRecipe(
        (70, 82), ("I vi IV V", "IV iii ii I", "I IV I V", "I iii vi IV"), MAJOR, 0.25, 0.3, 0.0, 0.12, 4,
        leads=("keys", "bell"),
    ),
    "tense": MoodRecipe(
        (88, 100), ("i bVI bIII bVII", "i iv bVI V", "i bVII bVI V", "i v bVI iv"), MINOR, 0.5, 0.42, 0.7, 0.3, 8,
        leads=("pluck", "keys"), kicks=(0, 1.5, 2),
    ),
    "warm": MoodRecipe(
        (82, 94), ("I iii IV ii", "ii V I vi", "IV I ii V", "I vi ii V"), MAJOR, 0.3, 0.42, 0.5, 0.3, 4,
        leads=("keys", "pluck"), swing=0.2,
    ),
    "curious": MoodRecipe(
        (92, 104), ("I II IV I", "vi II IV I", "I bVII IV I", "ii IV I V"), MAJOR, 0.38, 0.46, 0.4, 0.34, 8,
        leads=("marimba", "bell", "pluck"), kicks=(0, 2.5), swing=0.16,
    ),
    "epic": MoodRecipe(
        (84, 96), ("i bVI bIII bVII", "vi IV I V", "i bIII bVII iv", "bVI bVII i i"), MINOR, 0.55, 0.36, 1.0, 0.3, 8,
        leads=("pluck", "bell"), kicks=(0, 1, 2, 3), snaps=0.4,
    ),
    "playful": MoodRecipe(
        (112, 124), ("I IV I V", "I vi ii V", "I I IV V", "IV V I vi"), MAJOR, 0.4, 0.52, 0.55, 0.4, 8,
        leads=("marimba", "pluck"), kicks=(0, 2), snaps=0.45, swing=0.3,
    ),
    "dark": MoodRecipe(
        (66, 76), ("i bII i bVII", "i bVI i v", "i iv bII V", "i i bVI bII"), MINOR, 0.6, 0.26, 0.5, 0.14, 4,
        leads=("bell", "keys"), kicks=(0,),
    ),
}  # fmt: skip
