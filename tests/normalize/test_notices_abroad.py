"""Outlets' notices in Indonesian, Persian, Chinese, Japanese, Korean, Hindi and others go; what a story tells stays."""

from __future__ import annotations

import pytest

from feeds.normalize.boilerplate import strip_tails

LEAD = "The two ferries of Saltmarsh will sail again on Monday, the harbour office said."
BODY = "Masons have set new granite along eighty metres of the mole, and divers checked it twice."


@pytest.mark.parametrize(
    "notice",
    [
        "Baca juga: Dua feri berlayar lagi",
        "İlginizi çekebilir: İki feribot yeniden seferde",
        "Czytaj także: Dwa promy znów pływają",
        "Читайте також: Два пороми знову ходять",
        "بیشتر بخوانید: دو کشتی دوباره راه افتادند",
        "यह भी पढ़ें: दो नौकाएं फिर चलीं",
        "相关阅读：两艘渡船复航",
        "関連記事：渡し船が再開",
        "관련기사: 나룻배 두 척 다시 떠",
        "写真：港の渡し船",
        "사진: 나룻배",
        "عکس: مریم احمدی",
    ],
)
def test_a_notice_goes_wherever_it_stands(notice: str) -> None:
    assert strip_tails(f"{LEAD}\n{notice}\n{BODY}")[0] == f"{LEAD}\n{BODY}"


@pytest.mark.parametrize(
    "notice",
    [
        "Bagikan ke Facebook",
        "Berlangganan buletin kami",
        "Subscreva a nossa newsletter",
        "Facebook'ta paylaş",
        "Haberin tamamı için tıklayın",
        "При использовании материалов ссылка обязательна",
        "اشتراک‌گذاری",
        "در خبرنامه ما عضو شوید",
        "फेसबुक पर साझा करें",
        "हमारे न्यूज़लेटर की सदस्यता लें",
        "(यह खबर सीधे एजेंसी की फीड से प्रकाशित हुई है और इसे संपादित नहीं किया गया है।)",
        "分享到微信",
        "扫描二维码关注我们的微信公众号",
        "扫码关注",
        "关注我们的微博",
        "版权所有，未经授权不得转载",
        "版权所有 盐沼日报社",
        "未经许可，禁止转载、摘编。",
        "Dilarang mengutip isi berita ini tanpa izin.",
        "Kopiowanie treści bez zgody wydawcy zabronione.",
        "제보는 카카오톡 sodang",
        "メルマガに登録する",
        "免责声明：本文仅代表作者个人观点，与本网无关。",
        "シェアする",
        "無断転載を禁じます",
        "この記事は有料会員限定です",
        "페이스북에 공유",
        "뉴스레터 구독하기",
        "무단전재 및 재배포 금지",
        "RIPRODUZIONE RISERVATA © Copyright Gazzetta del Porto",
        "© Πρακτορείο. Τα πνευματικά δικαιώματα των ειδήσεων ανήκουν στο πρακτορείο του λιμανιού.",
        "View source version on wire.example: https://wire.example/news/20260307/en/",
        "A photo accompanying this announcement is available at https://wire.example/photo/1",
        "Die Redaktion hat diesen Beitrag nicht bearbeitet. Er stammt von einer Agentur.",
    ],
)
def test_a_notice_of_the_page_goes_at_the_foot_and_stays_within(notice: str) -> None:
    assert strip_tails(f"{LEAD}\n{BODY}\n{notice}")[0] == f"{LEAD}\n{BODY}"
    assert strip_tails(f"{LEAD}\n{notice}\n{BODY}")[0] == f"{LEAD}\n{notice}\n{BODY}"


@pytest.mark.parametrize(
    "more",
    [
        "Baca selengkapnya",
        "ادامه مطلب",
        "और पढ़ें",
        "阅读全文",
        "続きを読む",
        "더보기",
        "Czytaj więcej",
        "Read more",
    ],
)
def test_what_leads_to_the_rest_tells_a_cut_text_also_between_other_notices(more: str) -> None:
    assert strip_tails(f"{LEAD}\n{BODY} … {more}") == (f"{LEAD}\n{BODY}", True)
    foot = f"Share on Facebook\n{more}\nPhoto: Jane Roe"
    assert strip_tails(f"{LEAD}\n{BODY}\n{foot}") == (f"{LEAD}\n{BODY}", True)


@pytest.mark.parametrize(
    "own",
    [
        "Baca juga menjadi kebiasaan anak-anak di pelabuhan.",
        "関連記事を書いた記者は港の近くで生まれた。",
        "사진을 찍은 사람은 선장의 아들이다.",
        "分享食物是渔民的习惯。",
        "更多的船将在周一返航。",
        "شهردار گفت ادامه مطلب را فردا می‌گوید.",
        "और पढ़ें और आगे बढ़ें, महापौर ने बच्चों से कहा।",
        "© Λιμάνι. Τα πνευματικά δικαιώματα ήταν το θέμα της ημερίδας που έγινε χθες στον δήμο.",
    ],
)
def test_the_storys_own_words_stay(own: str) -> None:
    assert strip_tails(f"{LEAD}\n{own}\n{BODY}")[0] == f"{LEAD}\n{own}\n{BODY}"
    assert strip_tails(f"{LEAD}\n{BODY}\n{own}")[0] == f"{LEAD}\n{BODY}\n{own}"
    assert strip_tails(f"{LEAD}\n{own}") == (f"{LEAD}\n{own}", False)


@pytest.mark.parametrize(
    "own",
    [
        "版权所有者为一名渔民，法院判他获赔三千元。",
        "扫描二维码即可关注渡轮的每次开航。",
        "未经授权的无人机不得使用港口上空。",
        "Dilarang mengambil ikan di pelabuhan, kata bupati.",
        "Kopiowanie banknotów jest zabronione, przypomniał bank.",
        "यह खबर सबसे पहले मछुआरों ने दी और तस्वीर संपादित नहीं थी।",
        "Diese Meldung konnte zunächst nicht geprüft werden.",
        "제보는 카카오톡으로 받았다고 경찰이 밝혔다.",
        "뉴스레터 구독자 명단이 유출됐다.",
        "ニュースレター登録者の情報が流出した。",
    ],
)
def test_a_sentence_of_the_story_that_begins_as_a_notice_does_stays_at_the_edges(own: str) -> None:
    assert strip_tails(f"{own}\n{BODY}")[0] == f"{own}\n{BODY}"
    assert strip_tails(f"{BODY}\n{own}")[0] == f"{BODY}\n{own}"
