"""Story identity, as readers and editors meet it."""
