"""News agencies: canonical short name, and the names their credits use, in the scripts they use.

To add one, add a line: short name, then every spelling; those that are also everyday words or
abbreviations of other things count only in the credit positions that ``dateline``, ``creditline`` and
``byline`` look at, which are the only places this table is used.
"""

from __future__ import annotations

import re

from feeds.text import fold

AGENCIES: tuple[tuple[str, ...], ...] = (
    (
        "MAP", "Maghreb Arabe Presse", "Agence Maghreb Arabe Presse", "Maghreb Arab Press", "Moroccan News Agency",
        "و م ع", "ومع", "و.م.ع", "وكالة المغرب العربي للأنباء",
    ),
    ("AFP", "Agence France-Presse", "فرانس برس", "أ ف ب", "أ.ف.ب", "ا ف ب", "أف ب", "وكالة فرانس برس", "法新社", "АФП"),
    (
        "Reuters", "Thomson Reuters", "Reuters Staff", "رويترز", "وكالة رويترز",
        "Рейтер", "Ρόιτερς", "רויטרס", "路透", "路透社", "ロイター", "로이터",
    ),
    ("AP", "Associated Press", "The Associated Press", "أ ب", "أسوشيتد برس", "اسوشيتد برس", "美联社"),
    ("EFE", "Agencia EFE", "إفي"),
    ("DPA", "dpa", "Deutsche Presse-Agentur", "د ب أ", "د.ب.أ"),
    ("ANSA", "آنسا"),
    ("AGI", "Agenzia Italia"),
    ("Adnkronos",),
    ("APS", "Algérie Presse Service", "Algerie Presse Service", "وأج", "وكالة الأنباء الجزائرية"),
    ("TAP", "Tunis Afrique Presse", "وات", "وكالة تونس إفريقيا للأنباء"),
    ("MENA", "Middle East News Agency", "أ ش أ", "أ.ش.أ", "وكالة أنباء الشرق الأوسط"),
    ("WAM", "Emirates News Agency", "وام", "وكالة أنباء الإمارات"),
    ("SPA", "Saudi Press Agency", "واس", "وكالة الأنباء السعودية"),
    ("QNA", "Qatar News Agency", "قنا", "وكالة الأنباء القطرية"),
    ("KUNA", "Kuwait News Agency", "كونا", "وكالة الأنباء الكويتية"),
    ("BNA", "Bahrain News Agency", "بنا", "وكالة أنباء البحرين"),
    ("ONA", "Oman News Agency", "العمانية", "العُمانية", "وكالة الأنباء العمانية"),
    ("Petra", "Jordan News Agency", "بترا", "وكالة الأنباء الأردنية"),
    ("INA", "Iraqi News Agency", "واع", "وكالة الأنباء العراقية"),
    ("SANA", "Syrian Arab News Agency", "سانا", "وكالة سانا"),
    ("NNA", "National News Agency", "الوكالة الوطنية للإعلام"),
    ("WAFA", "Palestine News Agency", "وفا", "وكالة وفا"),
    ("SUNA", "Sudan News Agency", "سونا"),
    ("LANA", "Libyan News Agency", "وال", "وكالة الأنباء الليبية"),
    ("AMI", "Agence Mauritanienne d'Information", "الوكالة الموريتانية للأنباء"),
    ("SABA", "Saba News Agency", "سبأ", "وكالة سبأ"),
    ("Xinhua", "Xinhua News Agency", "Chine nouvelle", "شينخوا", "新华社", "新华"),
    ("TASS", "ТАСС", "تاس", "ИТАР-ТАСС"),
    ("RIA Novosti", "РИА Новости", "Sputnik", "سبوتنيك"),
    ("Interfax", "Интерфакс", "INTERFAX.RU"),
    ("Interfax-Ukraine", "Интерфакс-Украина", "Інтерфакс-Україна"),
    ("Anadolu", "Anadolu Agency", "Anadolu Ajansı", "AA", "الأناضول", "وكالة الأناضول"),
    ("DHA", "Demirören Haber Ajansı"),
    ("İHA", "IHA", "İhlas Haber Ajansı"),
    ("IRNA", "إرنا", "ایرنا"),
    ("ISNA", "إسنا", "ایسنا"),
    ("PTI", "Press Trust of India", "PTI-Bhasha", "भाषा", "पीटीआई", "पीटीआई-भाषा"),
    ("ANI", "Asian News International", "एएनआई"),
    ("IANS", "Indo-Asian News Service", "आईएएनएस"),
    ("APP", "Associated Press of Pakistan"),
    ("Kyodo", "Kyodo News", "共同通信", "共同"),
    ("Jiji", "Jiji Press", "時事通信", "時事"),
    ("Yonhap", "Yonhap News Agency", "연합뉴스"),
    ("Newsis", "뉴시스"),
    ("CNS", "China News Service", "中新社", "中国新闻社"),
    ("KCNA", "Korean Central News Agency", "조선중앙통신"),
    ("Bernama",),
    ("Antara",),
    ("VNA", "Vietnam News Agency", "TTXVN", "Thông tấn xã Việt Nam"),
    ("Lusa", "Agência Lusa", "Agência de Notícias de Portugal"),
    ("Belga", "Agence Belga"),
    ("ANP",),
    ("APA", "Austria Presse Agentur"),
    ("Keystone-ATS", "ATS", "SDA", "ats", "sda", "Keystone-SDA", "Keystone-SDA-ATS", "Keystone"),
    ("AWP", "awp", "awp Finanznachrichten"),
    ("PAP", "Polska Agencja Prasowa"),
    ("ČTK", "CTK"),
    ("MTI",),
    ("TT", "TT Nyhetsbyrån"),
    ("NTB",),
    ("Ritzau",),
    ("STT", "STT-Lehtikuva"),
    ("UPI", "United Press International"),
    ("PA", "PA Media", "Press Association"),
    ("AAP", "Australian Associated Press"),
    ("CP", "La Presse canadienne", "The Canadian Press", "Canadian Press"),
    ("Europa Press",),
    ("Agência Brasil", "Agencia Brasil"),
    ("Andina", "Agencia Andina"),
    ("AIM", "Agência de Informação de Moçambique"),
    ("Télam", "Telam"),
    ("Notimex",),
    ("Prensa Latina",),
    ("Bloomberg", "Bloomberg News", "بلومبرغ"),
    ("Dow Jones", "Dow Jones Newswires"),
    ("NAN", "News Agency of Nigeria"),
    ("GNA", "Ghana News Agency"),
    ("ENA", "Ethiopian News Agency"),
    ("PANA", "Panapress"),
    ("UNI", "United News of India", "वार्ता", "यूनीवार्ता"),
    ("BTA", "Bulgarian News Agency", "БТА"),
    ("ANA-MPA", "Athens-Macedonian News Agency", "ΑΠΕ-ΜΠΕ"),
    ("Agerpres",),
    ("HINA", "Hina"),
    ("Tanjug", "Танјуг"),
    ("Ukrinform", "Укринформ", "Укрінформ"),
    ("BelTA", "БелТА"),
    ("Kazinform", "Казинформ"),
    ("Armenpress", "Арменпресс"),
    ("TASR",),
    ("Mehr News", "MNA", "Mehr News Agency"),  # not bare: German for “more”
    ("Tasnim", "Tasnim News Agency"),
    ("Askanews", "askanews"),
    ("Fides", "Agenzia Fides"),
    # Who carries what others give out.
    ("PR Newswire", "PRNewswire"),
    ("GlobeNewswire", "Globe Newswire"),
    ("Business Wire", "BusinessWire"),
    ("CNW", "CNW Group", "CNW Telbec"),
    ("ots", "news aktuell"),
    ("LaPresse",),
    ("PNA", "Philippine News Agency"),
    ("dts", "dts Nachrichtenagentur"),
    ("UNN", "УНН"),
    ("EIN Presswire", "EINPresswire.com", "EINPresswire"),
    ("MDW", "Meridian Wire"),  # invented: the agency of the demo's newsroom
)  # fmt: skip

