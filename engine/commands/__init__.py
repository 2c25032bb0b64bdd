"""Commands: from the database to whoever carries them out, and the emergency stop."""
