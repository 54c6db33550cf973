"""Dates in languages that few feeds come in, and beside other peoples' calendars, and those in which
programs say a thing twice or leave a space out: read when nothing else fits.

7 მარტი 2024      07 ಮಾರ್ಚ್ 2024      Marso 7, 2024      2024 оны 3-р сарын 7
۱۷ اسفند ۱۴۰۲ (۷ مارس ۲۰۲۴)          ৭ মার্চ ২০২৪, ২৪ ফাল্গুন ১৪৩০      7 במרץ 2024, כ״ז באדר א׳ תשפ״ד
2024年3月7日 农历正月廿七            2024-03-07 10:30 来源：…
Thu Mar 7 10:30:00 2024 +0100        "2024-03-07T10:30:00Z"        March 7,2024 10:30 EST -0500

Each is turned into what the forms of :mod:`feeds.normalize.date_forms` read, so that those need not try some hundreds
of names more at every date. A day of another calendar alone stays unread.
"""

from __future__ import annotations

import re

from feeds.normalize import date_forms as forms
from feeds.text import fold

# A line a month; names that mean another month elsewhere are left out.
_MONTHS = """
enero ionawr eanair urtarrilaren იანვარი იანვარს հունվարի հունվար қаңтар студзеня yanvar ýanwar január januarie jannar xaneiro јануари јануар januari janairu janaayo జనవరి ജനുവരി ಜನವರಿ જાન્યુઆરી ਜਨਵਰੀ ජනවාරි ဇန်နဝါရီ មករា ມັງກອນ जानेवारी জানুৱাৰী ଜାନୁଆରୀ جنوري январи leden jaan яну sausis saus січень јан студзень сту xan იან հնվ yan қаң styczeń siječanj Ιανουάριος জানু জানুয়ারী जाने જાન્યુ ಜನ ജനു ਜਨ ஜன జన ဇန် ינו׳ בינו׳ ጃን ጃንዋሪ Ion Ean urtarrila
pebrero chwefror feabhra otsailaren თებერვალი თებერვალს փետրվարի փետրվար ақпан лютага fevral fewral februarie frar febreiro февруари фебруар faburairu febraayo ఫిబ్రవరి ഫെബ്രുവരി ಫೆಬ್ರವರಿ ફેબ્રુઆરી ਫਰਵਰੀ ਫ਼ਰਵਰੀ පෙබරවාරි ဖေဖော်ဝါရီ កុម្ភៈ ກຸມພາ फेब्रुवारी फेब्रुअरी ফেব্ৰুৱাৰী ଫେବୃଆରୀ فبروري феврали únor veebr shk vasaris vas лютий феб люты თებ փտվ ақп luty veljača Φεβρουάριος ফেব ফেব্রুয়ারী फेब्रु ફેબ્રુ ಫೆಬ್ರ ഫെബ്രു ਫ਼ਰ பிப் ఫిబ్ర ဖေ פבר׳ בפבר׳ ፌብ ፌብሩዋሪ Chwef Feabh Peb otsaila
marso mawrth marta martxoaren მარტი მარტს մարտի մարտ наурыз сакавіка maris maarso మార్చి മാർച്ച് ಮಾರ್ಚ್ માર્ચ ਮਾਰਚ මාර්තු မတ် មីនា ມີນາ মাৰ্চ ମାର୍ଚ୍ଚ марти březen kovas kov березень сакавік сак მარ մրտ нау marzec ožujak Μάρτιος മാർ மார் ማርች martxoa
abril ebrill aibrean apirilaren აპრილი აპრილს ապրիլի ապրիլ сәуір красавіка aprel afrilu abriil ఏప్రిల్ ഏപ്രിൽ ಏಪ್ರಿಲ್ એપ્રિલ ਅਪ੍ਰੈਲ අප්‍රේල් ဧပြီ មេសា ເມສາ एप्रिल अप्रिल ଅପ୍ରେଲ апрели duben pri balandis bal квітень красавік кра აპრ ապր сәу kwiecień travanj Απρίλιος এপ্রি एप्रि ಏಪ್ರಿ ഏപ്രി ਅਪ੍ਰੈ ஏப் ఏప్రి אפר׳ באפר׳ ኤፕሪ ኤፕሪል Aib apirila
mayo bealtaine maiatzaren მაისი მაისს մայիսի մայիս мамыр maí mejju mayu maajo మే മേയ് മെയ് ಮೇ મે ਮਈ මැයි မေ ឧសភា ພຶດສະພາ मे ମଇ मे мај майи květen gegužė geg травень მაი մյս мам svibanj Μάιος ሜይ Beal maiatza
hunyo mehefin meitheamh ekainaren ივნისი ივნისს հունիսի հունիս маусым чэрвеня iyun iýun júní junie ġunju xuño јуни јун јуна juun jun జూన్ ജൂൺ ಜೂನ್ જૂન ਜੂਨ ජූනි ဇွန် មិថុនា ມິຖຸນາ जुन জুন ଜୁନ июни červen qer birželis birž червень чэрвень чэр ივნ հնս iyn мау czerwiec lipanj Ιούνιος ጁን Meith ekaina Hun
hulyo gorffennaf iúil uztailaren ივლისი ივლისს հուլիսի հուլիս шілде ліпеня iyul iýul júlí julie lulju xullo јули јул јула luuliyo జులై జూలై ജൂലൈ ಜುಲೈ જુલાઈ ਜੁਲਾਈ ජූලි ဇူလိုင် កក្កដា ກໍລະກົດ जुलै ଜୁଲାଇ июли červenec korr liepa liep липень ліпень ліп xul ივლ հլս iyl шіл lipiec srpanj Ιούλιος জুল ਜੁਲਾ ဇူ ጁላይ Gorff uztaila Hul
agosto awst lúnasa abuztuaren აგვისტო აგვისტოს օգոստոսի օգոստոս тамыз жніўня avqust awgust ágúst awwissu август agoosto ఆగస్టు ഓഗസ്റ്റ് ಆಗಸ್ಟ್ ઓગસ્ટ ਅਗਸਤ අගෝස්තු ဩဂုတ် សីហា ສິງຫາ ऑगस्ट अगस्ट আগষ্ট ଅଗଷ୍ଟ августи srpen avg gush ogo rugpjūtis rugp серпень жнівень жні d’ag აგვ օգս avq там sierpień kolovoz Αύγουστος আগ ऑग ઑગસ્ટ ಆಗ ഓഗ ਅਗ ஆக ఆగ אוג׳ באוג׳ ኦገስ ኦገስት abuztua
setyembre medi irailaren სექტემბერი სექტემბერს սեպտեմբերի սեպտեմբեր қыркүйек верасня sentyabr sentabr sentýabr settembru септември септембар septembar satumba sebtembar సెప్టెంబర్ സെപ്റ്റംബർ ಸೆಪ್ಟೆಂಬರ್ સપ્ટેમ્બર ਸਤੰਬਰ සැප්තැම්බර් စက်တင်ဘာ កញ្ញា ກັນຍາ सप्टेंबर सेप्टेम्बर ছেপ্টেম্বৰ ସେପ୍ଟେମ୍ବର سپتمبر сентябри sht rugsėjis rugs вересень сеп верасень სექ սեպ sen қыр wrzesień rujan Σεπτέμβριος সেপ্ট সেপ सप्टें સપ્ટે ಸೆಪ್ಟೆಂ സെപ്റ്റം ਸਤੰ செப் సెప్టెం စက် ספט׳ בספט׳ ሴፕቴ ሴፕቴምበር MFómh iraila
oktubre hydref urriaren ოქტომბერი ოქტომბერს հոկտեմբերի հոկտեմբեր қазан кастрычніка oktyabr oktabr oktýabr ottubru outubro октомври октобар oktobar oktoobar అక్టోబర్ ഒക്ടോബർ ಅಕ್ಟೋಬರ್ ઓક્ટોબર ਅਕਤੂਬਰ ඔක්තෝබර් အောက်တိုဘာ តុលា ຕຸລາ ऑक्टोबर अक्टोबर অক্টোবৰ ଅକ୍ଟୋବର اکتوبر октябри říjen tet spalis spal жовтень кастрычнік кас ოქტ հոկ қаз październik Οκτώβριος অক্টো ऑक्टो ઑક્ટો ઑક્ટોબર ಅಕ್ಟೋ ഒക്ടോ ഒക്‌ടോബർ ਅਕਤੂ அக் అక్టో အောက် אוק׳ באוק׳ ኦክቶ ኦክቶበር Hyd DFómh urria
nobyembre tachwedd samhain azaroaren ნოემბერი ნოემბერს նոյեմբերի նոյեմբեր қараша лістапада noyabr noýabr novembru ноември новембар novembar nuwamba nofembar నవంబర్ നവംബർ ನವೆಂಬರ್ નવેમ્બર ਨਵੰਬਰ නොවැම්බර් နိုဝင်ဘာ វិច្ឆិកា ພະຈິກ नोव्हेंबर नोभेम्बर নৱেম্বৰ ନଭେମ୍ବର نومبر ноябри nën ное lapkritis lapkr листопад лист нов лістапад ліс ნოე նոյ noy қар studeni Νοέμβριος নভে नोव्हें નવે ನವೆಂ നവം ਨਵੰ நவ నవం နို נוב׳ בנוב׳ ኖቬም ኖቬምበር Tach Samh Nob azaroa
disyembre rhagfyr nollaig abenduaren დეკემბერი დეკემბერს դեկտեմբերի դեկտեմբեր желтоқсан снежня dekabr dicembru декември децембар decembar disamba డిసెంబర్ ഡിസംബർ ಡಿಸೆಂಬರ್ ડિસેમ્બર ਦਸੰਬਰ දෙසැම්බර් ဒီဇင်ဘာ ធ្នូ ທັນວາ डिसेंबर डिसेम्बर ডিচেম্বৰ ଡିସେମ୍ବର دسمبر декабри prosinec dets dhj dis gruodis gruod грудень дец снежань сне decembro დეკ դեկ dek жел grudzień prosinac Δεκέμβριος ডিসে डिसें ડિસે ಡಿಸೆಂ ഡിസം ਦਸੰ டிச డిసెం ဒီ דצמ׳ בדצמ׳ ዲሴም ዲሴምበር Rhag Noll abendua
"""  # noqa: E501 -- a table: a line a month
_OURS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = {
    fold(name): ours
    for ours, line in zip(_OURS, _MONTHS.strip().splitlines(), strict=True)
    for name in line.split()
}
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\s\d,،.()/|:;–—-]+")
# The months of calendars that are not ours: Persian and Afghan, Bengali, Nepali and Indian, Hebrew, Islamic.
_OTHER = """
فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند
حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت
বৈশাখ জ্যৈষ্ঠ আষাঢ় আষাঢ় শ্রাবণ ভাদ্র আশ্বিন কার্তিক অগ্রহায়ণ অগ্রহায়ণ পৌষ মাঘ ফাল্গুন চৈত্র
वैशाख जेठ ज्येष्ठ असार आषाढ साउन श्रावण भदौ भाद्र असोज आश्विन कात्तिक कार्तिक मंसिर पुस पौष माघ फागुन फाल्गुन चैत चैत्र
מחרם רמדאן محرم صفر ربيع جمادى رجب شعبان رمضان شوال
esfand farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman
"""
_OTHER_MONTHS = "|".join(sorted({fold(name) for name in _OTHER.split()}, key=len, reverse=True))
_PART = rf"(?:[^\W\d]+[,،]? )?\d{{1,2}} (?:{_OTHER_MONTHS})(?: [^\W\d]+)?[,،]? (?:1[34]\d\d|20[78]\d)(?: ?هـ)?"
# What stands before is taken from its beginning on: tried from each of its signs, a row of them would take its square.
_OTHER_CALENDAR = re.compile(rf"(?<![\s,،|/(–—-])[\s,،|/(–—-]*(?<!\d){_PART}(?!\d)[\s,،|/)–—-]*")
_HEBREW = re.compile(
    r"[\s,،|(–—-]+[א-ת]{1,2}[\"'״׳]?[א-ת]?[\"'״׳]? ב?[א-ת]{3,6}(?: [אב][\"'׳]?)? תש[א-ת\"'״]{1,4}\)?$"
)
_LUNAR = re.compile(fold(r"[\s(,]*(?:农历|農曆|农曆|旧暦|舊曆|阴历|陰曆|음력).*$"))
_BEHIND = re.compile(fold(r"[\s|]+(?:来源|來源|作者|编辑|編輯|责编|記者|记者|출처|기자)\s?:.*$"))
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LABEL = re.compile(
    "^"
    + fold(
        r"(?:(?:发布|發布|發佈|发表|發表|更新|刊登|出版|上传)?(?:时间|時間|日期)|"
        r"发布于|發佈於|公開日時?|更新日時?|掲載日時?|投稿日時?|"
        r"입력|등록|게시|발행|수정|승인|기사입력|"
        r"প্রকাশ(?:িত)?|प्रकाशित|opublikowano|dodano|gepubliceerd(?: op)?|publicerad|publisert|"
        r"(?:yayin(?:lanma)?|guncelleme)(?: tarihi)?|diterbitkan|dang luc|julkaistu|publicat|objavljeno|"
        r"опубліковано|опубликован)"
        r"\s?[:：]?\s?"
    )
)
_MONGOLIAN = re.compile(r"^(\d{4}) оны (\d{1,2})(?:-?р)? сарын (\d{1,2})(?:-?\w+)?")
_BASQUE = re.compile(r"^(\d{4})ko ([^\W\d]+) (\d{1,2})an?$")
_KHMER = "|".join(map(fold, ("ថ្ងៃទី", "ខែ", "ឆ្នាំ")))  # day, month, year
_BEFORE_DAY = re.compile(rf"(?:^| )(?:{_KHMER}|{fold('ວັນທີ')})\s?")
_OF_YEAR = re.compile(r"(?<=\d{4})(?:-?ին|-?жылы?|\s?ж\.|\s?թ\.?|-?yil|\s?г\.(?=,))")
# The weekday, in scripts whose signs are not all letters.
_DAY_NAME = re.compile(r"^[^\d\s,،]{2,16}[,،] (?=\d{1,2} \D|[^\d\s]{3,} \d{1,2}, )")
# Before the hour: 23 يناير 2025 في 10:30, 23 ianuarie 2025 la 10:30. Behind it, and the halves of the day.
_LEADS = fold(
    "في|בשעה|la(?: ora)?|को|এ|کو|بوقت|kell|a les|во|pada|në|nang|ag|ರಂದು|रोजी|அன்று|соати|sagat|soat"
)
_LED = re.compile(rf"(?<=[\d,،.]) (?:{_LEADS}) (?=\d{{1,2}}[:.]\d\d)")
_BEHIND_HOUR = re.compile(rf"(?<=[\dm])[ -]?(?:{'|'.join(map(fold, ('बजे', 'కి', 'ಸಮಯಕ್ಕೆ', 'ന്')))})$")
_HALF = re.compile(r"(?<=:\d\d) (pg|ptg|p\.d\.|m\.d\.)$")
_HALVES = {"pg": "am", "ptg": "pm", "p.d.": "am", "m.d.": "pm"}  # Malay, Albanian
_KAZAKH = re.compile(r"^(\d{4}) ж(?:ыл(?:ғы|ы|ги)|\.) (\d{1,2}) ([^\W\d]+)")
_HALF_FIRST = re.compile(r"(?<=[\d.]) ([ap]m) (\d{1,2}:\d\d(?::\d\d)?)$")  # Korean
# As git prints a commit's; and with a zone by its name, as OpenSSL does.
_OF_VERSIONS = re.compile(r"(\d\d:\d\d:\d\d) (\d{4}) ([+-]\d{4}|[a-z]{3,4})$")
# As Go prints a time: 2024-03-07 10:30:00.123 +0100 CET m=+0.001, or +0100 +01 where the zone has no name.
_OF_GO = re.compile(r"(?<=\d )(([+-]\d\d)\d\d)(?: (?:[a-z]{3,5}|\2(?:00)?))?(?: m=[+-][\d.]+)?$")
_STOP = re.compile(r"(?<=\d)\.$")
_THOUSANDTHS = re.compile(r"(:\d\d:\d\d):(?=\d{3}(?!\d))")
_ZONE_TWICE = re.compile(
    r"(?<=[\dm] [a-z]{3}) (?=[+-]\d\d:?\d\d$)|(?<=[\dm] [a-z]{4}) (?=[+-]\d\d:?\d\d$)"
)
_NO_SPACE = re.compile(r"^[a-z]{3,9}\.(?=\d)|(?<=[a-z.] )\d{1,2},(?=\d{4})")
_NO_WEEKDAY = re.compile(
    r"^([a-z]{3,9}\.? \d{1,2}) (\d\d:\d\d(?::\d\d)?)(?: ([a-z]{3,4}))? (\d{4})$"
)
_ZONE_LAST = re.compile(r"^(\d{1,2}[:.]\d\d(?::\d\d)?),? (.*\d{4}) ([+-]\d\d:?\d\d|gmt|utc)$")
_BENGALI_DAY = re.compile(
    rf"(?<=\d)(?:{'|'.join(map(fold, ('লা', 'রা', 'ঠা', 'ই', 'শে')))}) "
)  # 1st, 5th, 21st
_DAY_BEHIND = re.compile(rf"(?<=[\d.]), (?:{forms.WEEKDAYS})$")
_FILIPINO = re.compile(r" ng (?=[^\W\d])")


