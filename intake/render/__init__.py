"""Values to what a terminal, a pipe or a machine reads: pure, everything a stranger wrote goes through `safe`."""
