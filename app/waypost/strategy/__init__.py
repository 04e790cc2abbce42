"""The strategy map, and the context it gives to one issue or pull request."""
