"""`deals ready`: the papers that a closing needs, and which of them are there."""
