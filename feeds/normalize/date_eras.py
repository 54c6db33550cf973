"""Dates of East Asia that count years otherwise or say day and month in their own order, as ISO 8601 has them.

二〇二四年三月七日                         figures in words
令和6年3月7日                             the sixth year of an emperor's reign
民國113年3月7日                           the 113th of the Republic of China
วันพฤหัสบดีที่ 7 มีนาคม พ.ศ. 2567 เวลา 10.30 น.   the Buddhist era, 543 years ahead of ours
Thứ Năm, ngày 7 tháng 3 năm 2024          month three
목, 07 3월 2024 10:30:00 +0900             a mail's date, as Java and PHP print it in Korean
"""

from __future__ import annotations

import re

from feeds.text import fold

# The year before the first of each reign or era that dates on the web may name.
_BEFORE = {"令和": 2018, "平成": 1988, "昭和": 1925, fold("民國"): 1911}
_REIGN = re.compile(rf"(?:{fold('中華')})?({'|'.join(_BEFORE)})\s?(元|\d{{1,3}})\s?年")
_DIGITS = {sign: str(number) for number, sign in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_IN_WORDS = re.compile(
    "([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_AHEAD = 543
_THAI_MONTHS = """
มกราคม ม.ค.|กุมภาพันธ์ ก.พ.|มีนาคม มี.ค.|เมษายน เม.ย.|พฤษภาคม พ.ค.|มิถุนายน มิ.ย.
กรกฎาคม ก.ค.|สิงหาคม ส.ค.|กันยายน ก.ย.|ตุลาคม ต.ค.|พฤศจิกายน พ.ย.|ธันวาคม ธ.ค.
"""
_THAI_MONTH = {
    fold(name): number
    for number, names in enumerate(_THAI_MONTHS.strip().replace("\n", "|").split("|"), 1)
    for name in names.split()
}
_THAI_FIGURES = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_THAI_DAYS = "|".join(map(fold, ("จ", "อ", "พ", "พฤ", "ศ", "ส", "อา")))  # Monday first
_THAI = re.compile(
    rf"(?:(?:{fold('วัน')}[^\d]{{2,24}}?|[^\d]{{2,24}}?{fold('ที่')}\s?|(?:{_THAI_DAYS})\.,?)\s?)?"
    rf"(?P<d>\d{{1,2}})\s?(?P<mn>{'|'.join(map(re.escape, _THAI_MONTH))})\s?"
    rf"(?:(?:{fold('พ.ศ.')}|{fold('ค.ศ.')})\s?)?(?P<y>25\d\d|20\d\d|[5-9]\d(?!\d))"
    rf"(?:[\s,-]{{1,3}}(?:{fold('เวลา')}\s?)?(?P<h>\d{{1,2}})[.:](?P<mi>\d\d)(?P<s>:\d\d)?(?:\s?น\.?)?"
    r"(?P<z>\s?(?:[+-]\d\d:?\d\d|gmt|utc))?)?$"
)
# The order of mails (RFC 822) with the names of the East: 四, 07 三月 2024; Java's Japanese has 木, 07 3 2024.
DAYS_OF_EAST = "|".join(map(fold, "月火水木金土日월화수목금토일一二三四五六"))
_MAILED = re.compile(
    rf"(?:(?P<wd>(?:星期|周|週)?(?:{DAYS_OF_EAST})(?:曜日|{fold('요일')})?,?\s)|[a-z]{{3}},?\s)?(?P<d>\d{{1,2}})\s"
    r"(?:(?P<mo>\d{1,2})(?:\s?[月월]|(?(wd)(?=\s)|(?!)))|(?P<words>[一二三四五六七八九十]{1,2})月)\s(?P<y>\d{4})(?=\s|$)"
)
# Thứ Năm, 7 …   T5, 07/03/2024; not Thu 2 May 2024, which is English.
_VIETNAMESE_DAY = re.compile(
    r"(?:thu (?:hai|ba|tu|nam|sau|bay)\b|(?:thu |th |t)[2-7](?=[\s,]{1,3}(?:ngay )?\d)|cn\b|chu nhat\b)[\s,]{0,3}"
)
_VIETNAMESE_HOUR = re.compile(r"(?:luc )?(\d{1,2}:\d\d(?::\d\d)?),? (?=\D|\d{1,2} )")
_VIETNAMESE = re.compile(
    r"(?:ngay )?(?P<d>\d{1,2}) (?:thang|thg) (?P<mo>\d{1,2})(?:,| nam|, nam)? (?P<y>\d{4})(?:[\s,-]{1,3}(?=\d))?"
)


def of_reigns(text: str) -> str:
    """A folded date with the years of reigns and of the Buddhist era as ours; any other as it is.

    >>> of_reigns("令和6年3月7日")
    '2024年3月7日'
    >>> of_reigns("四, 07 三月 2024 10:30:00 +0800")
    '2024-3-07 10:30:00 +0800'
    """
    text = text.translate(_THAI_FIGURES)
    if mailed := _MAILED.match(text):
        month = mailed["mo"] or _number(mailed["words"])
        return f"{mailed['y']}-{month}-{mailed['d']}{text[mailed.end() :]}"
    text = _IN_WORDS.sub(_in_figures, _REIGN.sub(_of_reign, text))
    found = _THAI.match(text)
    if found is None:
        return text
    year = int(found["y"]) + (2500 if len(found["y"]) == 2 else 0)
    year -= _AHEAD if year > 2500 else 0
    clock = f" {found['h']}:{found['mi']}{found['s'] or ''}{found['z'] or ''}" if found["h"] else ""
    return f"{year}-{_THAI_MONTH[found['mn']]}-{found['d']}{clock}"


def without_vietnamese(text: str) -> str:
    """A folded date without Vietnamese words, which folded are letters of ours; any other as it is.

    >>> without_vietnamese("thu nam, ngay 7 thang 3 nam 2024 10:30")
    '2024-3-7 10:30'
    >>> without_vietnamese("luc 10:30 thu 5, 7 thang 3, 2024")
    '2024-3-7 10:30'
    """
    if (" thang " in text or " thg " in text) and (hour := _VIETNAMESE_HOUR.match(text)):
        text = f"{text[hour.end() :]} {hour[1]}"
    named = _VIETNAMESE_DAY.match(text) if text[:1] in "tc" else None
    text = text[named.end() :] if named else text
    found = _VIETNAMESE.match(text) if " thang " in text or " thg " in text else None
    if found is None:
        return text
    return f"{found['y']}-{found['mo']}-{found['d']} {text[found.end() :]}".rstrip()


def _in_figures(found: re.Match[str]) -> str:
    """A day whose figures are words: 二〇二四年三月七日."""
    year = "".join(_DIGITS[sign] for sign in found[1])
    return f"{year}年{_number(found[2])}月{_number(found[3])}日"


def _number(said: str) -> int:
    """A number below a hundred: 十一, 三十."""
    tens, ten, ones = said.rpartition("十")
    return 10 * int(_DIGITS.get(tens, "1")) * bool(ten) + int(_DIGITS.get(ones, "0"))


def _of_reign(found: re.Match[str]) -> str:
    year = 1 if found[2] == "元" else int(found[2])
    return f"{_BEFORE[found[1]] + year}年"
