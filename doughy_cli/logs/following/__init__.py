"""The log as it grows: each row once, whatever becomes of the connection."""
