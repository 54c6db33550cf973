"""The words of outlets' notices: a table anyone can extend, by what a notice is, each in the languages we read.

Regular expressions without regard to case, but for what is said to be in capitals. ``boilerplate`` says where each
counts.
"""

from __future__ import annotations

# Ends that say: there is more on the page.
# Before the title of the story that goes on.
MORE_OF = (
    r"continue reading|continuer la lecture(?: de)?|seguir leyendo|continuar leyendo|weiterlesen|continua a leggere|"
    r"متابعة قراءة"
)
MORE = (
    r"(?:keep read(?:ing)?|read (?:more|on)|continue reading)|"
    r"read the (?:full|whole) (?:story|article)|read more of this story(?: at \w[\w.]{1,20})?|full story|more|"
    r"lire (?:la suite|plus)|continuer la lecture|continuar leyendo|en savoir plus|"
    r"lire l[’']article(?: complet)?|voir plus|"
    r"leer m[aá]s|s(?:eguir|igue|iga) leyendo|leer la noticia completa|ver m[aá]s|"
    r"(?:hier )?weiterlesen|mehr lesen|(?:lesen sie|erfahren sie) (?:hier )?mehr|zum (?:ganzen )?artikel|"
    r"leggi (?:tutto|di pi[uù]|l[’']articolo(?: completo)?)|continua(?: a leggere)?|"
    r"ler mais|leia mais|saiba mais|continu(?:ar|e) (?:a ler|lendo)|"
    r"читать (?:далее|дальше|полностью|ещ[её])|подробнее|devam[ıi](?:n[ıi] oku(?:yun)?)?|haberin devam[ıi]"
)
MORE_ARABIC = r"اقرأ المزيد|إقرأ المزيد|قراءة المزيد|المزيد|التفاصيل|تابع القراءة|لقراءة المزيد"

# Before when a text was posted.
POSTED = (
    r"(?:first |last )?(?:published|posted|updated|modified)(?: on| at)?|"
    r"(?:publié|posté|mis en ligne|mis à jour|modifié)(?: le)?|"
    r"(?:publicado|actualizado|modificado|atualizado)(?: el| em| a las)?|(?:veröffentlicht|aktualisiert)(?: am)?|stand|"
    r"(?:pubblicato|aggiornato)(?: il)?|yayınlanma|güncelleme|(?:опубликовано|обновлено)|"
    r"(?:نشر|نُشر|نشرت)(?: في| يوم)?|آخر تحديث|تاريخ النشر"
)
# How long it takes to read.
READING = (
    r"(?:reading time|temps de lecture|tiempo de lectura|lesezeit|tempo de leitura|tempo di lettura|"
    r"okuma süresi|время чтения|(?:مدة|وقت) القراءة)\s*:?\s*(?:\d{1,2}\s*\S{0,9}|دقيقة|دقيقتان)|"
    r"(?:lecture|lectura)\s*:?\s*\d{1,2}\s?min(?:ut[eo]s?)?|"
    r"\d{1,2}[ -]?min(?:ute)?s? (?:read|de lecture|de lectura)|\d{1,2}['’] di lettura"
)
# Above other stories' titles, each on a line of its own.
LISTS = (
    r"(?:more|related|similar|other|top|latest) (?:stories|articles|news|posts)|most read|trending(?: now)?|"
    r"recommended|"
    r"articles? (?:liés?|similaires?|connexes?|recommandés?)|les plus lus|dans la même rubrique|vous aimerez aussi|"
    r"(?:noticias|artículos|notas|artigos) relacionad[ao]s|lo más leído|recomendad[ao]s|más sobre (?:este tema|esto)|"
    r"dernières (?:infos|nouvelles|actualités)|(?:últimas|otras|más) noticias|últimas notícias|"
    r"meistgelesen|articoli correlati|i più letti|похожие (?:записи|новости)|benzer haberler|"
    r"الأكثر قراءة|آخر الأخبار|قد يعجبك أيضا|(?:مواضيع|مقالات|أخبار) (?:مشابهة|أخرى)"
)

