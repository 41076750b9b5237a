"""Made-up reference strings and CV entries to train the tagger on: facts, ways of printing them, other lines."""
