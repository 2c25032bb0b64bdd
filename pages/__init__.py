"""The pages, one file each; Dash Pages finds them."""
