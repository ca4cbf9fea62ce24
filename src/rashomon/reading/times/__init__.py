"""Times in the text, as EDTF values: ``find`` looks for them, ``edtf`` composes and compares their values."""
