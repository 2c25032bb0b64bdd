"""HTTP serving: connections and their limits, input, problem documents, and work outside the event loop."""
