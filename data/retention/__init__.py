"""How long raw answers are kept, what is archived before, and what remains after.

The law on archives comes first: nothing is removed before its archive package was made
and an official has said that it was taken over. What remains are figures about five or more.
"""
