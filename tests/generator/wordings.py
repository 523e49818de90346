"""The same tables in the words of another office: cut, polluted, respaced, shortened, in the other script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.generator.sheets import Article, Sheet, Slot

SHORT = {
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.逾期不补正",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.逾期不缴费",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开",
    "5.要求行政机关确认或重新出具已获取信息": "5.要求确认或重新出具已获取信息",
    "2.其他法律行政法规禁止公开": "2.其他法律、行政法规禁止公开",
    "4.保护第三方合法权益": "4.保护第三方合法权益的",
    "社会公益组织": "社会公益团体",
    "行政规范性文件": "规范性文件",
}
CUT = {
    "现行有效件数": "现行有效件",
    "本年处理决定数量": "本年处理决定数",
    "本年制发件数": "制发件数",
    "2.其他法律行政法规禁止公开": "2.其他法律行政止公开",
    "本年增/减": "本年增/",
    "本年新制作数量": "本年新",
}
ALIASES = {
    "自然人": ["公民", "个人", "自然人"],
    "商业企业": ["企业", "商业"],
    "科研机构": ["科研", "科研院所"],
    "社会公益组织": ["社会组织", "公益性组织"],
    "法律服务机构": ["法律机构", "法律服务"],
    "其他": ["其它", "其他组织"],
    "总计": ["合计", "总计"],
}
"""Names of the columns of table 三; as its rows 其他 and 总计 are called the same, only headers take them."""
EXPLAINED = {
    "规章": "规章（设区的市、自治州人民政府填写）",
    "规范性文件": "规范性文件（以“规定”“办法”“细则”等为名的文件，规章除外）",
    "行政许可": "行政许可（不含行政处罚）",
    "其他对外管理服务事项": "其他对外管理服务事项（行政许可以外的事项，如行政确认、行政处罚、行政强制、行政检查以及公共服务）",
    "上一年项目数量": "上一年项目数量（指上年末的事项数）",
    "本年增/减": "本年增/减（指本年增加或减少的事项数，减少的填负数，如-8）",
    "处理决定数量": "处理决定数量（指全年办件量）",
    "政府集中采购": "政府集中采购（含行政许可、行政处罚文书印制）",
}
MISSPELT = {
    "商业企业": "商叶单位",
    "科研机构": "科学研究",
    "社会公益组织": "社会公盖组识",
    "法律服务机构": "法津服务机构",
}
CUT_ALIKE = {"本年新制作数量": "本年新", "本年新公开数量": "本年新"}
TRADITIONAL = str.maketrans(
    "规无开总计处罚强决数费关项复议诉讼结维纠审后机构业组织会务团体报诉请举类权护个内过执卷询当补没现单据对为与达",
    "規無開總計處罰強決數費關項複議訴訟結維糾審後機構業組織會務團體報訴請舉類權護個內過執卷詢當補沒現單據對為與達",
)


def _reword(article: Article, change: dict[str, str]) -> Article:
    def each(sheet: Sheet) -> Sheet:
        return replace(sheet, slots=tuple(replace(s, text=change.get(s.text, s.text)) for s in sheet.slots))

    return article.map(each)


def _relabel(article: Article, change: Callable[[str], str]) -> Article:
    def slot(slot: Slot) -> Slot:
        return slot if slot.kind == "figure" else replace(slot, text=change(slot.text))

    return article.map(lambda sheet: replace(sheet, slots=tuple(slot(s) for s in sheet.slots)))


def shortened(article: Article, random: Random) -> Article:
    return _reword(article, SHORT)


def cut(article: Article, random: Random) -> Article:
    return _reword(article, CUT)


def cut_alike(article: Article, random: Random) -> Article:
    """Two names of neighbouring columns lost their second line, and what is left is the same."""
    return _reword(article, CUT_ALIKE)


def explained(article: Article, random: Random) -> Article:
    """The office that collects the reports wrote into the labels what is to be filled in."""
    return _reword(article, EXPLAINED)


def aliases(article: Article, random: Random) -> Article:
    """The kinds of applicants by other names."""

    def slot(slot: Slot) -> Slot:
        names = ALIASES.get(slot.text, []) if slot.kind == "header" else []
        return replace(slot, text=random.choice(names)) if names else slot

    def each(sheet: Sheet) -> Sheet:
        return replace(sheet, slots=tuple(map(slot, sheet.slots))) if sheet.name == "requests" else sheet

    return article.map(each)


def misspelt(article: Article, random: Random) -> Article:
    """One kind of organisation that no dictionary knows."""
    name, wrong = random.choice(list(MISSPELT.items()))
    return _reword(article, {name: wrong})


def polluted(article: Article, random: Random) -> Article:
    """The clerk typed the value into the unit of the header."""
    return _reword(article, {"本年收费金额（单位：万元）": "本年收费金额（单位:0万元）"})


def halfwidth(article: Article, random: Random) -> Article:
    table = str.maketrans("（），：“”", '(),:""')
    return _relabel(article, lambda text: text.translate(table).replace(".", ". "))


def fullwidth(article: Article, random: Random) -> Article:
    table = str.maketrans("12345678.", "１２３４５６７８．")
    return _relabel(article, lambda text: text.translate(table))


def spaced(article: Article, random: Random) -> Article:
    """Short labels spread over their cell, as typists do: 规  章, 结 果 维 持."""
    return _relabel(
        article, lambda text: random.choice([" ", "　", "\u00a0"]).join(text) if len(text) < 9 else text
    )


def traditional(article: Article, random: Random) -> Article:
    return _relabel(article, lambda text: text.translate(TRADITIONAL))


def unnumbered(article: Article, random: Random) -> Article:
    """Numbers and brackets before the labels are gone (they were automatic list numbers)."""
    return _relabel(
        article, lambda text: text.lstrip("一二三四五六七八（）、12345678.") if len(text) > 4 else text
    )
