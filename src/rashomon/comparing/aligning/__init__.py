"""Which statements of different articles tell of one fact."""
