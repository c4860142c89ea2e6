"""A municipality's building register: a row a building becomes sums by district and use.

`reading`, `columns`, `rows` and `places` run in the child, which answers with sums and findings
alone: a server never holds a building. `look` is what is shown before it is taken, `keeping` takes
it. Addresses, owners' names and everything else that the model does not need is never read.
"""
