"""The statutory tables a second time, apart from `parsers/forms`, so that a slip there cannot hide here.

Each row is `(id, label)`, in the order of the official form; a group is a label over several rows.
"""

from __future__ import annotations

Rows = list[tuple[str, str]]

APPLICANTS: Rows = [
    ("natural_person", "自然人"),
    ("business", "商业企业"),
    ("research", "科研机构"),
    ("social", "社会公益组织"),
    ("legal_service", "法律服务机构"),
    ("other_org", "其他"),
    ("total", "总计"),
]

REFUSED: Rows = [
    ("denied_state_secret", "1.属于国家秘密"),
    ("denied_law", "2.其他法律行政法规禁止公开"),
    ("denied_security", "3.危及“三安全一稳定”"),
    ("denied_third_party", "4.保护第三方合法权益"),
    ("denied_internal", "5.属于三类内部事务信息"),
    ("denied_process", "6.属于四类过程性信息"),
    ("denied_enforcement_file", "7.属于行政执法案卷"),
    ("denied_admin_query", "8.属于行政查询事项"),
]
UNAVAILABLE: Rows = [
    ("unavailable_not_held", "1.本机关不掌握相关政府信息"),
    ("unavailable_must_create", "2.没有现成信息需要另行制作"),
    ("unavailable_unclear", "3.补正后申请内容仍不明确"),
]
REJECTED: Rows = [
    ("rejected_petition", "1.信访举报投诉类申请"),
    ("rejected_repeat", "2.重复申请"),
    ("rejected_publication", "3.要求提供公开出版物"),
    ("rejected_excessive", "4.无正当理由大量反复申请"),
    ("rejected_reissue", "5.要求行政机关确认或重新出具已获取信息"),
]
OTHER: Rows = [
    ("other_no_correction", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("other_unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ("other_other", "3.其他"),
]

OUTCOMES: dict[str, list[tuple[str, Rows]]] = {
    "2021": [
        ("（一）予以公开", [("granted", "")]),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", [("granted_partly", "")]),
        ("（三）不予公开", REFUSED),
        ("（四）无法提供", UNAVAILABLE),
        ("（五）不予处理", REJECTED),
        ("（六）其他处理", OTHER),
        ("（七）总计", [("handled", "")]),
    ],
}
OUTCOMES["2019"] = [
    (label, [("other", "")] if label == "（六）其他处理" else rows) for label, rows in OUTCOMES["2021"]
]

DISPUTE_GROUPS: Rows = [
    ("review", "行政复议"),
    ("suit_direct", "未经复议直接起诉"),
    ("suit_after_review", "复议后起诉"),
]
DISPUTE_RESULTS: Rows = [
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
]

Block = tuple[str, str, Rows, Rows]
"""heading of the article, table id, columns, rows."""

DISCLOSURE: dict[str, list[Block]] = {
    "2021": [
        (
            "第二十条第（一）项",
            "rules",
            [("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")],
            [("regulation", "规章"), ("normative_document", "行政规范性文件")],
        ),
        ("第二十条第（五）项", "decisions", [("decided", "本年处理决定数量")], [("licensing", "行政许可")]),
        (
            "第二十条第（六）项",
            "decisions",
            [("decided", "本年处理决定数量")],
            [("penalty", "行政处罚"), ("coercion", "行政强制")],
        ),
        (
            "第二十条第（八）项",
            "fees",
            [("amount_10k_yuan", "本年收费金额（单位：万元）")],
            [("administrative_fee", "行政事业性收费")],
        ),
    ],
    "2019": [
        (
            "第二十条第（一）项",
            "rules",
            [("made", "本年新制作数量"), ("published", "本年新公开数量"), ("public_total", "对外公开总数量")],
            [("regulation", "规章"), ("normative_document", "规范性文件")],
        ),
        (
            "第二十条第（五）项",
            "decisions",
            [("previous_items", "上一年项目数量"), ("change", "本年增/减"), ("decided", "处理决定数量")],
            [("licensing", "行政许可"), ("other_services", "其他对外管理服务事项")],
        ),
        (
            "第二十条第（六）项",
            "decisions",
            [("previous_items", "上一年项目数量"), ("change", "本年增/减"), ("decided", "处理决定数量")],
            [("penalty", "行政处罚"), ("coercion", "行政强制")],
        ),
        (
            "第二十条第（八）项",
            "fees",
            [("previous_items", "上一年项目数量"), ("change", "本年增/减")],
            [("administrative_fee", "行政事业性收费")],
        ),
        (
            "第二十条第（九）项",
            "procurement",
            [("procured_items", "采购项目数量"), ("procured_amount", "采购总金额")],
            [("central_procurement", "政府集中采购")],
        ),
    ],
}
