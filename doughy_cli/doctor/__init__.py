"""`doughy doctor`: whether everything that doughy needs is as it should be, looked at only."""