def ours(text: str) -> str | None:
    """A folded date that no form fits as those have it, None where nothing of it is known here.

    >>> ours("7 მარტი 2024"), ours("2024 оны 3 сарын 7"), ours("issue 7, 2024")
    ('7 mar 2024', '2024-3-7', None)
    """
    text = text if text.isascii() else _DIGIT.sub(lambda digit: str(int(digit[0])), text)
    plain = _LABEL.sub("", _BEHIND.sub("", _of_programs(text)))
    if not plain.isascii():
        plain = _HEBREW.sub("", _LUNAR.sub("", plain))
        plain = _KAZAKH.sub(r"\2 \3 \1", _MONGOLIAN.sub(r"\1-\2-\3", plain))
        plain = _OF_YEAR.sub("", _BEFORE_DAY.sub(" ", _BENGALI_DAY.sub(" ", plain)))
    apart = _OTHER_CALENDAR.sub(" ", plain)
    plain = apart if _YEAR.search(apart) else plain
    plain = _FILIPINO.sub(" ", _BASQUE.sub(r"\3 \2 \1", plain.removeprefix("ika-")))
    plain = _LED.sub(" ", _BEHIND_HOUR.sub("", _OF_VERSIONS.sub(r"\1 \3 \2", plain)))
    plain = _HALF_FIRST.sub(r" \2 \1", _DAY_NAME.sub("", plain))
    plain = _HALF.sub(lambda half: f" {_HALVES[half[1]]}", plain)
    named = _WORD.sub(lambda word: _MONTH.get(word[0], word[0]), plain).strip(" ()\"'“”")
    return named if named != text else None


def _of_programs(text: str) -> str:
    """A folded date without what its program said twice, with what it left out."""
    text = _OF_GO.sub(r"\1", _ZONE_TWICE.sub("", _STOP.sub("", text)))
    text = _NO_SPACE.sub(r"\g<0> ", _THOUSANDTHS.sub(r"\1.", text))
    text = _ZONE_LAST.sub(r"\1 \3 \2", _DAY_BEHIND.sub("", text))
    return _NO_WEEKDAY.sub(lambda d: f"{d[1]}, {d[4]} {d[2]} {d[3] or ''}".rstrip(), text)
