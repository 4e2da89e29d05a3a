"""Properties in the files of other programs: what lists call their columns, how they write
values, and which property a row means. More than one import reads them."""
