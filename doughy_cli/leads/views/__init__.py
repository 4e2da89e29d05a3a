"""Views: the flags of `leads list`, kept under a name."""
