"""The same marks as German, Italian, Portuguese, Russian, Ukrainian, Turkish, Indonesian, Persian, Chinese, Japanese,
Korean and Hindi agencies write them: what is one, and what only looks like one.
"""

from __future__ import annotations

import pytest

from feeds.identify.mark import bare_title, mark_at_head, mark_in, number_in, strip_marks
from tests.identify.newsroom import Newsroom

HAFEN = "Hafen von Salzmarsch wieder offen"
PORTO = "Riapre il porto di Salina"
PORT = "Порт Солёный снова открыт"
LIMAN = "Tuzla limanı yeniden açıldı"
PELABUHAN = "Pelabuhan Garam dibuka lagi"
BANDAR = "بندر نمکزار بازگشایی شد"
GANG = "盐沼港重新开放"
MINATO = "塩沢港が再開"
HANGGU = "염전항 다시 열려"
BANDARGAH = "नमकपुर बंदरगाह फिर खुला"

MARKED = [
    ("KORREKTUR/{}", HAFEN, "correction"),
    ("{} (KORRIGIERT)", HAFEN, "correction"),
    ("ROUNDUP 2: {}", HAFEN, "update"),
    ("Errata corrige: {}", PORTO, "correction"),
    ("CORRETTO - {}", PORTO, "correction"),
    ("Notizia annullata: {}", PORTO, "withdrawal"),
    ("ИСПРАВЛЕНИЕ: {}", PORT, "correction"),
    ("{} (исправлено)", PORT, "correction"),
    ("Уточнение: {}", PORT, "correction"),
    ("ДОПОЛНЕНО: {}", PORT, "update"),
    ("АННУЛИРОВАНО: {}", PORT, "withdrawal"),
    ("Сообщение аннулировано: {}", PORT, "withdrawal"),
    ("ВИПРАВЛЕНО: {}", "Порт Солоний знову відкрито", "correction"),
    ("АНУЛЬОВАНО: {}", "Порт Солоний знову відкрито", "withdrawal"),
    ("DÜZELTME - {}", LIMAN, "correction"),
    ("{} (DÜZELTME)", LIMAN, "correction"),
    ("Güncelleme: {}", LIMAN, "update"),
    ("İPTAL: {}", LIMAN, "withdrawal"),
    ("HABER İPTALİ: {}", LIMAN, "withdrawal"),
    ("Ralat: {}", PELABUHAN, "correction"),
    ("KOREKSI - {}", PELABUHAN, "correction"),
    ("Pembatalan berita: {}", PELABUHAN, "withdrawal"),
    ("اصلاحیه: {}", BANDAR, "correction"),
    ("{} (اصلاحیه)", BANDAR, "correction"),
    ("تکمیلی/ {}", BANDAR, "update"),
    ("لغو خبر: {}", BANDAR, "withdrawal"),
    ("更正：{}", GANG, "correction"),
    ("【更正】{}", GANG, "correction"),
    ("{}（更正）", GANG, "correction"),
    ("【更新】{}", GANG, "update"),
    ("撤稿：{}", GANG, "withdrawal"),
    ("【撤稿通知】{}", GANG, "withdrawal"),
    ("訂正－{}", MINATO, "correction"),
    ("〔訂正〕{}", MINATO, "correction"),
    ("お詫びと訂正：{}", MINATO, "correction"),
    ("〈更新〉{}", MINATO, "update"),
    ("取り消し：{}", MINATO, "withdrawal"),
    ("【記事取り消し】{}", MINATO, "withdrawal"),
    ("[정정] {}", HANGGU, "correction"),
    ("<고침> {}", HANGGU, "correction"),
    ("{}(종합)", HANGGU, "update"),
    ("{}(종합2보)", HANGGU, "update"),
    ("{}(2보)", HANGGU, "update"),
    ("[전문취소] {}", HANGGU, "withdrawal"),
    ("शुद्धि: {}", BANDARGAH, "correction"),
    ("भूल-सुधार: {}", BANDARGAH, "correction"),
    ("समाचार रद्द: {}", BANDARGAH, "withdrawal"),
]
NO_MARKS = """
Korrekturen am Haushalt beschlossen
Roundup: was am Wochenende wichtig war
Correzione dei conti pubblici
Corretto: ecco come si scrive
Annullamento dei voli a Salina
Исправление ошибок займёт год
Поправка: депутаты спорят о законе
Уточнения в бюджете приняты
Аннулировано сорок лицензий
İptal edilen konserin biletleri iade edilecek
Düzeltme işareti nasıl kullanılır
Koreksi: IHSG turun tiga hari
Batal: rencana menaikkan tarif
لغو پروازها در فرودگاه
اصلاح قانون بودجه
更正登记手续将简化
撤稿风波再起
更新换代正当时
取り消しを求めて提訴
訂正申告を忘れずに
免許取り消し：三年で十件
정정보도 청구 기각
취소된 공연 환불 시작
올림픽 (종합 1위) 눈앞
सुधार: सरकार ने नई योजना बताई
शुद्ध पानी की योजना
रद्द हुई उड़ानें फिर शुरू
निरस्त: बारह ट्रेनें आज नहीं चलेंगी
परीक्षा (निरस्त)
盐沼音乐节【取消】
【取消】盐沼音乐节
取消：盐沼音乐节延期
シオサワオー（取消）
採用内定（取り消し）を考える
"""


@pytest.mark.parametrize(("form", "title", "mark"), MARKED, ids=[m[0] for m in MARKED])
def test_a_marked_title_says_what_it_is_and_is_the_title_without_it(
    form: str, title: str, mark: str
) -> None:
    assert mark_in(form.format(title)) == mark
    assert strip_marks(form.format(title)) == title


