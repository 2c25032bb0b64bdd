"""The engine: drives instruments, runs queues of scans, writes down everything that happens. It never imports the web."""
