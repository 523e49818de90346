"""Which body reports, and in which region?"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from parsers.normalize import normalize
from parsers.report import Agency, Finding, Section
from parsers.words import regions
from parsers.words.agencies import agency_of, read_agency
from parsers.words.bodytypes import agency_types, type_of
from parsers.words.outline import Outline
from parsers.words.titles import Title, read_title, split_title

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


def read(
    name: str,
    hint: str = "",
    year: int | None = 2023,
    text: str = "",
    signature: tuple[str, ...] = (),
) -> tuple[Agency, tuple[Finding, ...]]:
    sections = (Section("overview", "一、总体情况", text),)
    return agency_of(Outline((), sections, (), signature), Title("", year, name), hint)


NAMES = [
    # name as printed, region of the channel -> official name, code, level, type
    ("安平县水利局", "", "安平县水利局", "131125", "county", "water"),
    ("洛阳市偃师区司法局", "", "洛阳市偃师区司法局", "410307", "county", "justice"),
    ("偃师区司法局", "", "洛阳市偃师区司法局", "410307", "county", "justice"),
    ("互助县司法局", "", "互助土族自治县司法局", "630223", "county", "justice"),
    ("琼中县财政局", "", "琼中黎族苗族自治县财政局", "469030", "county", "finance"),
    ("信阳司法局", "", "信阳市司法局", "411500", "prefecture", "justice"),
    ("临夏州公安局", "", "临夏回族自治州公安局", "622900", "prefecture", "public_security"),
    ("北京市朝阳区司法局", "", "北京市朝阳区司法局", "110105", "county", "justice"),
    ("吉林省长春市朝阳区教育局", "", "长春市朝阳区教育局", "220104", "county", "education"),
    ("朝阳区司法局", "110000", "北京市朝阳区司法局", "110105", "county", "justice"),
    ("鼓楼区司法局", "320100", "南京市鼓楼区司法局", "320106", "county", "justice"),
    ("鼓楼区司法局", "350102", "福州市鼓楼区司法局", "350102", "county", "justice"),
    ("市人民政府办公室", "429006", "天门市人民政府办公室", "429006", "county", "government_office"),
    ("市司法局", "411528", "信阳市司法局", "411500", "prefecture", "justice"),
    ("县司法局", "411528", "息县司法局", "411528", "county", "justice"),
    ("开封市", "", "开封市人民政府", "410200", "prefecture", "government"),
    ("息县项店镇人民政府", "", "息县项店镇人民政府", "411528", "township", "township"),
    ("城关镇人民政府", "411528", "息县城关镇人民政府", "411528", "township", "township"),
    ("湖南镇人民政府", "330803", "衢州市衢江区湖南镇人民政府", "330803", "township", "township"),
    ("国家税务总局信阳市税务局", "", "国家税务总局信阳市税务局", "411500", "prefecture", "tax"),
    ("西藏审计厅", "", "西藏自治区审计厅", "540000", "province", "audit"),
    ("司法部", "", "司法部", "100000", "country", "justice"),
    ("国家发展和改革委员会", "", "国家发展和改革委员会", "100000", "country", "development_reform"),
    ("某某局", "", "某某局", "", "", "other"),
    ("中华人民共和国黄埔海关", "", "中华人民共和国黄埔海关", "100000", "country", "customs"),
    ("黄埔区财政局", "", "广州市黄埔区财政局", "440112", "county", "finance"),
    ("新疆生产建设兵团", "", "新疆生产建设兵团", "650000", "province", "other"),
    (
        "新疆生产建设兵团第八师石河子市",
        "",
        "新疆生产建设兵团第八师石河子市",
        "659001",
        "county",
        "government",
    ),
    ("新疆生产建设兵团第二师", "", "新疆生产建设兵团第二师", "650000", "prefecture", "other"),
]


@pytest.mark.parametrize(("name", "hint", "full_name", "region", "level", "kind"), NAMES)
def test_names(name: str, hint: str, full_name: str, region: str, level: str, kind: str) -> None:
    agency, findings = read(name, hint)
    assert (agency.name, agency.full_name, agency.region) == (name, full_name, region)
    assert (agency.level, agency.type) == (level, kind)
    assert [finding.check for finding in findings] == ([] if region else ["region_unknown"])


TITLES = list(csv.DictReader((Path(__file__).parent / "samples/agencies/titles.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("row", TITLES, ids=lambda row: f"{row['title']} {row['hint']}")
def test_titles_of_every_province_and_level(row: dict[str, str]) -> None:
    """`region` is the chain of names from the province down; where it and the type are empty, nothing may be decided."""
    year, name = split_title(row["title"])
    agency, findings = read(name, row["hint"], year)
    if not row["type"]:
        assert (agency.region, [finding.check for finding in findings]) == ("", ["region_ambiguous"])
        return
    assert (agency.full_name, agency.level, agency.type) == (row["full_name"], row["level"], row["type"])
    assert "/".join(chain_then(agency.region, year)) == row["region"]


def chain_then(code: str, year: int | None) -> list[str]:
    """The names of a region and those above it, the region's own as it was in that year."""
    named = [region.name for region in regions.load() if region.code == code and region.stood(year)]
    above = [region.name for region in regions.chain(code)] or named
    return [*above[:-1], *named[:1]]


