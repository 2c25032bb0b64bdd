"""Live delivery: rooms, the hub, the feed and the two doors."""
