"""What outlets set around and into a text goes; the story's own words stay, whatever they look like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.normalize.boilerplate import strip_tails

LEAD = "The two ferries of Saltmarsh will sail again on Monday, the harbour office said."
BODY = "Masons have set new granite along eighty metres of the mole, and divers checked it twice."
FOOT = "Fares stay as they were until the end of April."

ANYWHERE = """
View this post on Instagram
A post shared by The Harbour (@harbour.saltmarsh)
A post shared by The Harbour (@harbour.saltmarsh) on Mar 7, 2024 at 10:30am PST
Una publicación compartida de El Puerto (@elpuerto) el 7 de Mar de 2024 a las 10:30 PST
Публикация от Порта (@port) 7 Мар 2024 в 10:30 PST
Une publication partagée par Le Port (@leport)
Ver esta publicación en Instagram
Ein Beitrag geteilt von Hafen (@hafen)
Bu gönderiyi Instagram'da gör
♬ original sound - Harbour
- Advertisement -
Sponsored content
Contenu sponsorisé
A lire : Cinq îles qui valent le voyage
Mira también: Cinco islas que merecen la visita
الإعلانات
- إعلان -
READ ALSO: Five islands worth a winter visit
Read also: Five islands worth a winter visit
Also read Five islands worth a winter visit
» Read more: five islands
Related: Why the mole broke
Related: more stories from this section
See also | The storm in figures
[Read also: Five islands worth a winter visit]
WATCH: The first boat comes in
Advertisement
Advertisement - continue reading below
Story continues below
Article continues after this advertisement
Photo: the quay of Saltmarsh earlier this week
(Photo: our correspondent)
Photo caption: Officials arrive at the building. Photo: our correspondent
Image credit: Harbour office
File photo: the old mole
Sign up for our morning newsletter and never miss a story.
Get the day's headlines in your inbox: subscribe to our newsletter.
Lire aussi : Cinq îles qui valent le voyage
LIRE AUSSI - Cinq îles qui valent le voyage
» LIRE AUSSI - «Tempête»: les images du môle
Lire aussi Cinq îles qui valent le voyage
À lire : Cinq îles qui valent le voyage
À lire également : la tempête en chiffres
Publicité
Publicité - la suite ci-dessous
La suite après la publicité
Photo d'illustration : le quai de Marsal
Crédit photo : la capitainerie
Légende : les élus à leur arrivée
Recevez chaque matin notre lettre d'information.
Inscrivez-vous à notre infolettre pour ne rien manquer.
Leer también: Cinco islas que merecen la visita
LEA TAMBIÉN: Cinco islas que merecen la visita
Lea también Cinco islas que merecen la visita
Te puede interesar: la tormenta en cifras
Publicidad
Publicidad - siga leyendo más abajo
La noticia sigue después de la publicidad
Foto: el muelle de Salinas, esta semana
Pie de foto: los responsables, a su llegada
Suscríbase a nuestro boletín para no perderse nada.
Reciba cada mañana nuestro boletín.
اقرأ أيضا: خمس جزر تستحق الزيارة
إقرأ أيضاً: خمس جزر تستحق الزيارة
اقرأ أيضا خمس جزر تستحق الزيارة في الشتاء
طالع أيضا: العاصفة بالأرقام
إعلان
إعلان - تابع القراءة في الأسفل
يتبع بعد الإعلان
تعليق الصورة: المسؤولون لدى وصولهم
تصوير: مراسلنا
صورة من الأرشيف لرصيف الميناء
سجل بريدك في نشرتنا حتى لا يفوتك جديد
اشترك في نشرتنا الصباحية
موضوعات متعلقة: خمس جزر تستحق الزيارة
صورة تعبيرية
MORE: How the mole broke
RECOMMENDED STORIES: The storm in figures
Getty Images: the quay of Saltmarsh
Sur le même sujet : la digue en chiffres
Lea además: cinco islas para el invierno
Anzeige
Symbolbild
Lesen Sie auch: Fünf Inseln für den Winter
Mehr zum Thema: Der Sturm in Zahlen
Nach der Anzeige geht es weiter
Abonnieren Sie unseren Newsletter
Publicidade
Leia também: Cinco ilhas para o inverno
Continua após a publicidade
Receba a nossa newsletter todas as manhãs
Pubblicità
Leggi anche: Cinque isole per l'inverno
L'articolo continua dopo la pubblicità
Iscriviti alla nostra newsletter
Реклама
Читайте также: Пять островов для зимы
Фото из архива
Подпишитесь на нашу рассылку
Подписывайтесь на наш канал в Telegram
Reklam
İlgili haber: Kış için beş ada
Haberin devamı reklamdan sonra
Bültenimize abone olun
"""
EDGES = """
Filed under: Harbour
#Harbour #Storm
© Harbour Gazette 2024
Copyright (c) 2024, Harbour Gazette.
Copyright Harbour Press Ltd, 2024. Printed on the island.
Leave a comment
Reply to this post
Reply via email
3 comments
1,203 views
Views: 1,203 | 14 comments
12 mil visualizações
عدد المشاهدات: 1203
Просмотров: 1 203
Published 3 minutes ago
3 hours ago · 12k reads
Publié il y a 12 minutes
hace 3 horas
vor 5 Minuten
منذ 3 ساعات
Share Tweet Email
Share on Facebook Share on X Share on WhatsApp
Like this: Like Loading...
Facebook
Subscribe: t.me/harbourgazette
Reproduction interdite sans autorisation.
J’aime ça : J’aime chargement…
Archivado en: Puerto
Deja un comentario
شاركها
الكلمات المفتاحية: ميناء
يمنع إعادة النشر دون إذن.
اترك تعليقا
Copyright 2024 The Harbour Press. All rights reserved. This material may not be published.
(Copyright The Harbour Press, all rights reserved)
Share
Share | Listen | Save
Share on Facebook | Share on X | Copy link
Share this article: Facebook, WhatsApp, Telegram, e-mail
Share this story
Listen to this article (3 minutes)
Reading time: 3 min
3 min read
Follow us on Facebook and X for the latest news.
Comments are closed for this article.
© All rights reserved. Reproduction without written permission is forbidden.
Tags: ferries, storm, Saltmarsh
Subscribe to the Ledger's newsletter
The post Ferries sail again appeared first on The Harbour Gazette.
Partager | Écouter | Enregistrer
Partager sur Facebook | Partager sur X | Copier le lien
Partager cet article : Facebook, WhatsApp, courriel
Écouter l'article (2 minutes)
Suivez-nous sur Facebook et X pour toute l'actualité.
Tous droits réservés
© Tous droits réservés. Reproduction interdite sans autorisation.
Les commentaires sont fermés.
Mots-clés : bac, tempête
L'article Les bacs est apparu en premier sur Le Courrier.
Compartir | Escuchar | Guardar
Comparta esta noticia: Facebook, WhatsApp, Telegram, correo
Escuchar la noticia (2 minutos)
Síganos en Facebook y X para estar al día.
© Todos los derechos reservados. Prohibida su reproducción sin permiso.
Los comentarios están cerrados.
Etiquetas: barco, temporal
Más noticias de esta sección
شارك | استمع | احفظ
شارك على فيسبوك | شارك على إكس | انسخ الرابط
شارك هذا الخبر: فيسبوك، واتساب، تلغرام، بريد
استمع إلى المقال (دقيقتان)
تابعونا على فيسبوك وإكس لمعرفة آخر الأخبار
© جميع الحقوق محفوظة ويمنع النقل دون إذن
التعليقات مغلقة
مواضيع ذات صلة من هذا الركن
ظهرت المقالة العبارتان أولا على جريدة السهل.
سمات: عبارة، عاصفة، ميناء
سمات الميناء العاصفة سرنهالة
وسوم: عبارة، عاصفة
رابط الخبر بصحيفة السهل: العبارتان تستأنفان رحلاتهما
Next Previous
حقوق النشر محفوظة © 2026
لمتابعة أهم الأخبار انضم إلى قناتنا على تيليجرام
نستخدم ملفات تعريف الارتباط لتحسين تجربتك.
Share: Facebook | X | WhatsApp
Follow us on Google News
We use cookies to improve your experience.
Copyright © 2026 All rights reserved. No part may be used without permission.
This article is for subscribers only
Article réservé aux abonnés
En poursuivant votre navigation, vous acceptez les cookies.
Síguenos en Google Noticias
Contenido exclusivo para suscriptores
Teilen: Facebook | X | WhatsApp
Artikel anhören · 3 Min
Folgen Sie uns auf Google News
Wir verwenden Cookies, um die Seite zu verbessern.
Alle Rechte vorbehalten
Compartilhe: Facebook | X | WhatsApp
Siga-nos no Google Notícias
Este site utiliza cookies para melhorar a sua experiência.
Condividi su Facebook | X
Seguici su Google News
© Riproduzione riservata
Поделиться: ВКонтакте | Telegram
Сайт использует файлы cookie.
Все права защищены
Paylaş: Facebook | X | WhatsApp
Bizi Google Haberler'de takip edin
Sitemizde çerezler kullanılmaktadır.
© 2026 Tüm hakları saklıdır
Unsubscribe | Update your preferences
No longer want to receive these emails? Unsubscribe.
If you no longer wish to receive our newsletter, you can unsubscribe here.
If you don't want to receive these emails from us, please let us know.
Si vous ne souhaitez plus recevoir nos lettres, cliquez ici.
To stop receiving these emails, click here.
You received this email because you signed up at the quay.
Was this email forwarded to you? Subscribe here.
Our mailing address is: Quay 1, Saltmarsh
Read online
Having trouble viewing this email? Click here.
Se désabonner
Vous recevez cet e-mail car vous êtes inscrit à la lettre du port.
Wenn Sie diesen Newsletter nicht mehr erhalten möchten, können Sie ihn hier abbestellen.
Recibes este correo porque te suscribiste en el puerto.
Hai ricevuto questa email perché sei iscritto alla nostra lista.
Bekijk in browser
"""
OWN = """
View this post on Instagram as a warning, the harbour master said.
A post shared by two pilots (@north and south) is empty since May.
A post shared by the mayor (@mayor) drew two thousand answers on Monday.
♬ The mole is long, the mole is old, ♬ they sang in front of the office.
Unsubscribe from the war, the poet tells his readers.
You received this medal because you went back into the fire, the king told her.
This email was sent to the minister two days before the mole broke.
If you no longer wish to receive visitors, hang out the red flag.
If you no longer wish to receive emails from charities, tell their regulator.
Wenn Sie keine Newsletter mehr erhalten wollen, widersprechen Sie schriftlich.
Si vous ne voulez plus recevoir de messages publicitaires, la loi vous aide.
Our mailing address is the same as in 1950, she says, and laughs.
Was this email forwarded to you? the judge asked the witness.
You can unsubscribe from a paper, not from history.
Recibes este correo porque eres el último de la lista, le escribió el ministro.
Si vous ne souhaitez plus recevoir de sable, fermez le port.
Wenn Sie diesen Weg nicht mehr gehen möchten, nehmen Sie die Fähre.
Dead: 13.
Boats: 41
The last boat came in 3 hours ago.
Her 14 comments were read twice.
Copyright in films of 1928, among them two of the harbour, ends on Monday.
Copyright law of 2024, the printers said, is a tangle.
ends
Ph. D. Jane Roe
Lecture : 2 Samuel
Copyright lawyers say all rights reserved is a phrase that means nothing.
Copyright law of 1911 left all rights reserved to publishers, the court found.
Read also aloud were the names of the nine who had drowned in the strait.
Read more slowly, the teacher told the children of the upper school.
Related: the word was on everyone's lips, and no one knew to whom.
Share this burden with us, the mayor asked the people of the mainland.
Share prices fell on Monday.
Share and share alike, the will of the old pilot says.
Save the whales, the sign on the pier said.
Print workers struck on Monday.
Listen to this, the sexton said, and rang the bell.
Follow us, the pilots said, and eleven boats did.
Join us in prayer, the bishop asked.
Get your boats in, the harbour master told our reporter.
Subscribe to the view that all is well, and you will be disappointed.
Advertisement of the post began on Monday.
Advertising on the quay is forbidden since May.
Photographs of the mole were shown to the council.
Image problems trouble the ferry line.
Tags on the sheep told the shepherds apart.
Comments are welcome until Friday, the office said.
All rights reserved for the islanders were lost in the storm of 1953.
Watch the birds, the ferryman said: they know.
WATCH officers slept.
More boats will follow.
X marks the spot where the anchor lies.
Lire aussi les lettres de la reine reste un plaisir.
À lire dans la brume, le panneau se devinait à peine.
Partager le pain est ici un devoir.
Publicité mensongère : la compagnie des bacs est condamnée.
Photo volée, la famille du pilote porte plainte.
Recevez nos excuses, a dit le maire aux îliens.
Crédits : le conseil vote trois millions pour la digue.
Écouter l'océan, voilà ce qu'il faisait le soir.
Suivez-nous, ont dit les pilotes aux onze barques.
Tous droits réservés aux îliens furent perdus en 1953.
Enregistrer les voix des anciens prendra des années.
Compartir el pan es aquí un deber.
Publicidad engañosa: la naviera, condenada.
Leer también es un derecho, recordó la maestra del pueblo.
Escuchar la mar era lo suyo.
Reciba nuestras disculpas, dijo el alcalde a los isleños.
Foto robada, la familia denuncia.
شارك على هامش القمة ثلاثة وزراء في افتتاح الميناء.
شارك في الافتتاح مئات من سكان الجزيرة
شارك هذا الفريق في ثلاث دورات.
إعلان حالة الطوارئ في الجزيرة
إعلان: كلمة قرأها الصيادون على باب الميناء.
تصوير الفيلم يبدأ في سرنهالة
صورة البحر في شعره لا تغيب
تابعنا السير نحو المرسى قبل الفجر
اشترك في السباق أربعون قاربا من الجزيرة
استمع إلى البحر، قال له الشيخ.
سمات العصر الجديد تظهر في هذا الميناء.
المزيد من المراكب في الطريق
لمتابعة المباراة وصل آلاف المشجعين من الجزيرة.
More: the sequel to Utopia was never written.
Cookies and tea were served to the islanders.
The regulator fined the ferry line over cookies on its site.
Recommended speeds in the strait fall by half.
Teilen der Insel droht eine neue Flut.
Folgen Sie uns, riefen die Lotsen den elf Booten zu.
Werbung für die Fähre ist am Kai verboten.
Bilder der Mole wurden dem Rat gezeigt.
Leia também em voz alta, pediu a professora da ilha.
Partilhar o pão é aqui um dever.
Condividi il pane, dice il proverbio dell'isola.
Ascolta il mare, gli disse il vecchio.
Реклама на причале запрещена с мая.
По теме моста совет спорил до ночи.
Paylaşılan ekmek burada bereket sayılır.
Bizi bekleyen on bir kayıktı.
"""


def lines(table: str) -> list[str]:
    return table.strip().split("\n")


@pytest.mark.parametrize("notice", lines(ANYWHERE))
def test_a_notice_goes_wherever_it_stands(notice: str) -> None:
    story = f"{LEAD}\n{BODY}\n{FOOT}"
    assert strip_tails(f"{notice}\n{story}") == (story, False)
    assert strip_tails(f"{LEAD}\n{notice}\n{BODY}\n{FOOT}") == (story, False)
    assert strip_tails(f"{story}\n{notice}") == (story, False)


@pytest.mark.parametrize("notice", lines(EDGES))
def test_a_notice_of_the_page_goes_at_head_and_foot_and_stays_within(notice: str) -> None:
    story = f"{LEAD}\n{BODY}\n{FOOT}"
    assert strip_tails(f"{notice}\n{story}") == (story, False)
    assert strip_tails(f"{story}\n{notice}") == (story, False)
    within = f"{LEAD}\n{notice}\n{BODY}"
    assert strip_tails(within) == (within, False)


@pytest.mark.parametrize("own", lines(OWN))
def test_the_storys_own_words_stay(own: str) -> None:
    for text in (f"{own}\n{LEAD}\n{BODY}", f"{LEAD}\n{own}\n{BODY}", f"{LEAD}\n{BODY}\n{own}", own):
        assert strip_tails(text) == (text, False)


def test_several_notices_go_together_and_the_end_before_them_is_read() -> None:
    head = "Share | Listen | Save\nPhoto: the quay"
    foot = "Read more\nTags: storm\nFollow us on X for more.\nShare this article"
    told = f"{head}\n{LEAD}\nREAD ALSO: Five islands\n{BODY}\n{foot}"
    assert strip_tails(told) == (f"{LEAD}\n{BODY}", True)


@pytest.mark.parametrize("notice", ["Share", "Advertisement", "Read also: Five islands", "إعلان"])
def test_a_text_that_is_nothing_but_a_notice_stays(notice: str) -> None:
    assert strip_tails(notice)[0] == notice


_LINE = st.sampled_from([*lines(ANYWHERE), *lines(EDGES), *lines(OWN), LEAD, BODY, FOOT, "", "…"])


@given(st.lists(_LINE | st.text(max_size=30), max_size=8).map("\n".join))
def test_stripping_never_raises_never_adds_and_never_empties(text: str) -> None:
    bare, _ = strip_tails(text)
    assert set(bare.split()) <= set(text.split()) | {word.rstrip("….") for word in text.split()}
    kept = [line for line in lines(OWN) if line in text.split("\n")]
    assert all(line in bare for line in kept)
