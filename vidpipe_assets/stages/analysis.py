"""Who tells what the trends show: the statistics' own words, or the first language model of `providers.text`.

The narrative is for people. So nothing waits for it: where a model writes nothing usable, or refuses, the statistics'
own words stay, and the log says so. What is transient or blocked ends the stage as everywhere, since the script needs
the same model.
"""

from typing import TYPE_CHECKING

from vidpipe_assets.defs.assets.stage_asset import Task
from vidpipe_assets.model.errors import BadAnswer, Refused
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.trends import TrendReport
from vidpipe_assets.providers.request import Ask
from vidpipe_assets.providers.text import TextProvider
from vidpipe_assets.stages.client import counter
from vidpipe_assets.stages.scripts import kept_text, models_of

if TYPE_CHECKING:
    from vidpipe_assets.writing.llm.author import Author


def narrated(task: Task, report: TrendReport) -> TrendReport:
    """The report with its narrative by a model, if the theme names one and there is something to tell."""
    names = models_of(task.theme)[:1] if report.ranked else ()
    for name in names:
        model: TextProvider = task.workplace.provider("text", name)
        author = narrator_of(task, model, counter(task, Stage.ANALYSIS).customer.asking(model.name))
        return _told(task, author, report)
    return report


def narrator_of(task: Task, model: TextProvider, ask: Ask) -> "Author":
    """The model at work on the task's report."""
    from vidpipe_assets.writing.llm.author import Author
    from vidpipe_assets.writing.llm.narrative import style

    which = task.theme.models.text.get(model.name, "")
    return Author(model, ask, lambda text: kept_text(task, text), style(task.theme), which)


def _told(task: Task, author: "Author", report: TrendReport) -> TrendReport:
    from vidpipe_assets.writing.llm.narrative import narrative

    try:
        written = author.write(narrative(report))
    except (BadAnswer, Refused) as error:
        task.log(f"{error}. The statistics' own words stay")
        return report
    return report.model_copy(update={"narrative": written.narrative, "narrator": author.model.name})
