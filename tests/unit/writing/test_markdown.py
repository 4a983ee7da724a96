from tests.unit.writing.conftest import claimed_report, make_snapshot, make_trend, plan_of
from vidpipe_assets.writing.analysis.report import analyse
from vidpipe_assets.writing.markdown import escape_markdown, plan_markdown, report_markdown


def test_fault_25_foreign_text_is_literal_markdown_on_one_line():
    shown = escape_markdown("a | b\n# head <img src=x> [x](https://evil.example) `code` *bold* @all")
    assert "\n" not in shown
    for mark in ("|", "#", "<", "[", "`", "*"):
        assert f"\\{mark}" in shown
    assert "https://" not in shown
    assert "@" not in shown


def test_a_report_shows_its_story_and_a_row_for_each_opportunity(fact):
    facts = [fact(f"f-{i}", f"A fax has fact {i}.") for i in range(2)]
    shown = report_markdown(claimed_report(*facts, subject="Fax | machine"))
    assert "**The story: Fax \\| machine.**" in shown
    assert "| 1 | **Fax \\| machine** ✓ |" in shown


def test_fault_18_a_hostile_title_keeps_the_tables_columns():
    title = "a | b | c ` d ``` <b> \n\n# injected"
    shown = report_markdown(analyse(make_snapshot(make_trend("a", title))))
    row = next(line for line in shown.splitlines() if line.startswith("| 1 |"))
    assert row.replace("\\|", "").count("|") == 8
    assert not any(line.startswith("#") for line in shown.splitlines())


def test_an_empty_report_shows_its_note():
    assert "> No trends were collected" in report_markdown(analyse(make_snapshot()))


def test_a_plan_shows_as_a_storyboard():
    plan = plan_of()
    rows = [line for line in plan_markdown(plan).splitlines() if line.startswith("| s")]
    assert len(rows) == len(plan.scenes)
    assert "NASA" in rows[1]
