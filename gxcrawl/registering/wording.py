"""What kept a page away, or a family from reading it, in words for a person; the code of it stays beside them."""

from __future__ import annotations

WORDS = (
    ("refused_robots_denied", "robots.txt does not allow it"),
    ("refused_robots_unknown", "whether robots.txt allows it is not known, so it was not asked for"),
    ("refused_private_address", "its name leads to an address inside a private network"),
    ("refused_foreign_host", "it leads to a host that is neither registered nor .gov.cn"),
    ("refused_", "the crawler may not go there"),
    ("timeout", "no answer from here in time, which says nothing about other places"),
    ("dns", "the name of the host is not known from here"),
    ("connection_refused", "the host refuses connections"),
    ("tls.", "no trusted encrypted connection"),
    ("truncated", "the answer broke off before its end"),
    ("not_packed_as_told", "the answer is not compressed in the way it says"),
    ("too_large", "the answer is too large"),
    ("waf.", "a firewall answered in its place"),
    ("geo_suspect", "refused, probably by place"),
    ("blocked.status", "the server refuses"),
    ("captcha", "a captcha stands before it"),
    ("throttle", "asked too often"),
    ("soft404", "the page says that it is not there"),
    ("js_shell", "a script draws the page: its list has an address of its own, which the script asks for"),
    ("needs_postback", "its pages are turned by sending a form (ASP.NET), which is not followed"),
    ("no_rows", "no rows of a list were found on it"),
    ("status_404", "there is no such page"),
    ("status_410", "there is no such page any more"),
    ("declared_exceeds_reachable", "it says that there is more than its pages show"),
    ("window_capped", "its pages end where such systems cut lists off"),
    ("paging_ignored", "page 1 came again in place of page 2"),
    ("page_mismatch", "another page came than was asked for"),
    ("moved_during_walk", "it changed twice while it was read"),
    ("pager_unread", "it goes on in a way that is not known"),
    ("rows_without_address", "some of its rows lead nowhere without their script"),
    ("layout_unknown", "no rows were found, and nothing says that there are none"),
    ("too_many_redirects", "it was sent on too often"),
    ("empty", "it is empty"),
    ("not_a_page", "it is a file, not a page"),
)


def in_words(reason: str) -> str:
    """`reason` with what it means, where it is known."""
    meaning = next((words for start, words in WORDS if reason.startswith(start)), "")
    return f"{meaning} ({reason})" if meaning else reason
