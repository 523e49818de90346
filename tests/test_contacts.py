"""Is the contact block read, normalized, and masked for the public by the rule?"""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.normalize import normalize
from parsers.words.contacts import Contact, contact_of, mask, mask_text, read_contact, torn_email

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


def test_a_block_in_one_sentence() -> None:
    text = "地址：安平县为民街18号（邮编：053600）；电话：0318—7521234；传真：０３１８－７５２１２３５；电子邮箱：apslj@163.com；网址：http://www.anping.gov.cn/gk。"
    assert contact_of([text]) == Contact(
        phone="0318-7521234",
        fax="0318-7521235",
        address="安平县为民街18号",
        postcode="053600",
        email="apslj@163.com",
        website="www.anping.gov.cn",
    )


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("联系电话:67222285", "67222285"),
        ("电话：（0318）7521234", "0318-7521234"),
        ("电话：0318 7521234", "0318-7521234"),
        ("联系电话：0318-7521234-801", "0318-7521234-801"),
        ("咨询电话：13812345678", "13812345678"),
        ("服务热线：400-810-1234", "400-810-1234"),
        ("电话0319-8160012转8012", "0319-8160012"),
        ("监督电话：12380", ""),
        ("接听12345热线", ""),
        ("全年接听电话1200次", ""),
    ],
)
def test_phones(text: str, phone: str) -> None:
    assert contact_of([text]).phone == phone


def test_fields_over_several_lines() -> None:
    contact = contact_of(["地址：安平县为民街18号", "电话：0318-7521234", "邮编：053600"])
    assert (contact.address, contact.phone, contact.postcode) == (
        "安平县为民街18号",
        "0318-7521234",
        "053600",
    )


def test_the_provider_of_a_mailbox_is_no_website() -> None:
    assert contact_of(["电子邮箱：apslj@sina.com"]).website == ""


def test_a_mailbox_that_lost_its_at_sign_is_named_not_mended() -> None:
    assert contact_of(["电子邮箱：562170318qq.com"]).email == ""
    assert torn_email(["电子邮箱：562170318qq.com"])
    assert not torn_email(["电子邮箱：apslj@qq.com"])


@pytest.mark.parametrize(
    ("contact", "public"),
    [
        (Contact(phone="13812345678"), Contact(phone="138******78")),
        (Contact(phone="0318-7521234"), Contact(phone="0318-7521234")),
        (Contact(email="zhangsan88@qq.com"), Contact(email="z***@qq.com")),
        (Contact(email="apxslj_bgs@163.com"), Contact(email="apxslj_bgs@163.com")),
        (Contact(email="office@anping.gov.cn"), Contact(email="office@anping.gov.cn")),
        (Contact(address="安平县为民街18号"), Contact(address="安平县为民街18号")),
    ],
)
def test_the_masking_rule(contact: Contact, public: Contact) -> None:
    assert mask(contact) == public
    assert mask(public) == public


def test_running_text_is_masked_by_the_same_rule() -> None:
    assert mask_text("联系人手机13812345678，邮箱zhangsan88@qq.com，电话0318-7521234。") == (
        "联系人手机138******78，邮箱z***@qq.com，电话0318-7521234。"
    )


@pytest.mark.parametrize(
    "text", ["", "电话：", "@" * 50_000, "0" * 100_000, "地址：" * 20_000, "a.b" * 30_000 + "电话"]
)
def test_odd_text_gives_an_empty_contact(text: str) -> None:
    assert contact_of([text]).phone == ""


@pytest.mark.skipif(not SEEDS.exists(), reason="the five seed reports are not here")
def test_the_seed_with_a_contact_block() -> None:
    contact = read_contact(normalize(next(SEEDS.glob("001*")).read_bytes()))
    assert contact == Contact(
        "0954-7012148",
        "0954-7012148",
        "彭阳县兴彭大街559号",
        "756500",
        "sifaju5555@163.com",
        "www.pengyang.gov.cn",
    )
