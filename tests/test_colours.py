"""Red seals are taken off a page, and nothing else that is red."""

from __future__ import annotations

from pathlib import Path

import pytest

np = pytest.importorskip("numpy")
cv2 = pytest.importorskip("cv2")

import reportlab  # noqa: E402
from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from parsers.pages import colours  # noqa: E402

FACE = ImageFont.truetype(str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"), 30)
RED, BLACK = (205, 35, 45), (20, 20, 20)
NUMBER = np.s_[300:350, 220:320]


def page(*red: tuple[int, int, str]) -> Image.Image:
    """A number in black, and some in red."""
    picture = Image.new("RGB", (800, 800), "white")
    pen = ImageDraw.Draw(picture)
    pen.text((225, 305), "4827", fill=BLACK, font=FACE)
    for x, y, text in red:
        pen.text((x, y), text, fill=RED, font=FACE)
    return picture


def sealed(picture: Image.Image) -> Image.Image:
    """The page with a seal through its number, which lets print through."""
    seal = Image.new("RGB", picture.size, "white")
    ImageDraw.Draw(seal).ellipse((260, 180, 580, 500), outline=RED, width=14)
    return Image.fromarray(np.minimum(np.asarray(picture), np.asarray(seal)))


def dots(picture: Image.Image) -> colours.Colours:
    return np.ascontiguousarray(np.asarray(picture)[..., ::-1])


def luminance(picture: Image.Image) -> colours.Grey:
    return np.asarray(cv2.cvtColor(dots(picture), cv2.COLOR_BGR2GRAY))


def test_a_number_below_a_seal_is_as_if_there_were_none() -> None:
    cleared, bare = (colours.grey(dots(each), 200) for each in (sealed(page()), page()))
    assert np.mean((cleared[NUMBER] > 128) != (bare[NUMBER] > 128)) < 0.005
    assert (cleared > 200).sum() == pytest.approx((bare > 200).sum(), rel=0.001)


@pytest.mark.parametrize(
    "red",
    [
        pytest.param([(80, 600, "12"), (300, 640, "309")], id="numbers elsewhere"),
        pytest.param([(350, 250, "309")], id="a number within the seal"),
    ],
)
def test_red_writing_stays(red: list[tuple[int, int, str]]) -> None:
    picture = sealed(page(*red))
    shown = colours.grey(dots(picture), 200)
    for x, y, _ in red:
        here = np.s_[y : y + 40, x : x + 60]
        assert (shown[here] < 128).sum() == (luminance(picture)[here] < 128).sum() > 50


def test_without_a_seal_a_page_is_its_luminance() -> None:
    picture = page((80, 600, "12"))
    assert (colours.grey(dots(picture), 200) == luminance(picture)).all()
