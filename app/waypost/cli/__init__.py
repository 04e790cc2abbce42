"""The command `waypost`: one file per group, imported only when asked for."""
