"""Reference strings and publication entries: which words are authors, title, venue, date, and which names stand there."""