# Before what else the outlet has, set off from it by a colon, a dash or a capital.
READ_ALSO = (
    r"read also|also read|see also|read more|related(?: (?:story|stories|articles?|news))?|more on this(?: story)?|"
    r"recommended(?: (?:stories|for you|reading))?|you (?:may|might) also like|don[’']t miss|"
    r"(?:à )?lire aussi|[àa] lire(?: également)?|lire également|(?:à )?voir aussi|sur le même sujet|"
    r"pour aller plus loin|"
    r"(?:también )?(?:le puede|te puede|puede) interesar|le[ea]r? (?:también|además)|(?:v(?:ea|er)|mira) también|"
    r"más información|"
    r"noticias? relacionadas?|le recomendamos|"
    r"lesen sie (?:auch|dazu)|mehr (?:zum thema|dazu)|auch interessant|"
    r"das könnte sie(?: auch)? interessieren|siehe auch|"
    r"leia (?:também|mais)|ler também|veja (?:também|mais)|saiba mais|confira também|"
    r"leggi anche|(?:ti )?potrebbe interessart?[ie](?: anche)?|vedi anche|approfondisci|"
    r"читайте (?:также|ещ[её])|смотрите также|(?:материалы )?по теме|"
    r"[iİ]lgili haber(?:ler)?|bun(?:lar|u)? da (?:ilginizi çekebilir|oku(?:yun)?)|ayrıca (?:okuyun|bakınız)"
)
READ_ALSO_ARABIC = (
    r"[اإأ]قرأ (?:أيضا|أيضًا|أيضاً|ايضا|كذلك)|[اإأ]قرأ المزيد|طالع (?:أيضا|أيضًا|أيضاً)|شاهد (?:أيضا|أيضًا|أيضاً)|"
    r"(?:مواضيع|موضوعات|أخبار|مواد|مقالات) (?:ذات صلة|متعلقة|قد تهمك)|قد يهمك(?: أيضا| أيضًا| أيضاً)?"
)

# Alone on a line: what stands there is paid for, or goes on below it.
ADVERTISEMENT = (
    r"advertis(?:ements?|ing)|sponsored(?: content)?|publicit[ée]s?|contenu sponsorisé|publicidade?|anuncio|"
    r"contenido patrocinado|anzeige|"
    r"werbung|(?:annuncio )?pubblicit(?:à|ario)|реклама|reklam|إعلان|(?:ال)?إعلانات|محتوى إعلاني|إشهار"
)
GOES_ON = (
    r"(?:the )?(?:story|article) continues (?:below|after)(?: (?:the|this))?(?: (?:advert|ad|advertisement))?|"
    r"la suite (?:ci-dessous|après (?:la|cette) publicité)|"
    r"(?:la noticia )?(?:sigue|siga|continúa)(?: leyendo)? (?:después de la publicidad|más abajo)|"
    r"nach der anzeige (?:geht es weiter|weiterlesen)|"
    r"(?:o artigo |a reportagem )?continua (?:após|depois d)a? ?(?:a )?publicidade|"
    r"(?:l[’']articolo )?(?:continua|prosegue) (?:dopo la pubblicità|sotto)|"
    r"продолжение (?:после рекламы|ниже)|haberin devamı (?:reklamdan sonra|aşağıda)|"
    r"يتبع بعد (?:الإعلان|الفاصل)"
)

