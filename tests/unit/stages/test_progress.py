"""What a stage tells of how far it is: seldom enough, and never backwards."""

from dataclasses import dataclass, field

from vidpipe_assets.stages.progress import StageReporter


@dataclass
class Heard:
    """A clock to be set, and what was saved and logged."""

    now: float = 0.0
    saved: list[tuple[float, float, str]] = field(default_factory=list[tuple[float, float, str]])
    logged: list[str] = field(default_factory=list[str])

    def reporter(self) -> StageReporter:
        return StageReporter(lambda *one: self.saved.append(one), self.logged.append, lambda: self.now)


def test_it_is_saved_at_most_once_a_second_and_at_the_end() -> None:
    heard = Heard()
    reporter = heard.reporter()
    reporter.expect(2, "scenes")
    for step in range(1, 101):
        heard.now = step * 0.05
        reporter.part("s1", step / 100)
        reporter.part("s2", step / 100)
    assert heard.saved[0] == (0, 2, "scenes")
    assert heard.saved[-1] == (2, 2, "scenes")
    assert len(heard.saved) <= 7
    assert [done for done, _, _ in heard.saved] == sorted(done for done, _, _ in heard.saved)


def test_the_log_hears_every_quarter_once() -> None:
    heard = Heard()
    reporter = heard.reporter()
    reporter.expect(8, "scenes")
    for number in range(8):
        for share in (0.3, 0.7, 1.0, 0.9):  # what is told late changes nothing
            reporter.part(f"s{number}", share)
    assert heard.logged == [
        "25 %: 2 of 8 scenes",
        "50 %: 4 of 8 scenes",
        "75 %: 6 of 8 scenes",
        "100 %: 8 of 8 scenes",
    ]


def test_what_was_there_already_is_done_and_no_work() -> None:
    heard = Heard()
    reporter = heard.reporter()
    reporter.expect(6, "scenes", done=5)
    assert heard.saved == [(5, 6, "scenes")]
    assert reporter.size == 1
    reporter.part("s3", 1.0)
    assert heard.saved[-1] == (6, 6, "scenes")
    assert heard.logged == ["100 %: 6 of 6 scenes"]


def test_parts_that_nobody_expects_are_told_to_nobody() -> None:
    heard = Heard()
    heard.reporter().part("s1", 0.5)
    assert (heard.saved, heard.logged) == ([], [])
