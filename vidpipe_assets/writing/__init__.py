"""What a video says: from collected trends to a report, and from the report to a production plan. Pure.

- `analysis` measures, groups and ranks trends: `analysis.report.analyse` and `apply_claim`.
- `offline` writes a plan from facts alone, and asks nobody: `offline.writer.write_plan`.
- `llm` has a language model write it in five steps: `llm.chain.write_plan_with_llm`, `llm.narrative`.
- `plans` holds what both writers share, and a person's edits; `plan_checks` judges a plan, whoever wrote it.
- `shown` knows what a picture shows, and whether that is said.
- `beats`, `cards`, `pace` and `text` are their tools; `markdown` shows reports and plans in Dagster's UI.

Not here: who is asked, paid and retried (`stages`, `ledger`), how a plan is drawn (`render`) or spoken (`voice`; only
its normalization is used, to estimate how long a text takes).
"""
