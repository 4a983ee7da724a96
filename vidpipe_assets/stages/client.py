"""How a stage asks providers that cost something: as a customer of the ledger, within the budgets of its theme."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vidpipe_assets.model.decision import take_of_scene
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.media import Spoken
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.providers.footage import Footage, FootageProvider, FootageRequest
from vidpipe_assets.providers.speech import SpeechLine, SpeechProvider
from vidpipe_assets.providers.trends import CollectedTrends, TrendProvider, TrendRequest
from vidpipe_assets.stages.context import StageContext

if TYPE_CHECKING:  # they load SQLAlchemy and tenacity
    from vidpipe_assets.ledger.client import LedgerClient
    from vidpipe_assets.ledger.parallel import CancellableWait
    from vidpipe_assets.model.theme import Collect


@dataclass
class StageClient:
    """Where a stage asks: the customer that it is, and how its waits are ended when the run is."""

    ledger_client: "LedgerClient"
    waiting: "CancellableWait"


def stage_client(context: StageContext, stage: Stage, *, hourly: bool = False) -> StageClient:
    """For the calls of `stage`. `hourly`: whoever asks the same within the hour shares the answer."""
    from vidpipe_assets.ledger.call_spec import CallScope
    from vidpipe_assets.ledger.client import Ledger, ledger_client
    from vidpipe_assets.ledger.parallel import CancellableWait

    place, now, waiting = context.workplace, context.workplace.now(), CancellableWait()
    hour = now.replace(minute=0, second=0, microsecond=0) if hourly else None
    scope = CallScope(stage, context.theme.name, context.video, hour=hour)
    made = ledger_client(
        Ledger(place.store, waiting.clock()),
        scope,
        context.theme,
        now,
        take_of=lambda scene: take_of_scene(context.decisions, stage, scene),
        day_budget=place.places.budget_a_day,
        tally=context.tally,
    )
    context.tally.begin()
    return StageClient(made, waiting)


@dataclass
class FootageClient:
    """An `FootageProvider` as a library: asked for all scenes side by side, each answer kept for itself."""

    provider: FootageProvider
    at: StageClient
    check: Callable[[Footage, FootageRequest], None]
    model: str = ""
    ahead: dict[str, Footage | VidpipeError | None] = field(default_factory=dict[str, Footage | VidpipeError | None])

    @property
    def name(self) -> str:
        """The provider's."""
        return self.provider.name

    def look_ahead(self, wishes: Sequence[FootageRequest], taken: Collection[str], folder: Path) -> None:
        """Ask for all of them."""
        from vidpipe_assets.ledger.parallel import run_parallel

        actions = {wish.scene: _obtaining(self, wish, taken, folder) for wish in wishes}
        self.ahead = run_parallel(actions, self.provider.at_a_time, self.at.waiting)

    def find(self, wish: FootageRequest, taken: Collection[str], folder: Path) -> Footage | None:
        """What came of it; asked again where another scene has taken the same clip meanwhile."""
        found = self.ahead.pop(wish.scene) if wish.scene in self.ahead else self.obtain(wish, taken, folder)
        if isinstance(found, VidpipeError):
            got = sum(isinstance(one, Footage) for one in self.ahead.values())
            found.facts |= {"scene": wish.scene, "clips that are kept": str(got)}
            raise found
        return self.obtain(wish, taken, folder) if found and found.id in taken else found

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path) -> Footage | None:
        """Ask for one scene."""
        own = folder / f"{wish.scene}-{self.name}"
        own.mkdir(parents=True, exist_ok=True)

        def check(value: object) -> None:
            if isinstance(value, Footage):
                self.check(value, wish)

        asked = replace(wish, model=self.model)
        return self.provider.obtain(asked, taken, own, self.at.customer.asking(self.name, wish.scene, check))


def _obtaining(
    at: FootageClient, wish: FootageRequest, taken: Collection[str], folder: Path
) -> Callable[[], Footage | None]:
    return lambda: at.obtain(wish, taken, folder)


def speak_lines(
    context: StageContext,
    provider: SpeechProvider,
    lines: Mapping[str, SpeechLine],
    check: Callable[[Spoken, str], None],
    at: StageClient,
) -> dict[str, Spoken]:
    """Every scene as it was spoken. One that fails raises after the others have been kept."""
    from vidpipe_assets.ledger.parallel import run_parallel

    if provider.is_local:
        spoken = provider.speak(tuple(lines.values()), context.scratch, at.customer.asking(provider.name))
        return dict(zip(lines, spoken, strict=True))

    def saying(line: SpeechLine) -> Callable[[], Spoken]:
        own = context.scratch / f"{line.scene}-{provider.name}"
        own.mkdir(exist_ok=True)

        def look(value: object) -> None:
            if isinstance(value, Spoken):
                check(value, line.text)

        return lambda: provider.speak((line,), own, at.customer.asking(provider.name, line.scene, look))[0]

    outcomes = run_parallel({scene: saying(line) for scene, line in lines.items()}, provider.at_a_time, at.waiting)
    said = {scene: one for scene, one in outcomes.items() if isinstance(one, Spoken)}
    for scene, error in outcomes.items():
        if isinstance(error, VidpipeError):
            error.facts |= {"scene": scene, "scenes that are kept": str(len(said))}
            raise error
    return said


@dataclass(frozen=True)
class TrendsClient:
    """An `TrendProvider` as a source."""

    provider: TrendProvider
    context: StageContext
    at: StageClient

    @property
    def name(self) -> str:
        """The provider's."""
        return self.provider.name

    def collect(self, theme: str, wanted: "Collect", day: object) -> CollectedTrends:
        """The trends of now."""
        del day
        own = self.context.scratch / self.name
        own.mkdir(exist_ok=True)
        now = self.context.workplace.now()
        request = TrendRequest(theme, wanted, now)
        return self.provider.collect(request, own, self.at.customer.asking(self.name))
