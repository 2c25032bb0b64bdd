"""Queues: their order, the scheduler that starts and ends scans, progress, and recovery after an engine ended."""
