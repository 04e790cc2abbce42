"""One file per GitHub event: facts in, Outcome out."""
