"""Statistics of trends: how fast they grow, what they have in common, which stories they tell, which is the best.

`report.analyse` calls the others, in this order: `velocity`, `stories`, `patterns`. No language model is asked here,
and nothing depends on the order of the trends. Others use `report` and, for the least that a video needs, `stories`.
"""
