"""Names and shapes shared by everything: states, events, plans, benches, identifiers. No I/O."""
