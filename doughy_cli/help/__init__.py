"""`doughy help`."""
