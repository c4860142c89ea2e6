"""All measurements, one after another: ``python -m bench``."""

import sys

from bench import ballots, votes

if __name__ == "__main__":
    sys.exit(max(ballots.main(), votes.main()))
