"""What each stage of a video does, without Dagster: one module a stage, named as the stage.

A stage is given a `context.StageContext` and its upstream documents, asks providers through the ledger (`client`),
calls `writing`, `render` and `voice`, and returns its document: `trends.collect_trends`, `analysis.analyse_trends`,
`scripts.make_plan`, `clips.make_clips`, `voiceover.speak_plan`, `composed_video.compose_video` and
`review.package_review`. `checks` looks at what was made; `cost_preview` says what a stage would be paid for, and
`alternatives` whether it can make something else than what is rejected.

Not here: the assets, leases, recorded failures and checkpoints (`defs`), and what people may do to a video
(`operations`). Others use the functions above, `cost_preview` and `alternatives`; the rest is the stages' own.
"""
