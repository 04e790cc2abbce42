"""Research notes, and the links that lead to them."""
