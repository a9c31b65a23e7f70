"""Everything that touches a stranger's bytes: pure, without files, network or database."""
