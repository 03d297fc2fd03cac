# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""QR codes drawn into papers and pages: no image file, no request."""

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M


def qr(text):
    """A QR code as the path of an SVG.

    :param text: what the code says, such as an address
    :return: ``(size, path)``: modules per side, and the dark ones

    >>> size, path = qr("coop")
    >>> size, path.startswith("M0 0h")
    (21, True)
    """
    code = QRCode(border=0, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    code.make()
    path = []
    for y, row in enumerate(code.get_matrix()):
        x = 0
        while x < len(row):
            width = 1
            while x + width < len(row) and row[x + width] == row[x]:
                width += 1
            if row[x]:
                path.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return code.modules_count, "".join(path)
