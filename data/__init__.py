"""Facts and memory: the only room with SQL and files."""
