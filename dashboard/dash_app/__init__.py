"""What serves the Dash pages: the built scripts, the partial Plotly bundle, and the check of callback requests."""
