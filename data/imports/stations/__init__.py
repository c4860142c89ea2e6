"""A municipality's list of recycling stations: a row a station, with its name and where it stands.

`columns` and `reading` run in the child. `look` is what is shown before it is taken, `keeping`
takes it.
"""
