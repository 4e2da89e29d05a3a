"""Running a program with keys in its environment, and hiding them in what it writes."""
