"""The engine: drives instruments, runs queues of scans, writes down all that happens. It never imports the web."""
