"""Who said what: ``find`` looks for words given to a speaker, in quotation marks or reported."""
