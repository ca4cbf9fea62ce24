"""A dossier for a person: terminal, HTML, JSON."""
