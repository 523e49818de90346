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

INDICATORS: list[tuple[str, str, str]] = [
    ("", "一、主动公开情况", ""),
    ("published", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    ("published_normative", "其中：主动公开规范性文件数", "条"),
    ("normative_made", "制发规范性文件总数", "件"),
    ("", "（二）通过不同渠道和方式公开政府信息的情况", ""),
    ("published_gazette", "1.政府公报公开政府信息数", "条"),
    ("published_website", "2.政府网站公开政府信息数", "条"),
    ("published_weibo", "3.政务微博公开政府信息数", "条"),
    ("published_wechat", "4.政务微信公开政府信息数", "条"),
    ("published_other", "5.其他方式公开政府信息数", "条"),
    ("", "二、回应解读情况", ""),
    ("responses", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"),
    ("", "（二）通过不同渠道和方式回应解读的情况", ""),
    ("press_conferences", "1.参加或举办新闻发布会总次数", "次"),
    ("press_conferences_head", "其中：主要负责同志参加新闻发布会次数", "次"),
    ("online_interviews", "2.政府网站在线访谈次数", "次"),
    ("online_interviews_head", "其中：主要负责同志参加政府网站在线访谈次数", "次"),
    ("explanations", "3.政策解读稿件发布数", "篇"),
    ("responses_social_media", "4.微博微信回应事件数", "次"),
    ("responses_other", "5.其他方式回应事件数", "次"),
    ("", "三、依申请公开情况", ""),
    ("requests", "（一）收到申请数", "件"),
    ("requests_in_person", "1.当面申请数", "件"),
    ("requests_fax", "2.传真申请数", "件"),
    ("requests_online", "3.网络申请数", "件"),
    ("requests_letter", "4.信函申请数", "件"),
    ("closed", "（二）申请办结数", "件"),
    ("closed_in_time", "1.按时办结数", "件"),
    ("closed_extended", "2.延期办结数", "件"),
    ("answered", "（三）申请答复数", "件"),
    ("answered_already_public", "1.属于已主动公开范围数", "件"),
    ("answered_granted", "2.同意公开答复数", "件"),
    ("answered_partly", "3.同意部分公开答复数", "件"),
    ("answered_denied", "4.不同意公开答复数", "件"),
    ("denied_state_secret", "其中：涉及国家秘密", "件"),
    ("denied_trade_secret", "涉及商业秘密", "件"),
    ("denied_privacy", "涉及个人隐私", "件"),
    ("denied_stability", "危及国家安全、公共安全、经济安全和社会稳定", "件"),
    ("denied_not_information", "不是《条例》所指政府信息", "件"),
    ("denied_other_law", "法律法规规定的其他情形", "件"),
    ("answered_not_competent", "5.不属于本行政机关公开数", "件"),
    ("answered_not_existing", "6.申请信息不存在数", "件"),
    ("answered_correct", "7.告知作出更改补充数", "件"),
    ("answered_elsewhere", "8.告知通过其他途径办理数", "件"),
    ("reviews", "四、行政复议数量", "件"),
    ("reviews_upheld", "（一）维持具体行政行为数", "件"),
    ("reviews_corrected", "（二）被依法纠错数", "件"),
    ("reviews_other", "（三）其他情形数", "件"),
    ("suits", "五、行政诉讼数量", "件"),
    ("suits_upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件"),
    ("suits_corrected", "（二）被依法纠错数", "件"),
    ("suits_other", "（三）其他情形数", "件"),
    ("complaints", "六、举报投诉数量", "件"),
    ("fees_charged", "七、依申请公开信息收取的费用", "万元"),
    ("", "八、机构建设和保障经费情况", ""),
    ("offices", "（一）政府信息公开工作专门机构数", "个"),
    ("reading_rooms", "（二）设置政府信息公开查阅点数", "个"),
    ("staff", "（三）从事政府信息公开工作人员数", "人"),
    ("staff_full_time", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    ("staff_part_time", "2.兼职人员数", "人"),
    (
        "budget",
        "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）",
        "万元",
    ),
    ("", "九、政府信息公开会议和培训情况", ""),
    ("meetings", "（一）召开政府信息公开工作会议或专题会议数", "次"),
    ("trainings", "（二）举办各类培训班数", "次"),
    ("trained", "（三）接受培训人员数", "人次"),
]
"""id, label, unit; a line without an id is a heading inside the table."""

INDICATOR_SUMS = {
    "requests": ["requests_in_person", "requests_fax", "requests_online", "requests_letter"],
    "closed": ["closed_in_time", "closed_extended"],
    "answered": [
        "answered_already_public",
        "answered_granted",
        "answered_partly",
        "answered_denied",
        "answered_not_competent",
        "answered_not_existing",
        "answered_correct",
        "answered_elsewhere",
    ],
    "answered_denied": [
        "denied_state_secret",
        "denied_trade_secret",
        "denied_privacy",
        "denied_stability",
        "denied_not_information",
        "denied_other_law",
    ],
    "reviews": ["reviews_upheld", "reviews_corrected", "reviews_other"],
    "suits": ["suits_upheld", "suits_corrected", "suits_other"],
    "staff": ["staff_full_time", "staff_part_time"],
}
"""A total and its parts; a part that is itself a total stands below it."""
