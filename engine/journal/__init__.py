"""The one ordered, durable log: append, read after a cursor, doorbells."""
