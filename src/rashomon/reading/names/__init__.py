"""Who and where: ``find`` looks for names, ``places`` tells which place a name is."""
