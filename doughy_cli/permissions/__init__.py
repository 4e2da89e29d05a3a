"""`doughy can`: whether the signed-in person may do something, by trying it."""
