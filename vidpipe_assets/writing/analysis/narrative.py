"""The report in plain prose: two to four sentences over its numbers, and nothing that they do not say."""

from vidpipe_assets.model.trends import Pattern, TrendReport, Velocity

_TELLING = 3
"""A pattern of fewer trends is chance."""

_HOOKS = {
    "question": "titles that ask a question",
    "number": "titles that begin with a number",
    "negation": "titles that say no",
    "superlative": "titles with a superlative",
    "how-to": "titles that promise a how-to",
    "statement": "titles that plainly state something",
}


def narrate(report: TrendReport) -> str:
    """What the report says, for a person in a hurry."""
    if not report.ranked:
        return "Nothing was collected for this day. There is nothing to rank and no story to tell."
    return " ".join(sentence for sentence in (_overview(report), _leader(report), _patterns(report)) if sentence)


def _overview(report: TrendReport) -> str:
    platforms = len({one.platform for one in report.ranked})
    posts, stories = len(report.ranked), len(report.opportunities)
    numbers = " The engagement numbers are sample numbers." if report.sample else ""
    return (
        f"{posts} post{'' if posts == 1 else 's'} on {platforms} platform{'' if platforms == 1 else 's'} "
        f"tell {stories} stor{'y' if stories == 1 else 'ies'}.{numbers}"
    )


def _leader(report: TrendReport) -> str:
    first = report.opportunities[0]
    speed = speed_text(first.velocity)
    if len(report.opportunities) == 1:
        return f"It is about {first.subject}, with {speed}."
    second = report.opportunities[1]
    return f"{first.subject} leads with {speed}, ahead of {second.subject}."


def speed_text(speed: Velocity) -> str:
    """What is known of it, in a few words."""
    if speed.per_hour >= 1:
        return f"{speed.per_hour:,.0f} views an hour"
    return f"{speed.reactions:,} reactions" if speed.reactions and not speed.views else "no measured growth"


def _patterns(report: TrendReport) -> str:
    hook, length = _best(report.hooks), _best(report.lengths)
    parts = [f"{_HOOKS[hook.name]} grow fastest" if hook else "", f"videos of {length.name} do best" if length else ""]
    said = " and ".join(part for part in parts if part)
    return f"Here {said}." if said else ""


def _best(found: tuple[Pattern, ...]) -> Pattern | None:
    """The fastest pattern that is more than chance, if there are several to compare."""
    telling = [one for one in found if one.count >= _TELLING and one.per_hour > 0]
    return telling[0] if len(telling) > 1 else None
