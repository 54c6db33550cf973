"""The same words (:mod:`feeds.identify.mark_words`) in languages that were measured later, by what a mark says.

Everything is written folded: й is и there, dakuten and the signs that join letters in Hindi are gone.
"""

from __future__ import annotations

# A notice's verb stands at its end in many of these, behind the story's title, so that they are known by both.
_QUOTED = r"[«\"“„'‘「『《〈]"
# A title in quotation marks, and what may stand between it and its verb: no clause that tells of something else.
_TITLE = rf"{_QUOTED}.{{1,200}}?[»\"“”'’」』》〉](?: \w+(?:[:./-]\w+)*){{0,4}}? "
_STORY_RU = r"(?:сообщение|новость|материал|заметк[ау]|повідомлення|новин[ау]|матеріал)"
_STORY_FA = r"(?:خبر|گزارش|مطلب)"

# At the head of a title, set off, however written.
SET_OFF = {
    "withdrawal": (
        r"notizia (?:annullata|ritirata)|"
        r"(?:новость|сообщение) (?:аннулирован[оа]|отозван[оа]|снят[оа])|(?:отзыв|аннулирование) (?:новости|сообщения)|"
        r"(?:новину|повідомлення) (?:анульовано|відкликано)|haber iptali|"
        r"pembatalan berita|berita (?:dibatalkan|dicabut)|(?:ابطال|لغو|حذف) خبر|"
        r"撤稿(?:通知|启事|声明|聲明)?|撤[销銷]稿件|稿件撤[销銷]|(?:記事(?:の)?|配信)取り?消し?(?:のお知らせ)?|"
        r"(?:기사|전문) ?취소|(?:समाचार|खबर) (?:रदद|निरसत)"
    ),
    "correction": (
        r"errata corrige|исправлени[ея]|исправлен[оаы]|уточнение|исправленная версия|виправлен(?:ня|о)|уточнення|"
        r"duzeltme|duzeltilmis tekrar|ralat|اصلاحيه|"
        r"更正(?:启事|声明|聲明)?|勘[误誤]|(?:お詫ひと|おわひと)?訂正(?:とお詫ひ)?|差し?替え?|"
        r"정정(?: ?보도)?|고침|바로 ?잡습니다|शुदधि(?:पतर)?|भूल[- ]सुधार|संशोधित"
    ),
    "update": (
        r"обновлено|дополнено|оновлено|доповнено|guncelle(?:me|ndi)|diperbarui|"
        r"(?:به|ب)[ \u200c]?روز[ \u200c]?رساني|تكميلي|更新|続報|续报"
    ),
}
# Likewise, but only in capitals.
CAPITALS = {
    "withdrawal": (
        r"аннулирован[оа]|аннулировать|анульовано|анулювати|відкликано|iptal|batal|pembatalan|dibatalkan|取り消し"
    ),
    "correction": r"corrett[oa]|corregge|поправка|koreksi",
    "update": r"(?:gesamt-)?roundup|guncel",
}
CLOSING = (
    r"notizia annullata|(?:новость|сообщение) аннулирован[оа]|haber iptali|(?:ابطال|لغو|حذف) خبر|撤稿|稿件撤[销銷]|"
    r"記事(?:の)?取り?消し|(?:기사|전문) ?취소"
)
CLOSING_CORRECTION = (
    r"korrektur|korrigiert|berichtigt|corretto|rettifica|corrigid[oa]|correcao|исправлено|уточнено|виправлено|"
    r"duzeltme|duzeltildi|ralat|اصلاحيه|更正|訂正|정정|고침"
)
# Yonhap numbers its takes behind the title: (종합), (종합2보), (2보).
BRACKETED_UPDATE = r"종합(?: ?\d{1,2}보)?|\d{1,2}보"
# In brackets at the head: what was put right, its verb at the end where the language has it there.
NOTED_CORRECTION = (
    r"si corregge|corregge|corretto|rettifica|исправлен[оаы]?|исправляется|уточнен[оаы]?|виправлено|"
    r"ralat|更正|訂正|정정|"
    r"[^()\[\]]{1,160}?(?:duzelt(?:ilmistir|ildi)|を訂正し(?:ました|ます)|바로 ?잡(?:습니다|았습니다)|정정합니다|"
    r"सुधार(?:ा|ी) ग(?:या|ई) है|(?:اصلاح|تصحيح) شد)"
)
LABELS = (
    r"wdh|eilmeldung|повтор|срочно|молния|son dakika|ultim'?ora|再送|速報|独自|快[讯訊]|속보|단독"
)

_DROPPED_IT = r"(?:e|viene) (?:stata )?(?:annullata|ritirata)\b"
_DROPPED_ID = r"(?:dibatalkan|dicabut|(?:mohon )?tidak (?:digunakan|dimuat))\b"
WITHDRAWN = (
    rf"\W*(?:la|questa) notizia (?:(?:dal titolo |intitolata )?{_TITLE})?{_DROPPED_IT}|"
    r"\W*si prega di (?:non (?:utilizzare|pubblicare)|annullare|considerare annullata) (?:la|questa) notizia\b|"
    rf"\W*(?:просим|просьба|прохання|просимо)(?: \w+){{0,3}}? (?:не (?:использовать|публиковать|використовувати)|"
    rf"(?:считать )?аннулирова\w+|снять|анулювати) (?:это |данное |це )?{_STORY_RU}\b|"
    rf"\W*{_STORY_RU} (?:(?:под|с|із|під) заголовк\w+ )?{_TITLE}"
    r"(?:аннулиру(?:ется|ем)|(?:аннулирован|отозван|анульован)[оаы]?)\b|"
    rf"\W*{_QUOTED}.{{1,200}}?\W baslikli haber\w*\W+(?:(?:\w+\W+){{0,3}}?"
    r"(?:kullanmayiniz|yayimlamayiniz|dikkate almayiniz)|(?:(?:\w+ ){1,3}nedeniyle )?iptal (?:edilmistir|edildi))\b|"
    rf"\W*berita (?:ini (?:telah |sudah )?|(?:berjudul|dengan judul) {_TITLE}){_DROPPED_ID}|"
    rf"\W*{_STORY_FA} (?:با عنوان |با تيتر )?{_TITLE}(?:باطل است|(?:لغو|ابطال|حذف) (?:شد|مي[ \u200c]?شود))|"
    r"\W*.{0,30}?《.{1,200}?》(?:一|之)?稿(?:件)?(?:.{0,60}?[请請]勿(?:使用|[采採]用|播[发發])|"
    r"(?:因[^,。]{1,40},)?[^,。的]{0,12}?(?:撤[销銷]|撤稿|作[废廢]))|"
    r"\W*[「『].{1,200}?[」』]の(?:記事|原稿)[はを](?:、?[^、。]{1,60}(?:ため|のて)、?)?(?:全文)?取り消し(?:ます|ました)|"
    rf"\W*{_QUOTED}.{{1,200}}?\W(?: ?(?:제하의?|제목의))? ?기사를 [^을를]{{0,40}}?(?:취소|삭제)(?:합니다|했습니다)|"
    rf"\W*(?:कृपया |कपया )?{_QUOTED}.{{1,200}}?\W शीरषक वाली (?:खबर|समाचार)[^,।]{{0,60}}?"
    r"(?:(?:का|को) \S+ न करें|रदद|वापस ली)"
)
