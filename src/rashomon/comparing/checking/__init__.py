"""A text that somebody wrote, held against reports."""
