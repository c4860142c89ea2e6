"""Copies what the screens need out of node_modules into assets/vendor, with its licences.

Every script, style and font is served by us, so that a hall without internet loses nothing. Only
the files named here are taken; `manifest.json` says which version each came from and its SHA-256.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
TARGET = ROOT / "assets" / "vendor"

# package → {file in the package: name in assets/vendor}
TAKEN = {
    "@fontsource-variable/inter": {
        "files/inter-latin-wght-normal.woff2": "fonts/inter-latin.woff2",
        "files/inter-latin-ext-wght-normal.woff2": "fonts/inter-latin-ext.woff2",
    },
    "leaflet": {
        "dist/leaflet.js": "leaflet/leaflet.js",
        "dist/leaflet.css": "leaflet/leaflet.css",
        "dist/images/layers.png": "leaflet/images/layers.png",
        "dist/images/layers-2x.png": "leaflet/images/layers-2x.png",
        "dist/images/marker-icon.png": "leaflet/images/marker-icon.png",
        "dist/images/marker-icon-2x.png": "leaflet/images/marker-icon-2x.png",
        "dist/images/marker-shadow.png": "leaflet/images/marker-shadow.png",
    },
    "socket.io-client": {"dist/socket.io.min.js": "socket.io.min.js"},
}


def take(package: str, files: dict[str, str], into: Path) -> dict[str, object]:
    """Copies one package's files and licence and says what was taken."""
    home = MODULES / package
    about = json.loads((home / "package.json").read_text(encoding="utf-8"))
    for source, name in files.items():
        place = into / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(home / source, place)
    licence = into / "licences" / f"{package.replace('/', '-').lstrip('@')}.txt"
    licence.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(home / "LICENSE", licence)
    sums = {n: hashlib.sha256((into / n).read_bytes()).hexdigest() for n in files.values()}
    return {"version": about["version"], "licence": about["license"], "files": sums}


def build() -> None:
    """Makes the folder anew beside the old one and swaps, so that a broken run leaves no half."""
    fresh = TARGET.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    manifest = {package: take(package, files, fresh) for package, files in TAKEN.items()}
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    (fresh / "manifest.json").write_text(text, encoding="utf-8")
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)


def main() -> int:
    try:
        build()
    except FileNotFoundError as missing:
        sys.stderr.write(f"assets/vendor: {missing.filename} is missing; run `npm ci` first.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
