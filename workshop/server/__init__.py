"""How requests reach the product: one listener, sockets on its loop, pages on real threads."""
