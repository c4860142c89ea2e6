"""How large a photo may be, and what making it anew may use."""

MEGABYTE = 1024 * 1024

LARGEST_UPLOAD = 8 * MEGABYTE
LARGEST_MADE = 3 * MEGABYTE
LONGEST_SIDE = 1600
QUALITY = 82
# A JPEG is read at a fraction of its size; anything else is held in memory as a whole.
MOST_PIXELS = {"JPEG": 64_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}

WALL_SECONDS = 10.0
CPU_SECONDS = 8
ADDRESS_SPACE = 512 * MEGABYTE
OPEN_FILES = 32
AT_ONCE = 2

# What the child ends with.
MADE, NOT_A_PHOTO, TOO_LARGE = 0, 3, 4
