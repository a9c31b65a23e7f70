"""A mailbox to try everything on: sample letters of an invented city, and the loop-back server that serves them."""
