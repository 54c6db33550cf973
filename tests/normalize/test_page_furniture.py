"""What stands above and below a text on its page, and lists of other stories in it, go; what the story tells stays."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feeds.normalize.boilerplate import strip_tails
from feeds.normalize.reprinted import fields_of

LEAD = "The two ferries of Saltmarsh will sail again on Monday, the harbour office said."
BODY = "Masons have set new granite along eighty metres of the mole, and divers checked it twice."
FOOT = "Fares stay as they were until the end of April."
FIELDS = fields_of(
    ["Jane Roe"],
    datetime(2024, 3, 7, 10, 30, tzinfo=UTC),
    now=datetime(2024, 3, 7, 12, 0, tzinfo=UTC),
    rubrics=["Harbour"],
    title="Both ferries of Saltmarsh sail again",
    outlet="Harbour Gazette",
)


@pytest.mark.parametrize(
    "head",
    [
        "Share this\nJane Roe\nPosted on March 7, 2024\n3 min read",
        "3 min read\nThu, 03/07/2024 - 10:30\nJane Roe\nAdvertisement",
        "Newsroom Updated March 7, 2024 at 10:30 GMT Listen to this article",
        "Jane Roe | 7 March 2024 | 10:30\nBoth ferries of Saltmarsh sail again",
        "2 hours ago\nShare",
        "Jane Roe | 2 hours ago",
        "Harbour 7 March 2024",
        "an hour ago\nJane Roe · 3 min read",
        "Posted 2 hours ago | Jane Roe",
        "Jane Roe\nIl y a une heure",
        "Jane Roe – vor einer Stunde",
        "Jane Roe, un’ora fa",
        "Jane Roe | منذ ساعتين",
        "آخر تحديث: 07-03-2024 10:30\nاستمع للخبر",
        "Image\nJane Roe\n03/07/2024 - 10:30",
    ],
)
def test_what_a_page_sets_above_a_text_goes_in_whatever_order(head: str) -> None:
    assert strip_tails(f"{head}\n{LEAD}\n{BODY}", FIELDS)[0] == f"{LEAD}\n{BODY}"


def test_a_byline_among_what_stands_above_a_text_stays_for_the_credits() -> None:
    for head in (
        "Share\nBy Al Poe\n7 March 2024\n3 min read",
        "By Al Poe Posted on 7 March 2024",
        "By Al Poe | 3 min read",
        "By Al Poe 2 hours ago",
    ):
        assert strip_tails(f"{head}\n{LEAD}\n{BODY}", FIELDS)[0] == f"By Al Poe\n{LEAD}\n{BODY}"


@pytest.mark.parametrize(
    "label", ["VIDÉO. ", "VIDEO: ", "EN IMAGES - ", "VÍDEO | ", "WATCH: ", "PHOTOS. "]
)
def test_a_label_before_the_first_word_goes(label: str) -> None:
    assert strip_tails(f"{label}{LEAD}\n{BODY}") == (f"{LEAD}\n{BODY}", False)


@pytest.mark.parametrize(
    "lead", ["Video killed the radio star.", "VIDEO REFEREES STRIKE.", "Vidéo. Le mot."]
)
def test_what_only_looks_like_a_label_stays(lead: str) -> None:
    assert strip_tails(f"{lead}\n{BODY}") == (f"{lead}\n{BODY}", False)


@pytest.mark.parametrize(
    "foot",
    [
        "This piece, Both Ferries of Saltmarsh Sail Again, stood first in Harbour Gazette.",
        "Tags\nHarbour\n0 comments",
        "Tags:\nHarbour",
        "Jane Roe\n7 March 2024\nShare",
    ],
)
def test_what_a_page_sets_below_a_text_goes_in_whatever_order(foot: str) -> None:
    assert strip_tails(f"{LEAD}\n{BODY}\n{foot}", FIELDS)[0] == f"{LEAD}\n{BODY}"


def test_credits_among_what_stands_below_a_text_stay() -> None:
    foot = "Share\n(Reuters)\nFollow us on X for more.\nReporting by Al Poe\nFacebook\nX"
    kept = f"{LEAD}\n{BODY}\n(Reuters)\nReporting by Al Poe"
    assert strip_tails(f"{LEAD}\n{BODY}\n{foot}", FIELDS)[0] == kept


def test_read_more_of_a_story_by_its_title_says_that_there_is_more() -> None:
    foot = "Harbour\nRead more about Both ferries of Saltmarsh sail again\n2 comments"
    assert strip_tails(f"{LEAD}\n{BODY}\n{foot}", FIELDS) == (f"{LEAD}\n{BODY}", True)


def test_a_sentence_of_the_story_that_only_speaks_of_such_things_stays() -> None:
    for own in (
        "Both ferries of Saltmarsh sail again, and the harbour is glad of it.",
        "On March 7, 2024 the mole broke.",
        "We use too many words for boats, the harbour office said.",
        "Jane Roe",  # below the text writers sign
        "The harbour",
    ):
        text = f"{LEAD}\n{BODY}\n{own}"
        assert strip_tails(text, FIELDS) == (text, False)


@pytest.mark.parametrize(
    "own",
    [
        "Deadline: 7 March 2024",
        "Coup d’envoi : 7 mars 2024 10:30",
        "Anpfiff: 7. März 2024, 10:30 Uhr",
        "Law published 7 March 2024",
        "Decreto publicado el 7 de marzo de 2024",
        "قرار نشر في 7 مارس 2024",
    ],
)
def test_a_day_that_is_of_what_the_story_tells_stays(own: str) -> None:
    for text in (f"{own}\n{LEAD}\n{BODY}", f"{LEAD}\n{BODY}\n{own}"):
        assert strip_tails(text, FIELDS) == (text, False)


@pytest.mark.parametrize(
    "own",
    [
        "Out of reach for an hour were:\nFacebook\nWhatsApp",
        "These four boats are for sale:\nGull\nHarbour",
        "The five words of the year were:\n#storm\n#mole",
        "The next one sails on:\n7 March 2024",
        "Boat of the year\n#1",
    ],
)
def test_a_list_that_the_story_announces_stays(own: str) -> None:
    text = f"{LEAD}\n{BODY}\n{own}"
    assert strip_tails(text, FIELDS) == (text, False)
    assert strip_tails(f"{text}\nShare this story", FIELDS) == (text, False)


@pytest.mark.parametrize(
    "heading",
    ["Related stories", "You may also like", "À lire aussi", "Lo más leído", "مقالات ذات صلة"],
)
def test_the_titles_below_a_heading_for_other_stories_go_with_it(heading: str) -> None:
    listed = f"{heading}\nFive islands worth a winter visit\nWhy the mole broke"
    assert strip_tails(f"{LEAD}\n{listed}\n{BODY}")[0] == f"{LEAD}\n{BODY}"
    assert strip_tails(f"{LEAD}\n{BODY}\n{listed}\n(Reuters)")[0] == f"{LEAD}\n{BODY}\n(Reuters)"


@pytest.mark.parametrize(
    "own",
    [
        "“We sail again,” she said. “At last.”\n“Nobody was hurt.”",
        "नौकाएँ हर घंटे चलेंगी।\nकोई घायल नहीं हुआ।",
        "کشتیاں ہر گھنٹے چلیں گی۔\nکوئی زخمی نہیں ہوا۔",
    ],
)
def test_sentences_below_the_titles_of_other_stories_stay(own: str) -> None:
    text = f"{LEAD}\nAlso read\nWhy the mole broke\n{own}\n{BODY}"
    assert strip_tails(text)[0] == f"{LEAD}\n{own}\n{BODY}"


def test_where_paragraphs_end_without_a_stop_no_titles_are_told_from_them() -> None:
    told = "ستبحر العبارتان من جديد يوم الاثنين كما قال مكتب الميناء لسكان الجزيرة وزوارها من البر"
    text = f"{told} {told}\nاقرأ أيضا\nلماذا انكسر الرصيف\nولم يصب أحد بأذى\n{told} {told}"
    assert strip_tails(text)[0] == text


def test_notices_below_the_titles_of_other_stories_are_no_titles() -> None:
    titles = "Five winters\nThe mole\nIslands by boat\nFares from 1900"
    page = f"{LEAD}\n{BODY}\nRelated stories\n{titles}\nShare on Facebook\nShare on X\n{FOOT}"
    assert strip_tails(page)[0] == f"{LEAD}\n{BODY}\nShare on Facebook\nShare on X\n{FOOT}"


def test_read_more_below_each_item_of_a_review_heads_no_list() -> None:
    review = f"{LEAD}\nRead more\nFive islands worth a winter visit\n{BODY}\nRead more\nWhy the mole broke\n{FOOT}"
    assert strip_tails(review)[0] == review


def test_a_text_that_is_lists_of_stories_stays() -> None:
    titles = "\n".join(f"What the harbour of island number {n} told us" for n in range(9))
    for page in (
        f"Our year\nTop stories\n{titles}\n{FOOT}",
        f"{LEAD}\nTop stories\n{titles}\n{BODY}",
        f"{FOOT}\nTop stories\n{titles[:130]}\n{FOOT}\nMost read\n{titles[:130]}\n{FOOT}",
    ):
        assert strip_tails(page)[0] == page
