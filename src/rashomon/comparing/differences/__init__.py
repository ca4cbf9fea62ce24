"""Where accounts part, one finder for each kind of difference."""
