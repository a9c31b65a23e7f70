"""A mailbox on the loop-back interface with sample mail: no account needed."""
