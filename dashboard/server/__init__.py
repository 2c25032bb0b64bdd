"""What serves HTTP: connections, limits, problem documents, and work outside the event loop."""
