"""Files that pages load and no sign-in protects: fonts and icons."""
