"""Files that are pictures: shown as a viewer shows them, whatever their dots are made of."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageOps

np = pytest.importorskip("numpy")

from parsers.pages import picturefiles  # noqa: E402

ORIENTATION = 274
"""The tag of TIFF and EXIF that says how a camera was held."""


def corner() -> Image.Image:
    """A page with ink at its upper left."""
    page = Image.new("L", (60, 90), 230)
    ImageDraw.Draw(page).rectangle((5, 5, 25, 15), fill=20)
    return page


def stored(page: Image.Image, kind: str, orientation: int = 1) -> Image.Image:
    noted, out = Image.Exif(), BytesIO()
    noted[ORIENTATION] = orientation
    page.save(out, kind, exif=noted)
    return Image.open(out)


def ink(page: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageOps.invert(page.convert("L")).point(lambda grey: 255 if grey > 128 else 0).getbbox()


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
@pytest.mark.parametrize(
    ("orientation", "held"),
    [
        (2, Image.Transpose.FLIP_LEFT_RIGHT),
        (3, Image.Transpose.ROTATE_180),
        (6, Image.Transpose.ROTATE_90),
        (8, Image.Transpose.ROTATE_270),
    ],
)
def test_a_photograph_is_turned_as_its_camera_says(
    kind: str, orientation: int, held: Image.Transpose
) -> None:
    page = corner()
    shown = picturefiles.frame(stored(page.transpose(held), kind, orientation), 0)
    assert shown.size == page.size
    assert ink(shown) == pytest.approx(ink(page), abs=1)


@pytest.mark.parametrize("white", [65_535, 4_095])
def test_dots_of_sixteen_bits_are_as_dark_as_those_of_eight(white: int) -> None:
    dots = np.asarray(corner()).astype(np.uint32) * white // 255
    out = BytesIO()
    Image.fromarray(dots.astype(np.uint16)).save(out, "PNG")
    assert ink(picturefiles.frame(Image.open(out), 0)) == ink(corner())