# Also words or places of their own: at the head of a text they count only in brackets.
_AMBIGUOUS = {
    "Petra",
    "بترا",
    "قنا",
    "بنا",
    "وال",
    "وات",
    "Antara",
    "Saba",
    "سبأ",
    "共同",
    "時事",
    "भाषा",
    "वार्ता",
    "Keystone",
    "Andina",
    "AGI",
    "AIM",
    "Hina",
}
_LONG = 5  # letters: a name, no abbreviation
_GAP = re.compile(r"[\s.\-–_]+")


def _key(name: str) -> str:
    return _GAP.sub(" ", fold(name)).strip(" ،,()[]/*:")


_BY_NAME = {_key(name): names[0] for names in AGENCIES for name in names}


def find(name: str) -> str | None:
    """The canonical short name of the agency so called, or None; points and hyphens do not matter.

    >>> find("Agence France Presse"), find("رويترز"), find("nobody")
    ('AFP', 'Reuters', None)
    """
    return _BY_NAME.get(_key(name))


_DOUBTFUL = {_key(name) for name in _AMBIGUOUS}


def titled(title: str) -> str | None:
    """The canonical short name of the agency that a feed's title is, or None.

    Anybody may call a feed Petra, or Map: what means something else as well names none, nor do initials that are not
    written as such.

    >>> titled("Agence France-Presse"), titled("dpa"), titled("Map"), titled("Petra")
    ('AFP', 'DPA', None, None)
    """
    found, plain = find(title), title.strip()
    if found is None or _key(title) in _DOUBTFUL:
        return None
    initials = found.isupper() and _key(title) == _key(found)
    spelled = plain.isupper() or any(plain in names for names in AGENCIES)
    return found if spelled or not initials else None


def pattern(*, alone: bool = False) -> str:
    """A regular expression of every spelling, longest first.

    ``alone`` leaves out those that mean something else where no bracket sets them off. Longer names may be
    in capitals.
    """
    every = {name for names in AGENCIES for name in names} - (_AMBIGUOUS if alone else set())
    every |= {name.upper() for name in every if len(name) >= _LONG}
    longest_first = sorted(sorted(every), key=len, reverse=True)
    return "|".join(r"[\s.\-]*".join(map(re.escape, _GAP.split(name))) for name in longest_first)
