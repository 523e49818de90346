"""Are the numbers of a narrative read for what they are, and is nothing else claimed?"""

from __future__ import annotations

import json
import time
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from parsers.document import Place
from parsers.normalize import normalize
from parsers.report import Fact, Section, plain
from parsers.words.channels import platforms, read_channels
from parsers.words.facts import read_facts
from parsers.words.metrics import label_en, metrics, outcomes
from parsers.words.outline import read_sections
from parsers.words.quantities import qualifiers, unit_ids
from parsers.words.titles import read_title
from tests.labelled import MISSED, PAGE, UNSEEN, Sample, page, samples, scores

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
KNOWN = [sample for sample in samples() if sample.file not in {UNSEEN, MISSED}]

MISSING = [sample for sample in samples() if sample.file == MISSED]


def read(
    text: str, section: str = "overview", agency: str = "清河县司法局", year: int = 2023
) -> tuple[Fact, ...]:
    return read_facts((Section(section, "一、总体情况", text),), agency, year)


@pytest.mark.parametrize("sample", KNOWN, ids=lambda sample: f"{sample.file}: {sample.trap}")
def test_known_sentences(sample: Sample) -> None:
    assert sorted(sample.claims(), key=str) == sorted(sample.facts, key=str)


@pytest.mark.parametrize("sample", MISSING, ids=lambda sample: sample.trap)
def test_what_is_not_yet_understood_is_not_claimed(sample: Sample) -> None:
    claims = sample.claims()
    assert set(claims) < set(sample.facts), "a sentence that is read whole moves to another file"


def test_unseen_sentences_keep_their_score() -> None:
    """A floor, not a target: rules are not tuned for them."""
    total = scores(sample for sample in samples() if sample.file == UNSEEN)[""]
    assert total.right / total.claimed >= 0.95
    assert total.right / total.expected >= 0.9


def test_there_are_enough_traps() -> None:
    assert len(KNOWN) >= 60
    assert all(sample.trap for sample in samples())


def test_the_page_shows_the_scores_of_today() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.labelled --write"


@pytest.mark.skipif(not SEEDS.exists(), reason="the five seed reports are not here")
def test_the_seeds_state_77_facts_and_nothing_else_is_claimed() -> None:
    names = ("metric", "unit", "qualifier", "channel", "subject", "account")
    truth = json.loads((SEEDS / "seed_facts.json").read_text(encoding="utf-8"))
    expected = [
        (
            fact["seed_file"],
            fact["value"],
            fact.get("negation", False),
            fact.get("restatement", False),
            *(fact.get(name) or "" for name in names),
        )
        for fact in truth
    ]
    found: list[tuple[Any, ...]] = []
    for seed in sorted(SEEDS.glob("*.txt")):
        document = normalize(seed.read_bytes())
        title = read_title(document)
        facts = read_facts(read_sections(document), title.agency_name, title.year)
        found += [
            (
                seed.name,
                plain(fact.value),
                fact.negated,
                fact.restated,
                *(getattr(fact, name) for name in names),
            )
            for fact in facts
        ]
    assert len(expected) == 77
    assert sorted(found) == sorted(expected)


@pytest.mark.skipif(not SEEDS.exists(), reason="the five seed reports are not here")
def test_seed_facts_stand_under_their_headings() -> None:
    document = normalize(next(SEEDS.glob("001*")).read_bytes())
    facts = read_facts(read_sections(document), "彭阳县司法局", 2023)
    assert {(fact.section, fact.heading) for fact in facts} >= {
        ("overview", "一、总体情况/（二）依申请公开"),
        ("overview", "一、总体情况/（三）政府信息管理"),
        ("other", "六、其他需要报告的事项/（二）收取信息处理费情况"),
    }


def test_a_quote_is_found_at_its_place() -> None:
    text = "全年公开信息12条，\n收到政府信息公开申请3件。"
    section = Section("overview", "一、总体情况", text, lines=((0, Place(page=1)), (11, Place(page=2))))
    facts = read_facts((section,), "清河县司法局", 2023)
    assert [(fact.quote, fact.place.page) for fact in facts] == [
        ("全年公开信息12条", 1),
        ("收到政府信息公开申请3件", 2),
    ]
    assert all(fact.quote in text for fact in facts)


