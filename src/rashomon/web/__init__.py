"""A library in a browser, and its API."""
