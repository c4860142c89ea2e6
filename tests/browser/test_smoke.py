"""Each Dash page draws in the browser that Dash's own tests use, and complains of nothing."""

from __future__ import annotations

import pytest
from dash.testing.composite import DashComposite

from tests.product import Running

pytestmark = pytest.mark.browser

PAGES = {
    "/explore/alesund": "#explore-wheel svg",
    "/desk": "a[href^='/sign-in']",
    "/review": "a[href^='/sign-in']",
    "/import": "a[href^='/sign-in']",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_draws_without_a_complaint(example: Running, dash_duo: DashComposite, path: str):
    dash_duo.server_url = example.url + path
    dash_duo.wait_for_element(PAGES[path], timeout=20)
    assert dash_duo.get_logs() == []