def test_an_ambiguous_name_gets_a_finding_and_no_code() -> None:
    agency, findings = read("朝阳区司法局")
    assert agency.region == ""
    assert [finding.check for finding in findings] == ["region_ambiguous"]
    assert "110105" in findings[0].message


def test_the_text_decides_what_the_channel_does_not() -> None:
    agency, findings = read("鼓楼区司法局", text="按照徐州市人民政府办公室部署，略。")
    assert (agency.region, findings) == ("320302", ())


def test_a_renamed_region_by_the_year_of_the_report() -> None:
    """偃师市 became 偃师区 in March 2021."""
    assert read("偃师市司法局", year=2019)[0].region == "410381"
    assert read("偃师区司法局", year=2021)[0].region == "410307"
    assert [finding.check for finding in read("偃师市司法局", year=2023)[1]] == ["region_abolished"]


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("抚宁县司法局", 2013, "130323"),
        ("抚宁区司法局", 2016, "130306"),
        ("巢湖市教育局", 2009, "341400"),
        ("巢湖市教育局", 2015, "340181"),
        ("梅县水利局", 2012, "441421"),
        ("思南县民政局", 2010, "522225"),
        ("思南县民政局", 2014, "520624"),
        ("和康县财政局", 2025, "653228"),
    ],
)
def test_a_county_by_the_lists_of_its_year(name: str, year: int, code: str) -> None:
    agency, findings = read(name, year=year)
    assert (agency.region, findings) == (code, ())


@pytest.mark.parametrize(
    ("year", "code"), [(2018, "340203"), (2019, "340203"), (2020, "340209"), (2023, "340209")]
)
def test_a_district_that_kept_its_name_and_changed_its_code(year: int, code: str) -> None:
    """弋江区 took in 三山区 in June 2020."""
    agency, findings = read("弋江区司法局", year=year)
    assert (agency.region, findings) == (code, ())


def test_the_signature_names_what_the_title_leaves_out() -> None:
    agency, _ = read("", signature=("安平县水利局（盖章）", "2024年1月12日"))
    assert agency.full_name == "安平县水利局"


def test_the_first_sentence_names_what_nothing_else_does() -> None:
    assert read("", text="2023年，安平县水利局认真落实条例。")[0].name == "安平县水利局"


