"""What the stand-in remembers, as GitHub writes it in JSON."""
