"""A thread's posts stand on one page: what numbers them there tells them apart."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.normalize.url import canonical


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(
        ["top", "comments", "xtor=RSS-31", "more-812", ":~:text=quay", "ixzz4Kf2", ".U2fYd7"]
    ),
    st.from_regex(r"[a-lvwyz]{0,9}-?[0-9]{1,9}([.-][0-9a-f]{1,4}){0,2}", fullmatch=True),
)
def test_what_numbers_a_post_on_a_page_tells_it_from_others_and_no_other_fragment_does(
    part: str, post: str
) -> None:
    page = "https://example.org/thread/7"
    assert canonical(f"{page}#{part}") == page
    assert canonical(f"{page}/#{post}") == f"{page}#{post}"
