"""Files that are pictures, page by page as they are to be displayed."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from parsers import limits
from parsers.document import Unreadable
from parsers.pages import pictures
from parsers.pages.sheets import Sheet

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "DIB", "GIF", "WEBP", "JPEG2000")
"""What Pillow decodes by itself; for others it would start programs of the machine."""
SHAPE = 0.04
"""By how much the sides of a scanned page may differ from those of the paper."""
MAGNIFIED = 4.0
"""Times `pictures.DPI` a picture may be finer before it is wider than A4."""


def paper(width: int, height: int) -> tuple[float, float]:
    """How large a picture of so many dots is, in points: as wide as A4, or as A4 on its side where it has that shape, unless
    it is finer than any scan: scans are of paper, screenshots of pages."""
    short, long = pictures.A4
    on_its_side = abs(width / height / (long / short) - 1) < SHAPE
    inch = min(72 * width / (long if on_its_side else short), pictures.DPI * MAGNIFIED)
    return 72 * width / inch, 72 * height / inch


def sheets(body: bytes) -> tuple[str, list[Sheet]]:
    """The media type and pages of a picture file. Raises `Unreadable`: `not_a_document`, `too_large`, `too_many_pages`."""
    import numpy as np  # noqa: PLC0415
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        with Image.open(BytesIO(body), formats=FORMATS) as picture:
            count = int(getattr(picture, "n_frames", 1))
            if count > limits.PAGES:
                raise Unreadable("too_many_pages", f"{count} pages")
            found = []
            for index in range(count):
                shown = frame(picture, index)
                points = paper(*shown.size)
                size = (
                    max(1, round(points[0] * pictures.DPI / 72)),
                    max(1, round(points[1] * pictures.DPI / 72)),
                )
                dots = np.asarray(_flat(shown).resize(size, Image.Resampling.BICUBIC), dtype=np.uint8)
                dots = dots[..., ::-1] if dots.ndim > 2 else dots
                found.append(pictures.sheet(dots, index + 1, pictures.DPI))
            return Image.MIME.get(picture.format or "", "image/png"), found
    except Image.DecompressionBombError as error:
        raise Unreadable("too_large", str(error)) from error
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise Unreadable("not_a_document", f"no picture Pillow can read: {error}") from error


def frame(picture: Image.Image, index: int) -> Image.Image:
    """A page of a picture file as it is to be displayed: cameras note how they were held, and leave turning to the viewer.
    Raises `Unreadable`: `too_large`."""
    from PIL import ImageOps  # noqa: PLC0415

    picture.seek(index)
    width, height = picture.size
    if width * height > limits.PICTURE_PIXELS * 3:
        raise Unreadable("too_large", f"{width} by {height} dots")
    shown = ImageOps.exif_transpose(picture)
    return _eight(shown) if shown.mode.startswith(("I", "F")) else shown


def _flat(picture: Image.Image) -> Image.Image:
    """In grey or in colours, on white paper where it is transparent."""
    from PIL import Image  # noqa: PLC0415

    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        paper = Image.new("RGBA", layered.size, (255, 255, 255, 255))
        picture = Image.alpha_composite(paper, layered)
    return picture.convert("L" if picture.mode in {"1", "L"} else "RGB")


def _eight(picture: Image.Image) -> Image.Image:
    """A picture of 16 bits and more in 8, its lightest dot white: Pillow by itself cuts off whatever is above 255."""
    import numpy as np  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    dots = np.nan_to_num(np.asarray(picture, dtype=np.float32))
    return Image.fromarray(np.clip(dots * (255 / max(1.0, float(dots.max()))), 0, 255).astype(np.uint8))
