"""What to offer for a property: the arithmetic, what it is fed with, and how it is kept.

Below the domains: `properties offer` and `deals offer` are the same offer.
"""
