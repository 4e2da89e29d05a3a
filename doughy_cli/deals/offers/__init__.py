"""What to offer in a deal, and the question why, where more is offered than that."""
