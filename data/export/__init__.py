"""What officials take away from a session: plain functions from a session to a file's content.

Results and pins are aggregates and released texts; raw ballots are for officials who have just
signed in. Nothing here writes a file or knows who asks.
"""
