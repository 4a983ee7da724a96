"""What is known of languages and scripts: letters, capitals, words, lines. Pure, and below every other room.

`letters` makes texts plain and capital, `words` cuts them into words, lines and characters as readers take them. It
stands below `model`, since themes need it for hashtags, the renderer for captions and the voice for what is said; none
of these may import another. How long a text lasts is the business of `writing.pace`, how it is said that of `voice`.
"""
