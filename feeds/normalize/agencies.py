"""News agencies: canonical short name, and the names their credits use, in the scripts they use.

To add one, add a line: short name, then every spelling; those that are also everyday words or
abbreviations of other things count only in the credit positions that ``dateline``, ``creditline`` and
``byline`` look at, which are the only places this table is used.
"""

from __future__ import annotations

import re

from feeds.normalize.spellings import letters, one_of
from feeds.text import fold

AGENCIES: tuple[tuple[str, ...], ...] = (
    (
        "MAP", "Maghreb Arabe Presse", "Agence Maghreb Arabe Presse", "Maghreb Arab Press", "Moroccan News Agency",
        "و م ع", "ومع", "و.م.ع", "وكالة المغرب العربي للأنباء",
    ),
    (
        "AFP", "Agence France-Presse", "فرانس برس", "أ ف ب", "أ.ف.ب", "ا ف ب", "أف ب", "وكالة فرانس برس", "法新社",
        "АФП", "AFP時事", "AFPBB News",
    ),
    (
        "Reuters", "Thomson Reuters", "Reuters Staff", "رويترز", "وكالة رويترز",
        "Reuters Breakingviews", "Рейтер", "Ρόιτερς", "רויטרס", "路透", "路透社", "ロイター", "로이터",
    ),
    (
        "AP", "Associated Press", "The Associated Press", "أ ب", "أسوشيتد برس", "اسوشيتد برس",
        "美联社", "美聯社", "AP通信",
    ),
    ("EFE", "Agencia EFE", "إفي"),
    ("DPA", "dpa", "Deutsche Presse-Agentur", "د ب أ", "د.ب.أ", "德新社"),
    ("ANSA", "آنسا"),
    ("AGI", "Agenzia Italia"),
    ("Adnkronos",),
    (
        "APS", "Algérie Presse Service", "Algerie Presse Service", "وأج", "واج", "وكالة الأنباء الجزائرية",
        "Agence de Presse Sénégalaise",
    ),
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
    ("NINA", "National Iraqi News Agency", "نينا"),
    ("WAFA", "Palestine News Agency", "وفا", "وكالة وفا"),
    ("SUNA", "Sudan News Agency", "سونا"),
    ("LANA", "Libyan News Agency", "وال", "وكالة الأنباء الليبية"),
    ("AMI", "Agence Mauritanienne d'Information", "الوكالة الموريتانية للأنباء", "وم أ", "و م أ"),
    ("SABA", "Saba News Agency", "سبأ", "سبأنت", "وكالة سبأ"),
    ("SONNA", "Somali National News Agency", "صونا"),
    ("ADI", "Agence Djiboutienne d'Information"),
    ("Xinhua", "Xinhua News Agency", "Chine nouvelle", "شينخوا", "新华社", "新华"),
    ("TASS", "ТАСС", "تاس", "ИТАР-ТАСС", "塔斯社", "タス通信"),
    ("RIA Novosti", "РИА Новости", "РИА Новости Крым", "Sputnik", "سبوتنيك"),
    ("Interfax", "Интерфакс", "INTERFAX.RU"),
    ("Interfax-Ukraine", "Интерфакс-Украина", "Інтерфакс-Україна"),
    ("Anadolu", "Anadolu Agency", "Anadolu Ajansı", "AA", "الأناضول", "وكالة الأناضول"),
    ("DHA", "Demirören Haber Ajansı"),
    ("İHA", "IHA", "İhlas Haber Ajansı"),
    ("IRNA", "إرنا", "ارنا", "ایرنا", "خبرگزاری ایرنا", "خبرگزاری جمهوری اسلامی"),
    ("ISNA", "إسنا", "ایسنا", "خبرگزاری ایسنا", "خبرگزاری دانشجویان ایران"),
    ("PTI", "Press Trust of India", "PTI-Bhasha", "भाषा", "पीटीआई", "पीटीआई-भाषा"),
    ("ANI", "Asian News International", "एएनआई"),
    ("IANS", "Indo-Asian News Service", "आईएएनएस"),
    ("APP", "Associated Press of Pakistan"),
    ("Kyodo", "Kyodo News", "共同通信", "共同通信社", "共同", "共同社"),
    ("Jiji", "Jiji Press", "時事通信", "時事通信社", "時事"),
    ("Yonhap", "Yonhap News Agency", "연합뉴스", "聯合ニュース", "韩联社", "韓聯社"),
    ("Newsis", "뉴시스"),
    ("News1", "뉴스1"),
    ("CNS", "China News Service", "中新社", "中国新闻社", "中新网", "中新網"),
    ("People's Daily Online", "人民网"),
    ("CNA", "Central News Agency", "中央社", "中央通訊社", "Cyprus News Agency"),
    ("KCNA", "Korean Central News Agency", "조선중앙통신"),
    ("Bernama",),
    ("Antara",),
    ("TNA", "Thai News Agency", "สำนักข่าวไทย"),
    ("Agence Kampuchea Presse",),  # not AKP: a party
    ("KPL", "Lao News Agency"),
    ("Montsame", "МОНЦАМЭ"),
    ("VNA", "Vietnam News Agency", "TTXVN", "Thông tấn xã Việt Nam"),
    ("Lusa", "Agência Lusa", "Agência de Notícias de Portugal"),
    ("Belga", "Agence Belga"),
    ("ANP",),
    ("APA", "Austria Presse Agentur"),
    ("KNA", "Katholische Nachrichten-Agentur", "Kenya News Agency"),
    ("epd", "Evangelischer Pressedienst"),
    ("SID", "Sport-Informations-Dienst"),
    ("dpa-AFX", "dpa-AFX Broker"),
    ("Keystone-ATS", "ATS", "SDA", "ats", "sda", "Keystone-SDA", "Keystone-SDA-ATS", "Keystone"),
    ("AWP", "awp", "awp Finanznachrichten"),
    ("Agefi-Dow Jones", "Agefi"),
    ("AOF", "Agence Option Finance"),
    ("Alliance News",),
    ("PAP", "Polska Agencja Prasowa"),
    ("ČTK", "CTK"),
    ("MTI",),
    ("TT", "TT Nyhetsbyrån"),
    ("NTB",),
    ("Ritzau", "ritzau"),
    ("STT", "STT-Lehtikuva"),
    ("UPI", "United Press International"),
    ("PA", "PA Media", "Press Association"),
    ("AAP", "Australian Associated Press"),
    ("CP", "La Presse canadienne", "The Canadian Press", "Canadian Press"),
    ("Europa Press",),
    ("Agência Brasil", "Agencia Brasil"),
    ("Andina", "Agencia Andina"),
    ("AIM", "Agência de Informação de Moçambique"),
    ("ANGOP", "Angop", "Agência Angola Press"),
    ("Inforpress",),
    ("Folhapress",),
    ("Estadão Conteúdo", "Agência Estado"),
    ("Télam", "Telam"),
    ("Notimex",),
    ("Prensa Latina",),
    ("ACN", "Agencia Cubana de Noticias", "Cuban News Agency"),
    ("AVN", "Agencia Venezolana de Noticias"),
    ("ABI", "Agencia Boliviana de Información"),
    ("Agencia IP",),
    ("Bloomberg", "Bloomberg News", "بلومبرغ", "彭博社", "ブルームバーグ"),
    ("Dow Jones", "Dow Jones Newswires"),
    ("NAN", "News Agency of Nigeria"),
    ("GNA", "Ghana News Agency"),
    ("ENA", "Ethiopian News Agency"),
    ("PANA", "Panapress"),
    ("AIP", "Agence Ivoirienne de Presse"),
    ("ABP", "Agence Bénin Presse", "Agence Burundaise de Presse"),
    ("ACP", "Agence Congolaise de Presse"),
    ("ACI", "Agence Congolaise d'Information"),
    ("ATOP", "Agence Togolaise de Presse"),
    ("AIB", "Agence d'Information du Burkina"),
    ("AGP", "Agence Gabonaise de Presse", "Agence Guinéenne de Presse"),
    ("AMAP", "Agence Malienne de Presse"),
    ("APAnews", "APA News", "Agence de Presse Africaine"),
    ("LINA", "Liberia News Agency"),
    ("New Ziana", "Ziana"),
    ("NAMPA", "Nampa", "Namibia Press Agency"),
    ("BOPA", "Botswana Press Agency"),
    ("SAnews", "SAnews.gov.za"),
    ("ZANIS", "Zambia News and Information Services"),
    ("UNI", "United News of India", "वार्ता", "यूनीवार्ता"),
    ("Hindusthan Samachar", "हिन्दुस्थान समाचार", "हि.स", "हि.स."),
    ("BSS", "Bangladesh Sangbad Sangstha", "বাসস"),
    ("UNB", "United News of Bangladesh", "ইউএনবি"),
    ("Rastriya Samachar Samiti", "रासस"),
    ("BTA", "Bulgarian News Agency", "БТА"),
    ("ANA-MPA", "Athens-Macedonian News Agency", "ΑΠΕ-ΜΠΕ"),
    ("Agerpres",),
    ("HINA", "Hina"),
    ("STA", "Slovenian Press Agency", "Slovenska tiskovna agencija"),
    ("SRNA", "Srna", "СРНА"),
    ("FENA", "Fena"),
    ("MIA", "МИА"),
    ("ATA", "ATSH", "Albanian Telegraphic Agency"),
    ("BNS", "Baltic News Service"),
    ("LETA",),
    ("ELTA",),
    ("Moldpres",),
    ("BGNES", "БГНЕС"),
    ("Tanjug", "Танјуг"),
    ("Ukrinform", "Укринформ", "Укрінформ"),
    ("BelTA", "БелТА", "БЕЛТА"),
    ("UNIAN", "УНИАН", "УНІАН"),
    ("Rosbalt", "Росбалт"),
    ("Kazinform", "Казинформ", "Қазақпарат"),
    ("Kabar", "Кабар"),
    ("AKIpress",),
    ("UzA", "УзА", "ЎзА"),
    ("Khovar", "Ховар"),
    ("Azertac", "Азертадж", "Azərtac"),
    ("Trend", "Trend News Agency", "Тренд"),
    ("Armenpress", "Арменпресс"),
    ("TASR",),
    ("Mehr News", "MNA", "Mehr News Agency", "مهر", "خبرگزاری مهر"),  # not bare: German for “more”
    ("Tasnim", "Tasnim News Agency", "تسنيم", "تسنیم", "خبرگزاری تسنیم"),
    ("Fars", "Fars News Agency", "FNA", "فارس", "خبرگزاری فارس"),
    ("ILNA", "ایلنا"),
    ("IQNA", "ایکنا"),
    ("Bakhtar", "Bakhtar News Agency", "باختر"),
    ("Pajhwok", "Pajhwok Afghan News", "پژواک"),
    ("Askanews", "askanews"),
    ("Fides", "Agenzia Fides"),
    ("Italpress",),
    ("Teleborsa",),
    ("Radiocor", "Il Sole 24 Ore Radiocor"),
    ("Agenzia Dire", "DIRE"),
    ("Agenzia Nova",),
    ("Hibya",),
    # Who carries what others give out.
    ("PR Newswire", "PRNewswire"),
    ("GlobeNewswire", "Globe Newswire"),
    ("Business Wire", "BusinessWire"),
    ("CNW", "CNW Group", "CNW Telbec", "Canada Newswire"),
    ("Accesswire", "ACCESS Newswire"),
    ("Newsfile", "Newsfile Corp", "Newsfile Corp."),
    ("ACN Newswire",),
    ("JCN Newswire",),
    ("Media OutReach", "Media OutReach Newswire"),
    ("EQS", "EQS-News", "EQS Newswire"),
    ("Cision",),
    ("Marketwired", "Marketwire"),
    ("NewMediaWire",),
    ("Actusnews", "ActusNews Wire"),
    ("ots", "OTS", "news aktuell"),
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
    "Trend",
    "Тренд",
    "DIRE",
    "Agefi",
    "Fars",
    "فارس",
    "مهر",
    "باختر",
    "AIB",
    "ACI",
    "ADI",
    "SID",
    "AIP",
    "ACP",
    "ABI",
    "ATA",
    "MIA",
    "МИА",
    "STA",
    "Srna",
    "Fena",
    "Cision",
}
# First names and words, but where they are written as initials: Mia says what she thinks.
_IN_CAPITALS = {
    "ABI",
    "ACI",
    "ADI",
    "ATA",
    "CISION",
    "DIRE",
    "ELTA",
    "FARS",
    "FENA",
    "KABAR",
    "LETA",
    "LINA",
    "MIA",
    "NINA",
    "SID",
    "SRNA",
    "STA",
    "TREND",
}
_LONG = 5  # letters: a name, no abbreviation
_GAP = re.compile(r"[\s.\-–_]+")
_APART = r"[\s.\-]*"  # between the words of a name


