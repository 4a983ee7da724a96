"""What is staged for each fact of the sample."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from vidpipe_assets.model.pictures import IconCard
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.providers.trends import sample
from vidpipe_assets.providers.trends.sample import read_sample
from vidpipe_assets.render.happenings import Happening, find_happening
from vidpipe_assets.render.illustrations.choice import choose_illustration


class StagedFact(NamedTuple):
    """A fact told in one scene, the illustration beside it and that of its subject, and what happens."""

    fact: Fact
    seen: str | None
    own: str | None
    happening: Happening | None


def sample_happenings() -> Iterator[StagedFact]:
    """Each fact of the sample, told whole."""
    card = IconCard(icon="bike", title="It")
    for path in sorted(Path(sample.__file__).with_name("sample_data").glob("*.json")):
        for subject in read_sample(path).subjects:
            own = choose_illustration(subject.name, (), "", opening=True)
            for fact in subject.facts:
                seen = choose_illustration(subject.name, (fact.short, fact.statement), fact.icon, opening=False)
                scene = ScenePlan(
                    id="s1", narration=fact.statement, title="It", picture=card, seconds=8.0, event=fact.event
                )
                yield StagedFact(fact, seen, own, find_happening(scene, subject.name, seen, own=seen == own))
