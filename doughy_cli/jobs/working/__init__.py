"""The worker: takes jobs from the queue, has them done in processes of their own, and writes what
came of them.

`supervisor` decides; `lease_queries` is all that it says to the database; `slots` are the
processes, in which `slot` runs handlers one after the other.
"""
