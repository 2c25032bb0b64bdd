"""Views without the frame, for other pages to show in an iframe: `embed/scans/SCAN_001?theme=dark`."""
