"""The session: a pure core that decides and remembers, and the edges that carry it to people."""