# Before who took a picture or what it shows, after a colon.
CAPTION = (
    r"(?:photo|image|picture|foto|fotos|imagen|imagem|immagine|bild)"
    r"(?: (?:credit|caption|d[’']illustration|d[’']archives|de archivo|d[’']archivio))?|"
    r"file (?:photo|picture|image)|getty images|crédit photo|crédits photos?|pie de foto|légende|caption|bildquelle|"
    r"фото|fotoğraf|(?:ال)?صورة|تعليق الصورة|مصدر الصورة|تصوير|عدسة"
)
# The same, alone on a line.
PICTURED = (
    r"ph\. (?!d\b)[^\W\d_][\w/. ]{1,30}|أرشيف|"
    r"©?\s*(?:(?:file|stock) (?:photo|picture|image)|(?:image|photo) d[’'](?:illustration|archives)|"
    r"foto de archivo|imagen de archivo|symbol(?:bild|foto)|archiv(?:bild|foto)|foto d[’']archivio|"
    r"(?:foto|imagem) (?:ilustrativa|de arquivo)|фото из архива|arşiv(?: fotoğrafı)?|"
    r"(?:photo|foto): (?:divulgação|arquivo|archiv))"
)

NETWORK = (
    r"facebook|twitter|instagram|whatsapp|telegram|youtube|linkedin|tiktok|threads|bluesky|messenger|"
    r"pinterest|reddit|"
    r"flipboard|google (?:news|actualités|noticias|notícias|notizie|haberler)(?:['’]\w+)?|google новости|e-?mail|"
    r"courriel|correo|x|xing|вконтакте|вк|одноклассники|телеграм|дзен|"
    r"فيسبوك|إكس|تويتر|واتس ?اب|تلغرام|تليجرام|تيليجرام|تي?لي?قرام|انستغرام|إنستغرام|يوتيوب|لينكد ?إن|بريد"
)
# Above a text, where nobody is named who wrote it; and what Drupal sets above a picture.
NOBODY = (
    r"(?:by |from )?(?:our (?:own )?correspondents?|our staff|staff (?:writer|reporter)s?|"
    r"web desk|news ?desk|newsroom)|"
    r"(?:la )?rédaction(?: web)?|redacción(?: web| digital)?|redazione(?: web)?|"
    r"haber merkezi|редакция|متابعة|هيئة التحرير|"
    r"image|imagen|bild|immagine"
)
# What a bar of buttons says.
BUTTON = (
    r"share(?: this)?|listen|save|print|mail|copy (?:link|url)|tweet|e-?mail|comments?|gift|"
    r"partager|écouter|enregistrer|imprimer|copier le lien|commenter|réagir|sauvegarder|"
    r"compartir|escuchar|guardar|imprimir|copiar enlace|comentar|comentarios|"
    r"(?:artikel |beitrag )?teilen|merken|drucken|vorlesen|kommentieren|compartilh(?:ar|e)|partilh(?:ar|e)|ouvir|"
    r"salvar|condividi|ascolta|salva|stampa|commenta|поделиться|слушать|распечатать|paylaş|dinle|kaydet|yazdır|"
    r"شارك(?:ها|وها|ه)?|استمع|احفظ|حفظ|اطبع|طباعة|انسخ الرابط|نسخ الرابط|مشاركة"
)
SHARE = (
    r"share|partage[rz]|comparte|comparta|compartir|teilen(?: sie)?|compartilh(?:ar|e)|partilh(?:ar|e)|condividi|"
    r"поделиться|paylaş|شارك(?:وا)?|مشاركة"
)
ARTICLE = (
    r"(?:this|the|cet|cette|l[’']|esta|este|la|el|diesen|den|o|a|questo|questa|هذا|هذه)? ?"
    r"(?:article|story|post|page|news|information|noticia|artículo|nota|artikel|beitrag|artigo|notícia|"
    r"articolo|notizia|"
    r"новость|новостью|haberi|الخبر|المقال|المقالة|الموضوع)"
)
LISTEN = (
    r"(?:listen to|écouter|escuchar|ouvir|ascolta|слушать|"
    r"استمع إلى) ?{article}|استمع (?:للخبر|للمقال)|artikel anhören|haberi dinle"
)
FOLLOW = (
    r"follow us|like us|join us|suivez-nous|rejoignez-nous|s[ií]ganos|s[ií]guenos|folgen sie uns|siga-nos|"
    r"segu?i?(?:ci|teci)|"
    r"подпи(?:сывайтесь|шитесь) на (?:наш|нас)|читайте нас|следите за|bizi|تابعونا|تابعنا|تابعوا|"
    r"انضم(?:وا)? إلى|انضموا إلينا|لمتابعة"
)
SIGN_UP = (
    r"subscribe to|sign up (?:for|to)|abonnez-vous|suscr[ií]base|suscr[ií]bete|abonnieren sie|melden sie sich|"
    r"assine|inscreva-se|iscriviti|подпи(?:сывайтесь|шитесь) на|اشترك"
)
# Invitations to what is "ours", to "your" letter box.
OWN_LETTER = (
    r"(?:sign up|subscribe|get|receive|abonnez-vous|inscrivez-vous|recevez|suscr[ií]ba(?:se|te)|reciba|recibe|"
    r"suscr[ií]bete|reg[ií]strate|download|téléchargez|rejoignez|descarg(?:a|ue)|únete|únase|حمل(?:وا)?|"
    r"abonnieren sie|melden sie sich|erhalten sie|bestellen sie|"
    r"receba|assine|inscreva-se|cadastre-se|iscriviti|ricevi|abbonati|подпи(?:сывайтесь|шитесь)|получайте|"
    r"اشترك(?:وا)?|سجل(?:وا)? (?:في|بريدك))\b.{0,80}?\b"
    r"(?:our|your|notre|nos|votre|nuestr[oa]s?|su|tu|unser\w*|ihr\w*|noss[oa]s?|seu|sua|teu|nostr[ao]|"
    r"tu[ao]|наш\w*|ваш\w*|"
    r"نشرتنا|قناتنا|تطبيقنا|بريدك|بريدكم)\b.{0,100}|"
    r"jeden (?:morgen|tag) .{0,80}\bnewsletter\b.{0,30}|bültenimize (?:abone olun|kaydolun).{0,40}"
)
LETTER = (
    r"newsletter|inbox|alerts|podcast|briefing|channel|\bapp\b|applica|aplicaci[oó]n|تطبيق|lettre|infolettre|boîte|cha[iî]ne|bolet[ií]n|correo|canal|"
    r"kanal|e-?mail|posta|рассылк|канал|почт|bülten|نشرتنا|قناتنا|بريدك"
)
RIGHTS = (
    r"(?:all rights reserved|tous droits réservés|tous droits de reproduction(?: et de représentation)? réservés|"
    r"todos los derechos reservados|prohibida (?:su|la) reproducción(?: total o parcial)?|alle rechte vorbehalten|"
    r"todos os direitos reservados|tutti i diritti riservati|riproduzione riservata|все права защищены|"
    r"tüm hakları saklıdır|(?:جميع|كل|كافة) الحقوق محفوظة|حقوق النشر محفوظة)"
)
# That a text may not be taken over.
FORBIDDEN = (
    r"(?:toute )?reproduction (?:interdite|(?:is |strictly )?prohibited).{0,60}|"
    r"يمنع (?:إعادة )?(?:النشر|النقل|النسخ|نشر|نقل|نسخ).{0,60}"
)
# Below a text, what readers may do.
COMMENTS = (
    r"leave a (?:comment|reply)|reply (?:to this (?:post|article)|(?:by|via) e-?mail)|join the conversation|"
    r"\d{1,4} comments?|laisse[rz] un commentaire|réagir à cet article|"
    r"\d{1,4} commentaires?|dej(?:a|e|ar) un comentario|\d{1,4} coment[aá]rios?|comenta esta noticia|"
    r"deixe um comentário|kommentar schreiben|\d{1,4} kommentare?|lascia un commento|\d{1,4} comment[oi]|"
    r"yorum yap(?:ın)?|оставить комментарий|"
    r"(?:اترك|أضف) (?:تعليق(?:ا|اً|ك)|ردا|رداً)|\d{1,4} تعليق(?:ات)?"
)
# A banner says what a site does with cookies, and speaks of the site.
COOKIES = r"\bcookies?\b|\bçerez|файлы cookie|ملفات تعريف الارتباط"
OF_THE_SITE = (
    r"\b(?:we use|this (?:web)?site uses|by continuing|nous utilisons|ce site utilise|en poursuivant|utilizamos|"
    r"est[ea] (?:sitio|site|web) (?:utiliza|usa)|wir (?:verwenden|nutzen)|diese (?:web)?seite (?:verwendet|nutzt)|"
    r"usiamo|questo sito (?:utilizza|usa)|сайт использует|мы используем|sitemiz|نستخدم|يستخدم هذا الموقع)"
)
FOR_SUBSCRIBERS = (
    r"(?:this (?:article|story|content) is (?:only )?(?:for|available to) (?:our )?subscribers(?: only)?|"
    r"(?:abonnez-vous|connectez-vous) pour lire la suite|"
    r"article réservé (?:aux|à nos) abonnés|contenido exclusivo para suscriptores|"
    r"dieser (?:artikel|beitrag|text) ist (?:nur |exklusiv )?für (?:unsere )?abonnenten(?: lesbar)?|"
    r"conteúdo exclusivo para assinantes|contenuto (?:riservato|esclusivo) (?:agli|per gli) abbonati|"
    r"материал доступен только подписчикам|bu içerik abonelere özeldir)"
)

