"""Reading other programs' files: bytes → text → records, and what is rejected on the way.

It knows files and nothing of leads or properties; those say which columns they want. A
domain starts at `sheet.open_sheet`, matches the columns with `headers.match_headers`, and
walks through `Sheet.records()`.
"""
