"""The residents' page: joining a workshop by code or QR, and answering from a phone.

One plain page with its own small script; it is usable before anything else has been fetched.
"""

from workshop.phone.kiosk import make_kiosk
from workshop.phone.pages import make_phone
from workshop.phone.photos import make_photos
from workshop.phone.receipts import make_receipts

__all__ = ["make_kiosk", "make_phone", "make_photos", "make_receipts"]
