"""The words of outlets' notices in languages that were measured later, by what a notice is.

As in :mod:`feeds.normalize.notice_words`; of many of these the verb stands behind what it speaks of, so that they are
whole lines.
"""

from __future__ import annotations

# Ends that say: there is more on the page.
MORE = (
    r"baca selengkapnya|selengkapnya|czytaj (?:więcej|dalej)|lees (?:verder|meer)|läs mer|xem thêm|đọc tiếp|"
    r"читати (?:далі|більше)|детальніше|διαβάστε περισσότερα|ادامه (?:مطلب|خبر)|और पढ़ें|(?:पूरा|आगे) पढ़ें|"
    r"阅读全文|閱讀全文|(?:点击)?查看(?:更多|全文)|続きを読む|全文を読む|もっと見る|"
    r"(?:기사 ?)?더 ?보기|(?:전문|계속) ?(?:보기|읽기)|"
    r"อ่านต่อ|המשך קריאה"
)
# Before what else the outlet has, set off from it.
READ_ALSO = (
    r"baca juga|lihat juga|czytaj (?:także|też|również)|zobacz (?:także|też)|lees ook|läs (?:också|"
    r"även)|citește și|"
    r"xem thêm|tin liên quan|читайте також|διαβάστε (?:επίσης|ακόμα|ακόμη)|[iİ]lginizi çekebilir|"
    r"(?:بیشتر|همچنین) بخوانید|مطالب مرتبط|(?:यह|ये|इसे) भी (?:पढ़ें|देखें)|"
    r"(?:相关|相關|延伸|推荐|推薦)(?:阅读|閱讀|新闻|新聞|报道|報導)|関連(?:記事|ニュース)|あわせて読みたい|"
    r"(?:관련|추천) ?(?:기사|뉴스)|함께 보기|อ่านเพิ่มเติม|ข่าวที่เกี่ยวข้อง|קראו (?:גם|עוד)"
)
# Before who took a picture or what it shows, after a colon.
CAPTION = (
    r"fot\.|zdjęcie|φωτο(?:γραφία)?|عکس(?:ها)?|फोटो|तस्वीर|图片?来源|圖片?來源|图片?|摄影|攝影|写真(?:提供)?|画像|"
    r"사진(?: ?(?:제공|출처))?|ภาพ|צילום"
)
# The same, alone on a line.
PICTURED = (
    r"antara foto/.{2,60}|"
    r"(?:新华社|中新社)?(?:记者|記者) ?[\u3400-\u9fff]{2,4} ?(?:摄|攝|撮影)|資料写真|자료 ?사진"
)
# What a bar of buttons says; what shares, where its network stands before it, too.
BUTTON = (
    r"bagikan(?: ke)?|simpan|cetak|salin tautan|udostępnij|skopiuj link|поділитися|κοινοποίηση|"
    r"اشتراک[ \u200c]?گذاری|"
    r"(?:साझा|शेयर) करें|分享|收藏|打印|列印|点赞|复制链接|シェア(?:する)?|ツイート|印刷|保存する|"
    r"공유(?:하기)?|인쇄(?:하기)?|"
    r"스크랩|แชร์|שתפו"
)
NETWORK = r"微信|微博|朋友圈|フェイスブック|ライン|페이스북|카카오톡|네이버|फेसबुक|व्हाट्सएप|ट्विटर|فیسبوک|تلگرام|واتس[‌ ]?اپ"
# Whole lines at the head or foot of a text: letters, channels, rights, subscriptions, who took it over.
EDGE = (
    rf"(?:facebook|twitter|whatsapp|x|telegram)(?:['’]?(?:ta|da|te|de|[ıi]nde)| पर|에| ?で) (?:paylaş|"
    rf"साझा करें|शेयर करें|공유|シェア)|"
    rf"(?:{NETWORK})(?: ?पर| ?에| ?で) ?(?:साझा करें|शेयर करें|공유(?:하기)?|シェア(?:する)?)|分享[到至](?:{NETWORK})|"
    r"subscreva (?:a|as) (?:nossas?|newsletters?).{0,60}|berlangganan (?:buletin|newsletter).{0,40}|"
    r"(?:در )?خبرنامه ما .{0,30}|हमारे? (?:न्यूज़?लेटर|चैनल).{0,60}(?:लें|करें|जुड़ें)|"
    r"扫(?:描|码).{0,14}?关注(?:我们|.{0,14}(?:公众号|微信|微博))?\W*|关注我们.{0,20}(?:公众号|微博|微信)(?:\W.{0,20})?|"
    r"(?:メールマガジン|メルマガ|ニュースレター)(?:に|を|の)?(?:登録|購読)(?:[はすし]|申).{0,11}|"
    r"뉴스레터 ?(?:구독|신청)(?!자).{0,10}|"
    r"제보는 (?:카카오톡|카톡)[ :].{0,40}|"
    r"無断(?:転載|複製).{0,16}禁(?:じます|止)(?:します|です)?|"
    r"무단 ?전재.{0,12}금지|未经(?:授权|许可).{0,40}(?:转载|使用本).{0,12}|"
    r"版[权權]所有(?:[\W侵翻违違未不].{0,60})?|免[责責](?:声明|聲明)\s?[:：].{1,120}|"
    r"при (?:использовании|цитировании|перепечатке|копировании) (?:материал\w+|"
    r"информации) .{0,60}обязательна.{0,20}|"
    r"dilarang (?:keras )?(?:mengutip|memperbanyak|mengambil)\b.{0,60}\b(?:berita|artikel|konten|isi)\b.{0,100}|"
    r"kopiowanie (?:materiałów|treści|artykułów|tekstów|bez zgody).{0,40}zabronione.{0,20}|"
    r"(?:この記事|本記事)は(?:有料)?会員限定.{0,12}|유료 ?(?:회원|구독자) ?전용.{0,12}|"
    r"[(（]?(?:यह|इस) (?:खबर|समाचार) .{0,60}(?:टीम ने .{0,20}संपादित नहीं|फीड से).{0,60}[)）]?|"
    r"(?:die redaktion hat )?dies(?:e meldung|er beitrag|er text|en beitrag|"
    r"en text)\b(?! k[oaö]nn).{0,60}\bnicht (?:bearbeitet|geprüft)\b.{0,90}|"
    r"haberin (?:tamamı|devamı) için tıklay[ıi]n(?:[ıi]z)?|"
    r"©[^.]{0,40}\. τα πνευματικά δικαιώματα .{0,40}\bανήκουν\b.{3,120}"
)
