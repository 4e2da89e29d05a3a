"""What the pipeline may bring, and how well such forecasts have held so far."""
