"""What the house needs to build, lock and picture itself."""
