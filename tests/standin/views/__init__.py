"""What the stand-in remembers, as GraphQL objects: dicts whose callables take the field's arguments."""