# Where WordPress says that a post was first, in its translations, by the first word.
FIRST_ON = {
    "der": "erschien zuerst auf",
    "l'articolo": "(?:proviene da|sembra essere il primo su)",
    "o": "(?:apareceu|aparece) primeiro (?:em|no|na)",
    "het": "verscheen eerst op",
    "l'entrada": "ha aparegut primer a",
    "artykuł": "pochodzi z serwisu",
    "příspěvek": "pochází z",
    "inlägget": "dök först upp på",
    "innlegget": "dukket først opp på",
    "indlægget": "blev først udgivet på",
    "articolul": "apare prima dată în",
    "запись": "впервые появилась",
}

# Jetpack's buttons (WordPress), which lead where a window opens, in its translations; and what stands beside them.
OPENS_WINDOW = (
    r"(?:opens in (?:a )?new window|ouvre dans une nouvelle fenêtre|se abre en una ventana nueva|abre em nova janela|"
    r"wird in (?:einem )?neue[mn] (?:fenster|tab) geöffnet|"
    r"si apre in una nuova finestra|wordt in een nieuw venster geopend|"
    r"открывается в новом окне|yeni pencerede açılır|فتح في نافذة جديدة)"
)
# What one of them does: share, send, print.
BUTTON_DOES = (
    r"click|share|print|mail|partag|imprim|envoy|compart|enviar|klick|teilen|drucken|senden|condivid|stampa|invia|"
    r"delen|afdrukken|нажмите|подел|paylaş|yazdır|اضغط|انقر|شارك|مشاركة|طباعة"
)
BESIDE_BUTTONS = (
    r"share this|more|like this|like loading|loading|related|partager|plus|j’aime ça|j’aime chargement|"
    r"articles similaires|comparte esto|compartir en|más|me gusta esto|me gusta cargando|relacionado|"
    r"compartilhe isso|mais|curtir isso|"
    r"curtir carregando|teilen mit|gefällt mir|gefällt mir wird geladen|ähnliche beiträge|condividi|altro|"
    r"mi piace caricamento|correlati|شارك هذا الموضوع|المزيد|معجب بهذه|إعجاب تحميل|مرتبط"
)
# What hosts of podcasts set below what an episode is about.
PODCAST = (
    r"hosted on acast\. see acast\.com/privacy for more information|"
    r"(?:learn more about your ad choices\.\s*)?visit (?:https?://)?(?:www\.)?[\w.-]+/adchoices|"
    r"(?:learn more about your ad choices\.\s*visit (?:https?://)?[\w.-]+|"
    r"visit (?:https?://)?(?:www\.)?(?:acast|art19|wondery|redcircle|simplecast)\.com)/privacy|"
    r"(?:see|visit) (?:https?://)?omnystudio\.com/listener for (?:more )?privacy information|"
    r"hosted by simplecast, an adswizz company\. see .{0,120}|"
    r"(?:our )?privacy policy at https?://\S+ and california privacy notice at https?://\S+|"
    r"send in a voice message: https?://\S+|support this podcast: https?://\S+|"
    r"(?:advertising inquiries|privacy & opt-out): https?://\S+|our gdpr privacy policy was updated .{0,100}"
)
# What Reddit sets below a contribution, and Lemmy above it.
REDDIT = (
    r"submitted by (?:/?u/[\w-]+(?: to /?r/\w+)?|\S{1,40} to \S{1,60})(?: \[link\])?(?: \[comments\])?|"
    r"\[link\] \[comments\]"
)
# What Medium and Substack set into and below a text.
PLATFORM = (
    r".{1,300} was originally published in .{1,120} on medium, where people are continuing the conversation .{1,120}|"
    r"thanks for reading(?: .{1,80})?! (?:subscribe for free to receive new posts .{1,60}|this post is public .{1,60})|"
    r".{1,80} is a reader-supported publication\. to receive new posts and support .{1,40}, "
    r"(?:please )?(?:consider|become|subscribe|upgrade).{1,60}"
)
# Buttons of Substack's, what Discourse and phpBB say of a thread.
FORUM = (
    r"subscribe now|leave a comment|\d+ posts? [-–] \d+ participants?|read full topic|"
    r"statistics: posted by .{1,60} [—–-] .{6,40}"
)
# What is set below an agency's story by it, or by who took it over unread.
TAKEN_OVER = (
    r"view (?:original content(?: to download multimedia| with multimedia)?|source version on [\w.]{3,40})\s?:\s?https?://\S+|"
    r"(?-i:SOURCE) [^.!?:]{2,80}|a (?:photo|video) accompanying this announcement is available at https?://\S+|"
    r"our standards: (?:the )?thomson reuters trust principles.{0,30}|"
    r"[(]?(?:except for the headline, )?this (?:story|report|article) has not been (?:edited|modified) by .{2,60} "
    r"(?:staff )?(?:and|but) is (?:published|(?:auto-)?generated) from (?:a|an agency) (?:syndicated )?feed.{0,60}"
)
# What agencies and releases set below the last word: the end, and those who edited it.
THE_END = (
    r"(?-i:Ends|ENDS|Enditem)|--?-?\s?ends?/[^\W\d_]{2,15}|\.?/\.|[-–—(\[/*]{1,3}\s?ends?\s?[-–—)\]/*]{1,3}|[-–—]\s?30\s?[-–—]|#\s?#(?:\s?#){0,2}|"
    r"[(\[〈（【]\s?(?:끝|完|了|终|終|おわり)\s?[)\]〉）】]|(?:انتهای|پایان) (?:پیام|خبر)(?:\s?/.{0,20})?|"
    r"[\w.+-]{2,30}@[\w.-]{2,30}\.kr|(?:ⓒ|©|<저작권자|저작권자).{1,60}무단.{1,40}|"
    r"[（(【\[]?\s?(?:责任编辑|責任編輯|责编|責編|编辑|編輯|校对|编审)\s?[:：].{1,40}"
)
# What senders of letters set above and below them.
_MAIL = r"(?:(?:these|this|our|such|any|more) )?(?:e-?mails?|messages?|newsletters?)(?: from us| like (?:this|these))?"
_LEAVING = r"unsubscribe(?: (?:from (?:this|our|the) (?:list|mailing list|newsletter|e-?mails?)|here|at any ?time))*"
# How to leave, which a story on letters tells in other words.
_HOW = (
    r"\b.{0,80}\b(?:here|click|unsubscribe|opt out|reply|links?|let us know|ici|cliquez|désabonner|désinscrire|lien|"
    r"hier|klicken|abbestellen|abmelden|https?:).{0,60}"
)
MAILED = (
    r"view (?:this (?:e-?mail|message|newsletter)|it) in (?:your|a) (?:web )?browser|"
    r"want to change how you receive these e-?mails\?|"
    rf"(?:you (?:can|may) )?(?:update your preferences or )?{_LEAVING}\.?|"
    rf"(?:no longer|don[’']t) want(?: to (?:receive|get))? {_MAIL}\?.{{0,60}}|"
    rf"if you (?:no longer (?:wish|want)|do not (?:wish|want)|don[’']t want) to (?:receive|get) {_MAIL}{_HOW}|"
    rf"to (?:unsubscribe(?: from .{{1,40}})?|stop receiving {_MAIL}),? (?:please )?(?:click|visit|reply|go).{{0,40}}|"
    r"(?:please )?click here to (?:unsubscribe|view|update).{0,60}|"
    r"this (?:e-?mail|message|newsletter) was sent to \S+@\S+.{0,60}|"
    r"(?:was )?(?:this e-?mail forwarded to you|forwarded this e-?mail)\?.{0,30}(?:subscribe|sign up).{0,30}|"
    r"(?:our )?mailing address(?: is)?\s?:.{0,120}|"
    r"(?:e-?mail not displaying correctly|(?:having )?trouble (?:viewing|reading) this (?:e-?mail|newsletter))\?"
    r".{0,40}|"
    r"you(?:[’']re| are|[’']ve| have)? (?:receiving|received) this (?:e-?mail|newsletter|message) because .{3,120}|"
    r"(?:voir|afficher) (?:cet e-?mail|ce message) dans (?:votre|le) navigateur|"
    r"vous (?:recevez|avez reçu) (?:cet? (?:e-?mail|message|courriel)|cette (?:lettre|newsletter)) (?:car|parce qu)"
    r".{3,120}|"
    r"si vous ne (?:souhaitez|voulez|désirez) plus recevoir (?:nos|ces|cet|cette|de) "
    rf"(?:e-?mails?|messages?|courriels?|lettres?|newsletters?){_HOW}|"
    r"ver este (?:correo|e-?mail|mensaje) en (?:su|tu|el) navegador|"
    r"(?:recibes?|has? recibido) este (?:correo|e-?mail|mensaje|boletín)(?: electrónico)? porque "
    r"(?:te|se|está|usted)\b.{3,120}|"
    r"diese e-?mail im browser (?:ansehen|anzeigen)|"
    r"sie erhalten diesen? (?:e-?mail|nachricht|newsletter), (?:weil|da) .{3,120}|"
    r"wenn sie (?:diesen|unseren|keine) (?:newsletter|e-?mails?)(?: \w+)? mehr (?:erhalten|empfangen|bekommen)"
    rf"{_HOW}|"
    r"(?:hai ricevuto|ricevi) questa (?:e-?mail|newsletter) perché .{3,120}|"
    r"(?:você )?(?:está recebendo|recebeu|recebe) est[ea] (?:e-?mail|mensagem|newsletter) porque .{3,120}|"
    r"(?:u|je) ontvangt deze (?:e-?mail|nieuwsbrief) omdat .{3,120}"
)
# What the buttons in them say.
MAIL_BUTTON = (
    rf"{_LEAVING}|subscribe|"
    r"(?:update|manage|change)(?: (?:your|my))?(?: (?:e-?mail|subscription))? (?:preferences|subscriptions?)|"
    r"(?:view|read|open)(?: this (?:e-?mail|newsletter))? "
    r"(?:online|in (?:your |a |the )?(?:browser|app)|as a web ?page)|"
    r"forward (?:this e-?mail|to a friend)|privacy policy|terms of (?:use|service)|contact us|"
    r"se (?:désinscrire|désabonner)|gérer (?:mes|vos) préférences|voir en ligne|version en ligne|"
    r"newsletter abbestellen|(?:vom )?newsletter abmelden|im browser (?:ansehen|anzeigen|öffnen)|impressum|"
    r"datenschutz(?:erklärung)?|darse de baja|cancelar (?:la |mi |su )?suscripción|ver en el navegador|disiscriviti|"
    r"annulla (?:l[’'])?iscrizione|cancelar (?:a |minha )?(?:inscrição|subscrição)|uitschrijven|"
    r"bekijk in (?:je |uw )?browser"
)

