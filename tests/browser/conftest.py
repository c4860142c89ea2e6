"""How long a browser may take: what must be quick is measured by tests of its own, alone."""

from playwright.sync_api import expect

expect.set_options(timeout=20_000)
