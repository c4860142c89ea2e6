"""Photos on pins: made anew in a child process, encrypted, each with a key of its own."""