def test_the_same_number_twice_is_marked() -> None:
    facts = read("收到政府信息公开申请3件。", "overview") + read(
        "收到政府信息公开申请3件。本年度收到政府信息公开申请3件。", "other"
    )
    assert [fact.restated for fact in facts] == [False, False, True]


def test_what_an_absent_unit_and_a_repeating_word_imply() -> None:
    zero, whole, part = (
        *read("未收到政府信息公开申请。"),
        *read("被申请行政复议2件（均为结果维持），涉及信息公开。"),
    )
    assert (zero.unit, zero.implied) == ("件", "unit")
    assert (whole.implied, part.metric, part.implied) == ("", "行政复议:结果维持", "value")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "无",
        "无。",
        "0 0 0 0 0 0 0",
        "12条",
        "条件个次",
        "，" * 10_000,
        "（" * 10_000,
        "其中" * 10_000,
        "未" * 10_000,
        "“" * 10_000,
        "《" * 5_000 + "12条",
        "二〇" * 5_000,
        "政府資訊公開12條，微信公眾號發布",
        "ۋە 12 条 བོད 3件",
        "a" * 200_000,
    ],
)
def test_odd_text_gives_few_facts_and_no_exception(text: str) -> None:
    assert len(read(text)) <= 1


LONG = {
    "one sentence": "法律服务类16条、",
    "sentences": "全年公开信息32条，其中政策类12条；微信公众号883条。",
    "commas": "依托县政府门户网站、微信公众号等平台，",
    "digits": "1234567890",
    "Chinese digits": "一百二十三万",
    "negations": "未收到申请，",
    "brackets": "（“《",
    "verbs": "发布公开推送",
}


@pytest.mark.parametrize("unit", LONG.values(), ids=LONG.keys())
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    """Eight times the text may take eight times as long, and twice that for a busy machine, not 64 times."""

    def cost(count: int) -> int:
        best = 10**18
        for _ in range(3):
            start = time.process_time_ns()
            read(unit * count)
            best = min(best, time.process_time_ns() - start)
        return best

    small = 8_000 // len(unit)
    assert cost(8 * small) < 24 * cost(small) + 5_000_000


# The vocabulary.


def test_every_metric_has_both_labels_and_known_units() -> None:
    units = {*unit_ids(), ""}
    for metric in metrics().values():
        assert metric.label_en, metric.id
        assert metric.units <= units, metric.id
        assert label_en(metric.id) != metric.id
    assert all(outcome.label_en for outcome in outcomes())
    assert label_en("办理结果:不予公开") == "Requests by outcome: denied"
    assert label_en("发布信息数:政务信息") == "Items published: 政务信息"


def test_every_trap_uses_metrics_of_the_vocabulary() -> None:
    used = {fact[0].partition(":")[0] for sample in samples() for fact in sample.facts}
    assert all(label_en(metric) != metric for metric in used)


def test_qualifiers_are_those_the_data_dictionary_names() -> None:
    assert set(qualifiers().values()) == {"余", "多", "近", "约", "超", "突破", "至少"}


def test_every_platform_has_both_labels() -> None:
    assert all(platform.label and platform.label_en for platform in platforms().values())


CHANNELS = {
    "及时更新清河县人民政府网站内容": "清河县人民政府网站",
    "通过局门户网站发布": "局门户网站",
    "在区政府门户网站的专区": "区政府门户网站",
    "“清河司法”微信公众号发布": "微信公众号",
    "政务微博发布": "政务微博",
    "和“以案学法”专栏": "“以案学法”专栏",
    "领导干部讲法治专题栏目": "领导干部讲法治专题栏目",
    "村务公示栏": "村务公示栏",
    "“两微一端”": "政务新媒体",
    "政府公报": "政府公报",
    "LED屏": "LED屏",
    "APP": "APP",
}


@pytest.mark.parametrize(("text", "name"), CHANNELS.items())
def test_channels_by_their_names(text: str, name: str) -> None:
    assert name in [channel.name for channel in read_channels(text)]


def test_no_channel_begins_with_a_character_the_vocabulary_leaves_out() -> None:
    """`first` only saves time: every label is found with it."""
    labels = [platform.label for platform in platforms().values()]
    known = list(chain.from_iterable(read_channels(label) for label in labels))
    assert {channel.platform for channel in known} >= set(platforms()) - {"press", "all", "other_platform"}