# How often a page was looked at, and how long ago it was made: other words with every poll. Figures stand for ``{n}``.
COUNTED = (
    r"views?|reads?|comments?|reactions?|vues?|lectures?|commentaires?|réactions?|lecturas?|comentarios?|aufrufe|"
    r"kommentare?|visualizzazion[ei]|comment[io]|visualizaç(?:ões|ão)|comentários?|просмотр(?:ов|а)?|"
    r"комментари(?:ев|я|й)|görüntülenme|yorum|مشاهد(?:ات|ة)|قراء(?:ات|ة)|تعليق(?:ات)?"
)
COUNTING = rf"points|# comments|{COUNTED}|عدد (?:المشاهدات|القراءات|الزيارات|التعليقات)"
MADE = (
    r"(?:last )?updated|published|posted|publiée?|mise? à jour|publicad[oa]|actualizad[oa]|veröffentlicht|aktualisiert|"
    r"pubblicat[oa]|aggiornat[oa]|atualizad[oa]|опубликовано|обновлено|(?:تم )?(?:ال)?نشر|نُشر|(?:آخر )?تحديث"
)
# How long ago that was; ``n`` is a number.
AGO = (
    r"{n} ?(?:sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|days?) ago|"
    r"il y a {n} ?(?:secondes?|minutes?|min|heures?|h|jours?)|"
    r"hace {n} (?:segundos?|minutos?|horas?|días?)|vor {n} (?:sekunden?|minuten?|stunden?|tag(?:en)?)|"
    r"há {n} (?:minutos?|horas?|dias?)|{n} ?(?:minut[io]|or[ea]|giorn[io]) fa|"
    r"{n} (?:минут[уы]?|час(?:а|ов)?|дн(?:я|ей)|день) назад|"
    r"{n} (?:dakika|saat|gün) önce|"
    r"(?:قبل|منذ) (?:{n} )?(?:ثانية|ثوان|دقيقة|دقيقتين|دقائق|ساعة|ساعتين|ساعات|يوما?|يومين|أيام)"
)
# What a network has in a post that a page embeds: a link to it, whose it is and since when; TikTok's sound, of someone.
_POSTED = r" .{2,24}\b\d{4}\b.{1,12}\b\d{1,2} ?[:.h] ?\d{2}.{0,12}"
EMBEDDED = (
    r"(?:view this post on|voir cette publication sur|ver esta publicaci[oó]n en|ver (?:esta publicação|essa foto) no|"
    r"visualizza questo post su|lihat postingan ini di|visa det(?:ta)? inlägg(?:et)? på|vezi această postare pe|"
    r"wyświetl ten post na|посмотреть эту публикацию в|عرض هذا المنشور على) instagram(?:ie)?|"
    r"sieh dir diesen beitrag auf instagram an|dit bericht op instagram bekijken|bu gönderiyi instagram[’']da gör|"
    r"(?:a post shared by|une publication partagée par|una publicación compartida (?:de|por)|un post condiviso da|"
    r"uma publicação (?:compart|part)ilhada por|ein beitrag geteilt von|een bericht gedeeld door|ett inlägg delat av|"
    r"post udostępniony przez|sebuah kiriman dibagikan oleh|публикация от|تمت مشاركة منشور بواسطة) "
    rf".{{1,80}} \(@[\w.]{{1,40}}\)(?:\W{{0,3}}|{_POSTED})|"
    r"♬ \S.{0,80} [-–—] \S.{0,80}"
)
