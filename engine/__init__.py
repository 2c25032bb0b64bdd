"""The engine: talks to the instruments, runs queues of scans and writes everything to the journal. It never imports
the web.
"""
