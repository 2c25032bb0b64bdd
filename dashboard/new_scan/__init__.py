"""The page "New scan": its layout, what it begins with, and the callbacks of templates, presets, files and queues."""
