"""Draws the digits that `parsers.pages.digits` compares with, from fonts under free licences, into `parsers/pages/digits.npz`.

    python benchmarks/draw_digits.py

DejaVu (Bitstream Vera licence) and Liberation (Open Font Licence) look like the sans, Song and Times digits of office
documents. Each is drawn at the sizes a scan of 100 to 300 dpi has, slightly blurred, and kept as 24 x 16 grey dots.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from parsers.pages.digits import normalised

FONTS = Path("/usr/share/fonts/truetype")
FACES = [
    *("dejavu/DejaVuSans", "dejavu/DejaVuSans-Bold", "dejavu/DejaVuSansCondensed", "dejavu/DejaVuSansMono"),
    *("dejavu/DejaVuSerif", "dejavu/DejaVuSerif-Bold", "dejavu/DejaVuSerifCondensed"),
    *(
        "liberation/LiberationSans-Regular",
        "liberation/LiberationSans-Bold",
        "liberation/LiberationSansNarrow-Regular",
    ),
    *("liberation/LiberationSerif-Regular", "liberation/LiberationSerif-Bold"),
    *("liberation/LiberationMono-Regular", "liberation/LiberationMono-Bold"),
]
SIZES = (16, 32)
BLUR = (0.6,)


def drawn(digit: str, face: str, size: int, blur: float) -> np.ndarray:
    font = ImageFont.truetype(str(FONTS / f"{face}.ttf"), size)
    picture = Image.new("L", (size * 2, size * 2), 0)
    ImageDraw.Draw(picture).text((size // 2, size // 2), digit, fill=255, font=font)
    grey = np.asarray(picture.filter(ImageFilter.GaussianBlur(blur * size / 24)))
    stretched = np.clip(grey.astype(np.float32) / grey.max() * 255, 0, 255).astype(np.uint8)
    rows, columns = np.nonzero(stretched > 110)
    cut = stretched[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    return np.asarray(normalised(cut) * 255).astype(np.uint8)


def main() -> None:
    pairs = [
        (digit, drawn(digit, face, size, blur))
        for digit in "0123456789"
        for face in FACES
        for size in SIZES
        for blur in BLUR
    ]
    labels = np.array([digit for digit, _ in pairs])
    target = Path(__file__).parents[1] / "parsers" / "pages" / "digits.npz"
    np.savez_compressed(target, glyphs=np.stack([glyph for _, glyph in pairs]), labels=labels)
    print(f"{len(pairs)} glyphs, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
