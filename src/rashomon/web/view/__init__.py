"""What pages show, made ready: in the reader's language, from what the library holds."""
