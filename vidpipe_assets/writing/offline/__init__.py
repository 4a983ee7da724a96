"""The writer that asks nobody: every word from the facts or posts of the report.

`writer.write_plan` chooses between a video of facts (`fact_script`, whose scenes `fact_scenes` writes) and a
`leaderboard` of posts. `formats` says what each format needs and in which order it tells, `telling` and `asking` how a
fact can be told or asked, `openings` and `wording` what stands around them, `fact_choice` which facts fill the time,
`arrangement` which pictures they get, `headlines` with which words a card begins.
"""
