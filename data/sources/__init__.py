"""Where the facts come from: pinned packages and the step that fetches them."""
