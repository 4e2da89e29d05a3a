"""Which leads are likely the same person: `leads dupes`, and `leads import --match likely`.

Values are brought into forms that can be compared (`names`, `companies`, `reach`), leads that
have one in common are paired (`blocking`), each pair is weighed (`compare`), and pairs become
groups (`grouping`). None of it knows the database or the terminal.
"""
