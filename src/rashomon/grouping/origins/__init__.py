"""Which articles of a story come from the same origin: copies, agencies' reports, close translations."""
