"""Pages, one role a page."""
