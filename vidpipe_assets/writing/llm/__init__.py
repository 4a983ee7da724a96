"""Writing with a language model: what it is asked, in which words, and what of its answers is believed.

`writer` asks for one value and judges the answer, `prompts` keeps what strangers wrote apart from instructions, `story`
holds the types of the answers, `forms` the formats in words, `chain` the five steps of a plan, `narrative` the text of
the report. Which model is asked, and what becomes of a refusal, is up to `stages`; the models themselves are in
`providers.text`.
"""
