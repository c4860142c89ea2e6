"""Results of other people's models: a table or a map's attributes becomes stored runs like our own.

`reading` runs in the child and tells one flat table, whatever the file was. Which column is what is
`columns`; what each line means, or what is wrong with it, is `checking`; `answers` makes of it what
our own models answer, and `provenance` says whose it is. Nothing is computed that was not given.
"""
