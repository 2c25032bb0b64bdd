"""Files that pages load: scripts, styles, fonts and icons, and how they are kept and compressed."""
