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

# Results of another model: every area, year, output and scenario is a row.
RESULT_ROWS = 30_000
RESULT_FEATURES = 5_000
SCENARIOS = 8
OUTPUTS = 60

# A building register: a large city has some fifty thousand buildings, and a workbook of them takes
# half a minute to read.
BUILDING_ROWS = 100_000
BUILDING_SECONDS = 60
TOLD = 199  # rows that are told one by one

STATIONS = 1_000  # a list of recycling stations

# What may be fetched from a service, in all.
SERVICE_BYTES = 20 * MEGABYTE
SERVICE_ANSWERS = 40
SERVICE_SECONDS = 30.0
SERVICE_PAGE = 500
SNAPSHOTS = 100

PREVIEW_MINUTES = 30
AT_ONCE = 2

MAPS = (".geojson", ".json", ".gpkg", ".zip", ".fgb")
SUFFIXES = {
    "values": (".csv", ".xlsx"),
    "areas": MAPS,
    "results": (".csv", ".xlsx", ".parquet", ".geoparquet", *MAPS),
    "buildings": (".csv", ".xlsx", ".parquet", *MAPS),
    "stations": (".csv", ".xlsx", ".parquet", *MAPS),
    # Never uploaded: what services told in words of their own.
    "services": (".sta", ".ngsild"),
}
