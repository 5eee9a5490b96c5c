"""From figures to what a page shows: words, links and drawings. Nothing here writes, and no number is counted here."""
