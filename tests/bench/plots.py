"""The results that the README states, as one picture: docs/benchmarks.png from tests/bench/results.

`make bench` writes below .vidpipe/bench; results of a quiet machine are copied to tests/bench/results, each with its
machine, versions and day. Run: PYTHONPATH=tests python tests/bench/plots.py.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

HERE = Path(__file__).resolve().parent
RESULTS, PICTURE = HERE / "results", HERE.parents[1] / "docs" / "benchmarks.png"

Rows = list[dict[str, Any]]


def main() -> None:
    """Draw."""
    figure = Figure(figsize=(13, 4.2), layout="constrained")
    planner, composing, editing = figure.subplots(1, 3, width_ratios=(1.3, 1, 1))
    draw_planner(planner, rows("planner"))
    draw_composing(composing)
    draw_editing(editing)
    figure.suptitle(f"{about('planner')['machine']}, {about('planner')['day']}", fontsize=9, color="0.4")
    figure.savefig(PICTURE, dpi=110)
    print(PICTURE)


def about(name: str) -> dict[str, Any]:
    """The whole of one file."""
    return json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))


def rows(name: str) -> Rows:
    """The rows of one file."""
    return about(name)["rows"]


WHATS = {"full plan": "C0", "tick after one change": "C1", "idle tick": "C2"}
"""What is drawn of the planner, and in which colour."""


def draw_planner(axes: Axes, found: Rows, whats: Mapping[str, str] = WHATS) -> None:
    """CPU seconds by number of videos, both logarithmic: what grows linearly is a diagonal."""
    for what, colour in whats.items():
        for database, style in (("SQLite", "o-"), ("PostgreSQL", "s--")):
            line = [(row["videos"], row["cpu"]) for row in found if (row["what"], row["database"]) == (what, database)]
            axes.loglog(*zip(*line, strict=True), style, color=colour, label=f"{what}, {database}", markersize=4)
    axes.set(xlabel="open videos", ylabel="CPU seconds (without the server's)", title="The planner")
    axes.grid(which="major", alpha=0.3)
    axes.legend(fontsize=7)


def draw_composing(axes: Axes) -> None:
    """CPU seconds for half a minute of video."""
    [half] = [row for row in rows("composition") if 25 < row["seconds"] < 40]
    theirs = next(row for row in rows("moviepy") if row["what"] == "MoviePy")
    bars = {
        "bare decode\nand encode": half["floor_cpu_s"],
        "vidpipe": half["compose_cpu_s"],
        "MoviePy\n(does less)": theirs["cpu_s"],
    }
    drawn = axes.bar(list(bars), list(bars.values()), color=("0.7", "C0", "C3"))
    axes.bar_label(drawn, fmt="%.0f")
    axes.set(ylabel="CPU seconds", title=f"Composing {half['seconds']:.0f} s of video")


def draw_editing(axes: Axes) -> None:
    """The share of a whole composition that an edit costs."""
    shares = {row["what"].replace(" of ", "\nof "): row["share"] for row in rows("incremental")}
    drawn = axes.bar(list(shares), list(shares.values()), color=("C0", "C2", "C2"))
    axes.bar_label(drawn, fmt="%.2f")
    axes.set(ylabel="share of the CPU seconds", title="Composing again after an edit")


if __name__ == "__main__":
    main()
