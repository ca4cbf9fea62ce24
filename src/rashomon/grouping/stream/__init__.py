"""Accounts as they come, in any order: each finds its story at once, and stories meet, part and end."""
