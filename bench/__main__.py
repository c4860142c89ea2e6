"""All measurements, one after another: ``python -m bench``."""

import sys

from bench import votes

if __name__ == "__main__":
    sys.exit(votes.main())
