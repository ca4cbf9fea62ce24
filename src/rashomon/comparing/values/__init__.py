"""What statements give: how many, when and where; and which of it can be true at once."""
