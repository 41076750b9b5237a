"""Reference strings and publication entries: which words are authors, title, venue, date, and whose names they are."""
