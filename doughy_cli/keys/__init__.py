"""Keys of other services: stored sealed, checked, and given to the programs that need them."""
