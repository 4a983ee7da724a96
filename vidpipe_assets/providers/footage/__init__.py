"""The port of footage: search terms and a prompt in, a clip's file out.

Implement `FootageProvider` to add one: as a module of this package whose function `provider()` returns it, or in a
package of your own by an entry point of the group `vidpipe.providers.footage` (see `providers.registry`). It puts its
questions through the `Ask` that it is given, scene by scene; a library on this machine answers at once. One whose
pictures models make is `Generating`, too: nothing may leave out the theme's reference picture and not say so.

**When the next provider of the chain is asked.** When this one has nothing (`None`), when it is blocked, and when it
fails for good. Why is noted with the scene's clip: in the metadata of `clips`, in `review.json` and on its page.

- What is transient is never passed over: it is tried again. Neither is what may have been paid (`InDoubt`), nor what
  waits for its turn (`Busy`), nor a full disk (`DiskFull`), which is nobody's fault in the chain. They end the stage.
- A scene that the chain leaves without a clip is drawn, if the chain names `motion`. It is drawn all the same if each
  provider's answer was about the scene itself (`None`, `Refused`, `BadMedia`): nobody else could serve it. But if one
  of them was blocked, or is set up wrongly, the stage waits or fails with that provider's error (the one that passes
  soonest): whoever names `[fal]` alone and has no key wants to be told, not to get another kind of video.

**What happens when the first provider works again.** Nothing, by itself: a video's fingerprint has the chain that is
configured, not who answered. And if clips are made again, for whatever reason, each scene is first asked of the
provider that served it before (`stages.footage_dedup`), whose answer the ledger has; so nobody pays for another kind of
picture in a video that was finished. Only a new take, that is a rejected scene or a retry afresh, or another chain
starts from the chain's beginning.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from vidpipe_assets.model.media import FoundPicture, PictureChoice, Rights
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.request import Ask


class StartImage(Protocol):
    """A picture that a model begins with: what the scene would look like if it was drawn, or the theme's reference."""

    @property
    def name(self) -> str:
        """The same for the same picture, on every machine."""
        ...

    def draw(self, out: Path) -> None:
        """Write it to `out`: JPEG, upright, at most 180 KB."""
        ...


@dataclass(frozen=True)
class Seen:
    """What somebody says who has looked at a picture: how well it shows the scene, from 0 to 1, and what it shows."""

    score: float
    reason: str

    @property
    def is_good(self) -> bool:
        """Whether it shows what the scene is about."""
        return self.score >= 0.5


@dataclass(frozen=True)
class Look:
    """What came of a look at pictures. `seen`: id -> what is seen; empty where nobody looked: `notice` says why."""

    by: str = ""
    seen: Mapping[str, Seen] = field(default_factory=dict[str, Seen])
    notice: str = ""


class PictureJudge(Protocol):
    """Somebody who looks at pictures: a model that is asked through the ledger."""

    def look(self, wish: "FootageRequest", small: Mapping[str, Path]) -> Look:
        """How well each picture shows what `wish` is about. `small`: id -> a small copy of it, as a library gives it.

        It asks once for the same wish and pictures, and never raises what only says that it could not look.
        """
        ...


@runtime_checkable
class Judged(Protocol):
    """A library that shows what it found to `FootageRequest.judge`; so its search may cost what a look costs."""

    @property
    def judged(self) -> bool:
        """Whether it does."""
        ...


@dataclass(frozen=True)
class FootageRequest:
    """What a scene would like to show, and for how many seconds at least.

    `again`: the id of what this provider gave for the very same wish before; it is taken again if it is still there.
    `model`: which of the provider's models the theme names; empty: its standard one.
    `words`: what is said in the scene, to hold what was found against. `subject`: what the video is about, as it is
    written; `article`: the address of the Wikipedia article that the scene's fact is from; `language`: of all texts.
    `reference`: the theme's picture of a character or a style, for models that take one.
    `offers`: what this provider found before; while some of it is left that is not taken, nothing is searched.
    `pick`: the id of the one among them that a person wants. `judge`: looks at what a library of pictures found.
    """

    scene: str
    terms: tuple[str, ...]
    prompt: str
    seconds: float
    again: str = ""
    model: str = ""
    picture: StartImage | None = None
    words: str = ""
    subject: str = ""
    article: str = ""
    language: str = "en"
    reference: StartImage | None = None
    offers: tuple[FoundPicture, ...] = ()
    pick: str = ""
    judge: PictureJudge | None = None


@dataclass(frozen=True)
class Footage:
    """A found file, as it is: a film or a still of any size and rate. `id` names it for ever within its provider.

    Whether it is a film or a still is seen in its bytes. `rights` travel with it: who has to be named on the picture is
    taken from its licence (`Rights.credit`), so write the licence by its name ('CC BY-SA 4.0'). `lettered`: it shows
    the scene's type already, since it was made from the drawn scene; nothing is drawn over it. `notes`: what a person
    should know of it. `choice`: why it was taken, and what else was found; `small`: id -> small pictures of those.
    """

    id: str
    path: Path
    title: str
    rights: Rights = Rights()
    lettered: bool = False
    notes: tuple[str, ...] = ()
    choice: PictureChoice | None = None
    small: Mapping[str, Path] = field(default_factory=dict[str, Path])


class FootageProvider(Protocol):
    """A library of clips, or a model that makes them."""

    @property
    def name(self) -> str:
        """The provider's name, as themes write it."""
        ...

    @property
    def is_local(self) -> bool:
        """Whether it works on this machine alone: then it needs no `ask`, and its price is `FREE`."""
        ...

    @property
    def at_a_time(self) -> int:
        """How many scenes it is asked for side by side."""
        ...

    def price(self, wish: FootageRequest) -> Money:
        """What a clip for `wish` will probably cost, at most; asks nobody and needs no key."""
        ...

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """The best clip for `wish` that is not among the ids `taken`, or None when nothing fits.

        `folder` is for downloads, and the wish's own. What is asked must not depend on `taken` or `wish.again`, but for
        which of the answers is fetched: else an answer would not be found again. Called from several threads at a time.
        Raises as the module says.
        """
        ...


@runtime_checkable
class Generating(Protocol):
    """A provider of footage that models make."""

    def reference_problem(self, model: str) -> tuple[str, str] | None:
        """Why `model` (empty: the standard one) is not given the theme's reference picture, and what to do.

        None: it is given it.
        """
        ...


def unused_reference(provider: object, model: str) -> tuple[str, str] | None:
    """The same of any provider of footage: one that finds it, and makes none, has no use for a reference."""
    return provider.reference_problem(model) if isinstance(provider, Generating) else None
