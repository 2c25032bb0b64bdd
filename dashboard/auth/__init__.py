"""Ways to sign in, roles, and who may enter which room."""
