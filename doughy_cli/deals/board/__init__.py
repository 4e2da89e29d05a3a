"""The pipeline as a board: a column for each stage."""