@pytest.mark.parametrize("title", NO_MARKS.strip().split("\n"))
def test_a_headline_that_only_looks_marked_is_left_as_it_is(title: str) -> None:
    assert mark_in(title) is None
    assert strip_marks(title) == title


@pytest.mark.parametrize(
    "label", ["【速報】", "[속보] ", "СРОЧНО: ", "SON DAKİKA | ", "WDH - ", "快讯｜"]
)
def test_a_label_is_no_part_of_a_title_that_is_compared(label: str) -> None:
    assert bare_title(f"{label}{HAFEN.upper()}") == HAFEN.upper()
    assert bare_title(f"{label}{HAFEN}") == HAFEN


def test_takes_that_are_counted_in_two_rows_have_no_number() -> None:
    """The second summary comes after the third take."""
    assert number_in(f"{HANGGU}(3보)") is number_in(f"{HANGGU}(종합2보)") is None


NOTES = [
    "(Si corregge il nome del comandante)",
    "(Исправлено имя капитана)",
    "(Haberin ikinci paragrafındaki isim düzeltilmiştir.)",
    "(Ralat: nama nakhoda diperbaiki)",
    "(نام ناخدا در بند دوم اصلاح شد)",
    "（更正：第二段船长姓名有误）",
    "（２段落目の船長の名前を訂正しました）",
    "(둘째 단락의 선장 이름을 바로잡습니다.)",
    "(दूसरे पैराग्राफ में नाविक का नाम सुधारा गया है।)",
]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_above_the_text_says_that_it_was_put_right(note: str) -> None:
    assert mark_at_head(f"{note}\n{HAFEN}.") == "correction"


NOTICES = [
    ("ACHTUNG: Die Meldung „{}“ wird zurückgezogen", "Ersatz folgt nicht."),
    ("Avviso", "La notizia dal titolo “{}” è annullata."),
    ("Aviso", "Solicita-se aos clientes que não utilizem a notícia “{}”."),
    ("Вниманию редакций", "Просим аннулировать сообщение «{}»."),
    ("Вниманию редакций", "Сообщение под заголовком «{}» аннулируется."),
    ("Dikkat", "“{}” başlıklı haberimizi lütfen kullanmayınız."),
    ("Pemberitahuan", "Berita berjudul “{}” dibatalkan."),
    ("اطلاعیه", "خبر با عنوان «{}» باطل است."),
    ("Avviso", "La notizia “{}” pubblicata alle 10:30 viene ritirata."),
    ("Вниманию редакций", "Новость «{}» от 7 марта аннулирована."),
    ("Dikkat", "“{}” başlıklı haberimiz hatalı bilgi nedeniyle iptal edilmiştir."),
    ("Pemberitahuan", "Berita dengan judul “{}” mohon tidak dimuat."),
    ("公告", "《{}》一稿因内容有误，现予撤销。"),
    ("公告", "本社播发的《{}》一稿因内容有误，请勿使用。"),
    ("お知らせ", "「{}」の記事は取り消します。"),
    ("お知らせ", "「{}」の記事は、内容に誤りがあったため、取り消します。"),
    ("알림", "'{}' 제하의 기사를 전문 취소합니다."),
    ("सूचना", "कृपया “{}” शीर्षक वाली खबर का उपयोग न करें।"),
]


@pytest.mark.parametrize(("title", "text"), NOTICES, ids=[n[1][:20] for n in NOTICES])
def test_a_notice_in_the_agencys_words_withdraws_the_story_that_it_names(
    room: Newsroom, title: str, text: str
) -> None:
    story = room.carry("Wire", "Ferries of Saltmarsh sail again", "They do so from Monday on.")
    room.carry("Wire", title.format(story.head.title), text.format(story.head.title), minutes=30)
    assert room.again(story).status == "withdrawn"


NO_NOTICES = """
Просьба аннулировать штраф осталась без ответа.
Новость о порте обрадовала жителей.
“Liman” başlıklı haber tartışma yarattı.
Berita ini mengejutkan banyak warga.
خبر خوش برای مسافران: کشتی‌ها باز می‌گردند.
《港口管理办法》自下月起作废，交通部门说。
《盐沼学报》一稿多投的论文被撤稿。
《盐沼港条例》稿件征集结束，三项规定被撤销。
「港を守れ」の記事は大きな反響を呼んだ。
「港を守れ」の記事をめぐり、県は処分を取り消しました。
「港を守れ」の記事を地元紙が取り消しました。
“폭설” 기사를 보고 관광객들이 예약을 취소했습니다.
“फेरी बंद” शीर्षक वाली खबर झूठी है, इस पर भरोसा न करें, पुलिस ने कहा।
“Liman” başlıklı haber sonrası konser iptal edildi.
Berita ini ramai dibahas setelah izin pelabuhan dicabut.
Berita berjudul “Feri berhenti” tidak benar, dan izin media itu dicabut.
La notizia arriva da Salina: la regata è stata annullata.
La notizia “Porto chiuso”, apparsa ieri, è falsa e la regata viene ritirata.
Материал «Вестника» о том, что лицензия порта отозвана, опровергли.
Новость «Вестника» об аннулировании визы капитана опровергли.
Повідомлення «Вісника» про те, що рішення суду анульовано, спростували.
گزارش «ساحل» از بندر می‌گوید که کنسرت تابستانی لغو شد.
'항구' 제목의 기사를 읽은 주민이 많다.
"""


@pytest.mark.parametrize("line", NO_NOTICES.strip().split("\n"))
def test_a_lead_that_only_looks_like_a_notice_is_none(line: str) -> None:
    assert mark_at_head(f"{line}\n{HAFEN}.") is None
