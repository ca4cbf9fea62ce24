"""How many of what: ``find`` looks for figures, ``counted`` for what they count."""