def _key(name: str) -> str:
    return _GAP.sub(" ", fold(name)).strip(" ،,()[]/*:")


_SPELLINGS = {name for names in AGENCIES for name in names}
_BY_NAME = {_key(name): names[0] for names in AGENCIES for name in names}


def find(name: str) -> str | None:
    """The canonical short name of the agency so called, or None; points and hyphens do not matter.

    >>> find("Agence France Presse"), find("رويترز"), find("nobody")
    ('AFP', 'Reuters', None)
    """
    key = _key(name)
    found = _BY_NAME.get(key)
    written = key.upper() not in _IN_CAPITALS or name.strip(" ()[]/") in _SPELLINGS
    return found if written else None


_DOUBTFUL = {_key(name) for name in _AMBIGUOUS}


def is_spelled(name: str) -> bool:
    """Whether a name is an agency's as it writes itself, and no word besides.

    >>> is_spelled("dpa"), is_spelled("SPA"), is_spelled("spa"), is_spelled("Petra")
    (True, True, False, False)
    """
    return name in _SPELLINGS and _key(name) not in _DOUBTFUL


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


def pattern(*, alone: bool = False, any_case: bool = False, script: str = "") -> str:
    """A regular expression of every spelling, longest first.

    ``alone`` leaves out those that mean something else where no bracket sets them off, ``any_case`` those that do
    in small letters, for where case is not minded. ``script``, a class of characters, takes only those that begin
    with one, for forms that are one script's. Longer names may be in capitals.
    """
    every = {name for names in AGENCIES for name in names} - (_AMBIGUOUS if alone else set())
    if script:
        every = {name for name in every if re.match(script, name)}
    if any_case:
        every = {name for name in every if name.upper() not in _IN_CAPITALS}
    every |= {name.upper() for name in every if len(name) >= _LONG}
    return one_of(_parts(name) for name in every)


def _parts(name: str) -> list[str]:
    """The letters of a name, and between its words what may stand there."""
    first, *others = _GAP.split(name)
    return letters(first) + [part for word in others for part in (_APART, *letters(word))]
