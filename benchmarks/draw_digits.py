"""Draws digits as bad scanners show them, and teaches `parsers.pages.digits` to tell them: writes `parsers/pages/digits.npz`.

    python benchmarks/draw_digits.py FOLDER

FOLDER holds the fonts of the Debian packages fonts-dejavu, fonts-liberation, fonts-noto-cjk, fonts-urw-base35,
fonts-arphic-uming and fonts-arphic-ukai: all free, and like the sans, Song, Kai and Times digits of office documents. The font
of the generator is not among them, so that the tests do not flatter the reader. Takes ten minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from parsers.pages import digits, raster  # noqa: E402

FACES = [
    *("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansCondensed.ttf", "DejaVuSansMono.ttf"),
    *("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerifCondensed.ttf"),
    *("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", "LiberationSansNarrow-Regular.ttf"),
    *("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf"),
    *("LiberationMono-Regular.ttf", "LiberationMono-Bold.ttf", "LiberationSans-Italic.ttf"),
    *("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"),
    *("NimbusRoman-Regular.otf", "NimbusSans-Regular.otf", "NimbusMonoPS-Regular.otf", "C059-Roman.otf"),
    *("P052-Roman.otf", "URWBookman-Light.otf", "URWGothic-Book.otf"),
    *("uming.ttc", "ukai.ttc") * 2,
]
CHINESE = ("Noto", "uming", "ukai")
LETTERS = "ABCDEGHKMNPRTUVWXYabdefghkmnpqrtuvwxy#%&*()[]?!+=<>"
"""What is no digit, and like none: O, l and I are left out."""
SIGNS = "～/／\\、；：—人件次条元万无年月日上下一二三十口田目中小工土王其他总计行政处罚合本项内容（）"
WIDE = "０１２３４５６７８９"
SHEETS, GLYPHS = 16, 200
"""For each face, and on each sheet."""
CELL, FINE, ACROSS = 72, 3, 20
"""Dots of the square a glyph stands in; times as many when it is drawn; squares in a row of a sheet."""
SIZES = 13.0, 42.0
"""Dots a character is high on scans of 100 to 300 dpi."""
HIDDEN, EPOCHS, BATCH, RATE, DECAY, JITTER = 128, 24, 256, 2e-3, 2e-5, 0.05


def sheet(random: Any, path: Path, size: float) -> tuple[raster.Grey, list[int]]:
    """Glyphs in squares, all spoiled in the same way, and what each is."""
    squares, labels = [], []
    font = ImageFont.truetype(str(path), int(size * FINE))
    lean, squeeze = random.uniform(-0.06, 0.06), random.uniform(0.88, 1.08)
    for _ in range(GLYPHS):
        square, label = _square(random, font, path.name.startswith(CHINESE))
        squares.append(_leaning(square, random.normal(0, 1.2), lean, squeeze))
        labels.append(label)
    rows = [np.hstack(squares[at : at + ACROSS]) for at in range(0, GLYPHS, ACROSS)]
    return _spoiled(random, np.vstack(rows).astype(np.float32), size), labels


def _square(random: Any, font: Any, chinese: bool) -> tuple[np.ndarray, int]:
    """A digit; or something else: another character, two digits that run into each other, a digit that is struck."""
    picture = Image.new("L", (CELL * FINE, CELL * FINE), 255)
    pen = ImageDraw.Draw(picture)
    x, y = CELL * FINE // 3 + random.integers(0, FINE * 2), CELL * FINE // 6 + random.integers(0, FINE * 2)
    kind, digit = random.random(), int(random.integers(0, 10))
    shown = WIDE[digit] if chinese and random.random() < 0.15 else str(digit)
    if 0.72 <= kind < 0.84:
        shown = random.choice(list(LETTERS + SIGNS if chinese else LETTERS))
    pen.text((x, y), shown, fill=0, font=font)
    if 0.84 <= kind < 0.92:
        second = x + pen.textlength(shown, font=font) * random.uniform(0.3, 0.7)
        pen.text((second, y), str(random.integers(0, 10)), fill=0, font=font)
    elif kind >= 0.92:
        _strike(random, pen, pen.textbbox((x, y), shown, font=font))
    return np.asarray(picture), digit if kind < 0.72 else digits.OTHER


def _strike(random: Any, pen: Any, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    width, height, angle = right - left, bottom - top, random.uniform(0, np.pi)
    x = (left + right) / 2 + random.uniform(-0.2, 0.2) * width
    y = (top + bottom) / 2 + random.uniform(-0.25, 0.25) * height
    across, down = (height * random.uniform(0.45, 0.6) * turn for turn in (np.cos(angle), np.sin(angle)))
    pen.line((x - across, y - down, x + across, y + down), fill=0, width=int(FINE * random.uniform(1, 2.5)))


def _leaning(square: np.ndarray, degrees: float, lean: float, squeeze: float) -> np.ndarray:
    cosine, sine = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    turn = np.array([[squeeze, lean], [0, 1]]) @ np.array([[cosine, -sine], [sine, cosine]])
    middle = np.array([CELL * FINE / 2] * 2)
    matrix = np.hstack([turn, (middle - turn @ middle)[:, None]])
    moved = cv2.warpAffine(square, matrix, square.shape[::-1], flags=cv2.INTER_LINEAR, borderValue=255)
    return cv2.resize(moved, (CELL, CELL), interpolation=cv2.INTER_AREA)


def _spoiled(random: Any, picture: np.ndarray, size: float) -> raster.Grey:
    """Blurred, faint on grey paper, noisy; as a JPEG, as black and white, printed at another resolution."""
    if random.random() < 0.6:
        picture = cv2.GaussianBlur(picture, (0, 0), random.uniform(0.3, 0.9) * max(0.7, size / 30))
    paper, ink = random.uniform(170, 255), random.uniform(0, 90)
    picture = (
        ink + (paper - ink) * picture / 255 + random.normal(0, random.choice([0, 4, 8, 14]), picture.shape)
    )
    grey = np.clip(picture, 0, 255).astype(np.uint8)
    kind = random.random()
    if kind < 0.5:
        out = BytesIO()
        Image.fromarray(grey).save(out, "JPEG", quality=int(random.integers(30, 85)))
        grey = np.asarray(Image.open(out))
    elif kind < 0.68:
        grey = np.where(grey < ink + (paper - ink) * random.uniform(0.3, 0.75), 0, 255).astype(np.uint8)
    if random.random() < 0.3:
        scale = random.uniform(0.62, 1.0)
        small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        grey = cv2.resize(small, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(grey, np.uint8)


def glyphs(grey: raster.Grey, labels: list[int]) -> Iterator[tuple[np.ndarray, int]]:
    """The glyphs of a sheet as the reader cuts them out of a page."""
    ink = raster.inked(grey)
    for number, label in enumerate(labels):
        down, across = number // ACROSS * CELL, number % ACROSS * CELL
        here = np.s_[down : down + CELL, across : across + CELL]
        found = raster.components(ink[here])
        tallest = max((box[3] - box[1] for box in found), default=0)
        whole = [box for box in found if max(box[2] - box[0], box[3] - box[1]) > 0.15 * tallest]
        boxes = [box for box in digits._columns(whole) if box[3] - box[1] > 0.6 * tallest]
        if len(boxes) == 1 and tallest > 6 and boxes[0][2] - boxes[0][0] < 1.2 * tallest:
            yield (
                (digits.normalised(digits._glyph(grey[here], ink[here], boxes[0])) * 255).astype(np.uint8),
                label,
            )


def learnt(seen: np.ndarray, labels: np.ndarray) -> list[np.ndarray]:
    """The weights of two layers, by gradient descent (Adam)."""
    random = np.random.default_rng(1)
    sizes = ((seen.shape[1], HIDDEN), (HIDDEN, digits.OTHER + 1))
    weights = [
        layer.astype(np.float32)
        for ins, outs in sizes
        for layer in (random.normal(0, (2 / ins) ** 0.5, (ins, outs)), np.zeros(outs))
    ]
    first, second = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    steps, step = EPOCHS * (len(seen) // BATCH), 0
    for _ in range(EPOCHS):
        order = random.permutation(len(seen))
        for start in range(0, len(seen) - BATCH + 1, BATCH):
            chosen = order[start : start + BATCH]
            blurred = seen[chosen] + random.normal(0, JITTER, (BATCH, seen.shape[1])).astype(np.float32)
            step += 1
            rate = RATE * 0.5 * (1 + np.cos(np.pi * step / steps))
            for index, slope in enumerate(_slopes(weights, blurred, labels[chosen])):
                first[index] += 0.1 * (slope - first[index])
                second[index] += 0.001 * (slope**2 - second[index])
                size = np.sqrt(second[index] / (1 - 0.999**step)) + 1e-8
                weights[index] -= rate * first[index] / (1 - 0.9**step) / size
    return weights


def _slopes(weights: list[np.ndarray], seen: np.ndarray, labels: np.ndarray) -> list[np.ndarray]:
    inner, inner_bias, outer, outer_bias = weights
    hidden = np.maximum(seen @ inner + inner_bias, 0)
    wrong = digits.shares(hidden @ outer + outer_bias)
    wrong[np.arange(len(labels)), labels] -= 1
    wrong /= len(labels)
    back = (wrong @ outer.T) * (hidden > 0)
    return [seen.T @ back + DECAY * inner, back.sum(0), hidden.T @ wrong + DECAY * outer, wrong.sum(0)]


def main() -> None:
    folder, random = Path(sys.argv[1]), np.random.default_rng(0)
    seen, labels = [], []
    for face in FACES:
        path = next(folder.rglob(face))
        for _ in range(SHEETS):
            for glyph, label in glyphs(*sheet(random, path, float(np.exp(random.uniform(*np.log(SIZES)))))):
                seen.append(glyph)
                labels.append(label)
    weights = learnt(digits.features(np.stack(seen).astype(np.float32) / 255), np.array(labels))
    target = ROOT / "parsers" / "pages" / "digits.npz"
    names = ("inner", "inner_bias", "outer", "outer_bias")
    np.savez_compressed(target, **{n: w.astype(np.float16) for n, w in zip(names, weights, strict=True)})
    print(f"{len(seen)} glyphs, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
