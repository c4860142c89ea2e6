"""How much one import may hold, and how much a reader may use for it."""

MEGABYTE = 1024 * 1024

LARGEST_FILE = 20 * MEGABYTE
WALL_SECONDS = 10.0
CPU_SECONDS = 10
# numpy, shapely and pyproj take 135 MB of addresses, GDAL 370 MB: 512 MB hold both a reader and
# the largest file that is let in.
ADDRESS_SPACE = 512 * MEGABYTE
OPEN_FILES = 64
LARGEST_ANSWER = 24 * MEGABYTE

ROWS = 5_000
COLUMNS = 40
CELL = 2_000  # signs
FEATURES = 500
VERTICES = 100_000
PROPERTIES = 40

ZIP_ENTRIES = 200
ZIP_TOTAL = 120 * MEGABYTE
ZIP_RATIO = 120  # larger entries that shrink more than this are made to burst
ZIP_SMALL = MEGABYTE

PREVIEW_MINUTES = 30
AT_ONCE = 2

SUFFIXES = {"values": (".csv", ".xlsx"), "areas": (".geojson", ".json", ".gpkg", ".zip", ".fgb")}
