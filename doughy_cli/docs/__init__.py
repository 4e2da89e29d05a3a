"""`doughy docs`: documents about properties and deals, and those of sellers, with their files."""
