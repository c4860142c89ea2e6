"""The process that opens a photo: `python -m data.photos.child`, the upload in, a JPEG out.

It limits itself before it imports a decoder. What it writes was drawn pixel by pixel on an empty
picture: no place, no time, no name of a device, nothing that was hidden behind the image.
"""

from __future__ import annotations

import io
import resource
import sys

from data.photos import limits


def limit_self() -> None:
    for what, most in (
        (resource.RLIMIT_AS, limits.ADDRESS_SPACE),
        (resource.RLIMIT_CPU, limits.CPU_SECONDS),
        (resource.RLIMIT_NOFILE, limits.OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def make(upload: bytes) -> tuple[int, bytes]:
    """(how it ended, the photo made anew): turned upright, small, and without anything else."""
    from PIL import Image, ImageOps  # noqa: PLC0415  only once the limits hold

    Image.MAX_IMAGE_PIXELS = None  # counted below, before anything is unpacked
    try:
        found = Image.open(io.BytesIO(upload), formats=list(limits.MOST_PIXELS))
    except (OSError, ValueError, SyntaxError):
        return limits.NOT_A_PHOTO, b""
    if found.width * found.height > limits.MOST_PIXELS[str(found.format)]:
        return limits.TOO_LARGE, b""
    side = limits.LONGEST_SIDE
    try:
        found.draft("RGB", (side, side))
        found.thumbnail((side, side))
        upright = ImageOps.exif_transpose(found).convert("RGBA")
    except (OSError, ValueError, SyntaxError):
        return limits.NOT_A_PHOTO, b""
    empty = Image.new("RGB", upright.size, "white")
    empty.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    empty.save(out, "JPEG", quality=limits.QUALITY, optimize=True)
    return limits.MADE, out.getvalue()


def main() -> int:
    limit_self()
    upload = sys.stdin.buffer.read(limits.LARGEST_UPLOAD + 1)
    try:
        status, made = make(upload)
    except MemoryError:
        return limits.TOO_LARGE
    sys.stdout.buffer.write(made)
    return status


if __name__ == "__main__":
    sys.exit(main())
