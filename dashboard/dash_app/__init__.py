"""What serves the Dash pages: the built scripts, the part of Plotly, and the check of callback requests."""