def test_the_body_that_compiled_the_report() -> None:
    assert read("", text="根据条例要求，安平县民政局编制本报告。")[0].name == "安平县民政局"
    assert read("", text="本报告由安平县南王庄镇人民政府编制。")[0].name == "安平县南王庄镇人民政府"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("按照《安平县人民政府办公室关于2023年度报告编制工作的通知》要求，现报告如下。", ""),
        ("根据条例规定，编制安平县统计局2023年政府信息公开工作年度报告。", "安平县统计局"),
        ("根据条例规定，现公布安平县人民政府2023年政府信息公开工作年度报告。", "安平县人民政府"),
        ("特向社会公布2023年度安平县南王庄镇人民政府信息公开年度报告。", "安平县南王庄镇人民政府"),
        ("结合我局2023年度实际工作情况，公开了我局2023年度预算。", ""),
        ("2023年以来，南庄镇坚持以公开为常态，主动公开信息91条。", "南庄镇"),
        ("本年度报告由安平县统计局围绕2023年度工作情况编制而成。", "安平县统计局"),
        ("如有疑问，请与安平县公安局（地址：永安街6号）联系。", "安平县公安局"),
        ("如有疑问，请与安平县人民政府办公室（地址：永安街6号）联系。", ""),
    ],
)
def test_names_in_the_first_sentences(text: str, name: str) -> None:
    assert read("", text=text)[0].name == name


def test_our_bureau_is_no_name() -> None:
    agency, findings = read("", text="2023年，我局认真落实条例。")
    assert agency.name == ""
    assert [finding.check for finding in findings] == ["agency_unknown"]


def test_title_and_text_name_different_bodies() -> None:
    _, findings = read("安平县水利局", text="现发布《饶阳县水利局2023年政府信息公开工作年度报告》。")
    assert [(finding.check, finding.kind) for finding in findings] == [("agency_conflict", "publisher")]


def test_a_report_on_the_page_of_another_region() -> None:
    _, findings = read("衢州市衢江区湖南镇人民政府", "330303")
    assert [finding.check for finding in findings] == ["agency_outside_channel"]


def test_a_report_for_the_whole_region() -> None:
    assert read("安平县人民政府", text="2023年，全县共收到申请12件。")[0].scope == "region"
    assert read("安平县水利局", text="2023年，全县水利系统有序推进。")[0].scope == "own"


def test_the_members_a_report_for_the_whole_region_names() -> None:
    text = "本报告汇总了安平县发展和改革局、安平县教育局和南王庄镇等单位的数据，由县政府办公室编制。"
    agency, _ = read("安平县人民政府", text=text)
    assert (agency.scope, agency.members) == (
        "region",
        ("安平县发展和改革局", "安平县教育局", "南王庄镇"),
    )
    assert read("安平县人民政府", text="本报告包括总体情况、主动公开、依申请公开等六部分。")[0].members == ()
    assert read("安平县水利局", text="本报告汇总了县河道处、县水库管理处的情况。")[0].scope == "own"


def test_types_are_tried_from_the_narrow_to_the_wide() -> None:
    assert type_of("人民政府办公室") == "government_office"
    assert type_of("人民政府") == "government"
    assert type_of("经济技术开发区管理委员会") == "development_zone"
    assert type_of("幸福街道办事处") == "subdistrict"
    assert all(kind.label and kind.label_en for kind in agency_types())


@pytest.mark.skipif(not SEEDS.exists(), reason="the five seed reports are not here")
def test_seeds() -> None:
    found = []
    for seed in sorted(SEEDS.glob("*.txt")):
        document = normalize(seed.read_bytes())
        agency, findings = read_agency(document, read_title(document))
        found.append((agency.full_name, agency.region, agency.level, agency.type))
        assert not findings
    assert found == [
        ("息县司法局", "411528", "county", "justice"),
        ("彭阳县司法局", "640425", "county", "justice"),
        ("洛阳市偃师区司法局", "410307", "county", "justice"),
        ("信阳市司法局", "411500", "prefecture", "justice"),
        ("互助土族自治县司法局", "630223", "county", "justice"),
    ]
