"""What deals' pictures on a terminal are drawn with: the only part of deals that knows rich."""
