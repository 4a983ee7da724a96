"""One file a step, named by its number, from the baseline on; a step that was released is never edited."""
