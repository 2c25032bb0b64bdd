"""Queues of scans: the ordered queue, the scheduler, commands."""
