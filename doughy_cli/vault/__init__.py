"""The vault: keys of other services, sealed here before the database is given them.

`opening.open_key` is what others use.
"""
