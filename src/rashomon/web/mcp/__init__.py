"""The library's reading side and checking as tools for language-model clients (Model Context Protocol)."""
