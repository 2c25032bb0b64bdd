"""Live delivery: the feed reads the journal, the hub puts events into rooms, and room sockets and Socket.IO send
them.
"""
