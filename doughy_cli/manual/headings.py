"""The headings of the flags that many commands share, in the order in which they stand."""

OUTPUT, SAFETY, CONNECTION, ALWAYS = "Output", "Trying and asking", "Connection", "Everywhere"
SHARED = (OUTPUT, SAFETY, CONNECTION, ALWAYS)
