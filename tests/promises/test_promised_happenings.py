"""What is staged for each fact of the sample, with the word that it begins with: look at what a change does to it."""

from promises.snapshot import promised

from tests.unit.render.sample_happenings import sample_happenings
from vidpipe_assets.render.happenings import staged


def test_each_fact_of_the_sample_stages_the_same() -> None:
    told: dict[str, str] = {}
    for one in sample_happenings():
        words = one.fact.statement.split()
        acts = [
            f"{act.kind} at {words[act.word].strip('.,:;')!r}{f' with {act.actor}' if act.actor else ''}"
            for act in staged(one.happening)
        ]
        if acts:
            told[one.fact.id] = f"{', '.join(acts)}{' by hand' if one.fact.event else ''}"
    promised("sample-happenings", told)
