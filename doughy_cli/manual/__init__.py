"""What the program says of itself: pages of help, and topics."""
