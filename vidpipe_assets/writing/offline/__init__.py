"""The offline writer: English scripts from sourced facts or from posts with numbers, the same for the same video.

`writer.write_plan` chooses between a `countdown` of facts and a `leaderboard` of posts. `fact_choice` finds the facts
and wordings that fill the time, `wording` holds the phrases around them. The `llm` writer uses its endings and posts.
"""
