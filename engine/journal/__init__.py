"""The ordered, durable log of all events: written, read after a cursor, and doorbells that wake readers."""
