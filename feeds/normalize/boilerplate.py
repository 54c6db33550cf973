"""What outlets' systems set around and into a text: "read more", share lines, captions, newsletters.

A table by what a notice is, each row in the languages we read. Only whole lines go, and the very end of the
last one: a writer's sentence that begins with such words stays, since it goes on as no notice does.
"""

from __future__ import annotations

import re

# Ends that say: there is more on the page.
_MORE = re.compile(
    r"\s*(?:[\[(]?\s*(?:…|\.{3,}|&hellip;|&#8230;)\s*[\])]?\s*)?"
    r"(?:\b(?:read more|continue reading|read the (?:full|whole) (?:story|article)|full story|more|"
    r"lire la suite|lire plus|en savoir plus|lire l[’']article(?: complet)?|"
    r"leer m[aá]s|seguir leyendo|leer la noticia completa|weiterlesen|leggi tutto|continua a leggere|ler mais)\b|"
    r"(?:اقرأ المزيد|إقرأ المزيد|المزيد|التفاصيل|تابع القراءة))[\s.…»>→]*$",
    re.IGNORECASE,
)
_ELLIPSIS = r"(?:…|\.{3,}|&hellip;|&#8230;)"
_CUT = re.compile(rf"(?:{_ELLIPSIS}|\[\s*{_ELLIPSIS}\s*\]|\(\s*{_ELLIPSIS}\s*\))\s*$")
# The link to the page, run into the last sentence.
_LINKED = re.compile(r"(?:^|(?<=[.!؟»”\"]))\s*رابط الخبر(?: \S.{0,40}?)?\s*:\s*.{0,220}$")

_LEAD_IN = r"[\s»>•▪*|►▶–—\-\[(]*"
_SEPARATED = r"\s*[:|»>–—-]\s*\S.{0,200}[^.…\s]"
_NETWORK = (
    r"(?:facebook|twitter|instagram|whatsapp|telegram|youtube|linkedin|tiktok|threads|bluesky|google news|e-?mail|"
    r"courriel|correo|x|"
    r"فيسبوك|إكس|تويتر|واتس ?اب|تلغرام|تليجرام|تيليجرام|انستغرام|إنستغرام|يوتيوب|لينكد ?إن|بريد)"
)
_READ_ALSO = (
    r"(?:read also|also read|see also|read more|related(?: (?:story|stories|articles?|news))?|more on this(?: story)?|"
    r"(?:à )?lire aussi|à lire(?: également)?|lire également|(?:à )?voir aussi|"
    r"(?:también )?(?:le puede|te puede|puede) interesar|le[ea]r? también|v(?:ea|er) también|más información|"
    r"[اإأ]قرأ (?:أيضا|أيضًا|أيضاً|ايضا|كذلك)|[اإأ]قرأ المزيد|طالع (?:أيضا|أيضًا|أيضاً)|شاهد (?:أيضا|أيضًا|أيضاً)|"
    r"(?:مواضيع|أخبار|مواد|مقالات) ذات صلة)"
)
_OWN_LETTER = (
    r"(?:sign up|subscribe|get|receive|abonnez-vous|inscrivez-vous|recevez|suscr[ií]ba(?:se|te)|reciba|recibe|"
    r"suscr[ií]bete|reg[ií]strate|اشترك(?:وا)?|سجل(?:وا)? (?:في|بريدك))\b.{0,80}?\b"
    r"(?:our|your|notre|nos|votre|nuestr[oa]s?|su|tu|نشرتنا|قناتنا|بريدك|بريدكم)\b.{0,100}"
)
_LETTER_NOUN = re.compile(
    r"newsletter|inbox|alerts|podcast|briefing|channel|lettre|infolettre|boîte|cha[iî]ne|bolet[ií]n|correo|canal|"
    r"نشرتنا|قناتنا|بريدك",
    re.IGNORECASE,
)
# Wherever it stands, such a line is the outlet's.
_ANYWHERE = re.compile(
    rf"{_LEAD_IN}(?:"
    rf"(?i:{_READ_ALSO})(?:{_SEPARATED}|\s+[A-ZÀ-Þ«“\"‘\d].{{0,180}}[^.…\s])|"
    r"(?:WATCH|LISTEN|VIDEO|VIDÉO|VÍDEO|EN IMAGES|PHOTOS)\s*[:|»>]\s*\S.{0,160}[^.\s]|"
    r"(?:[اإأ]قرأ|طالع|شاهد) (?:أيضا|أيضًا|أيضاً|ايضا|كذلك)\s+[^.]{3,160}|"
    r"(?i:advertis(?:ement|ing)|publicit[ée]|publicidad|anuncio|إعلان)"
    r"(?:\s*[-–—:]\s*(?i:continue reading.{0,30}|story continues.{0,30}|la suite.{0,30}|siga leyendo.{0,30}|"
    r"scroll.{0,30}|تابع القراءة.{0,30}))?|"
    r"(?i:(?:the )?(?:story|article) continues (?:below|after)(?: (?:the|this) (?:advert|ad|advertisement))?|"
    r"la suite (?:ci-dessous|après (?:la|cette) publicité)|"
    r"la noticia (?:sigue|continúa) (?:después de la publicidad|más abajo)|يتبع بعد (?:الإعلان|الفاصل))|"
    r"(?i:(?:photo|image|picture|foto|imagen)(?: (?:credit|caption|d[’']illustration|d[’']archives|de archivo))?|"
    r"file (?:photo|picture)|crédit photo|crédits photos?|pie de foto|légende|caption|"
    r"تعليق الصورة|مصدر الصورة|تصوير|عدسة)\s*:\s*\S.{0,200}|"
    r"صورة (?:من الأرشيف|أرشيفية)(?: [^.]{0,100})?"
    r")[\s\])]*"
)
_BAR = (
    r"(?:share|listen|save|print|copy (?:link|url)|tweet|e-?mail|comments?|gift|"
    r"partager|écouter|enregistrer|imprimer|copier le lien|commenter|réagir|sauvegarder|"
    r"compartir|escuchar|guardar|imprimir|copiar enlace|comentar|comentarios|"
    r"شارك|استمع|احفظ|حفظ|اطبع|طباعة|انسخ الرابط|نسخ الرابط|مشاركة)"
)
_ON_NETWORK = rf"(?: (?:on|via|sur|par|en|por|على|عبر) {_NETWORK})?"
_ARTICLE = (
    r"(?:this|the|cet|cette|l[’']|esta|este|la|el|هذا|هذه)? ?"
    r"(?:article|story|post|page|news|information|noticia|artículo|nota|الخبر|المقال|المقالة|الموضوع)"
)
_RIGHTS = r"(?:all rights reserved|tous droits réservés|todos los derechos reservados|(?:جميع|كل|كافة) الحقوق محفوظة)\b"
# Where WordPress says that a post was first, in its translations, by the first word.
_FIRST_ON = {
    word: re.compile(f"{word} .{{1,300}} {rest} .{{1,120}}", re.IGNORECASE)
    for word, rest in {
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
    }.items()
}
# Such a line is the outlet's at the head or the foot of a text.
_EDGE = re.compile(
    r"(?:the post .{1,300} (?:appeared first on|first appeared on) .{1,120}|"
    r"l[’']article .{1,300} est apparu en premier sur .{1,120}|"
    r"la entrada .{1,300} (?:se public[oó] primero en|aparece primero en) .{1,120}|"
    r"(?:ظهرت المقالة|نشر لأول مرة).{1,300}|"
    rf"{_BAR}{_ON_NETWORK}(?:\s*[|·•/,]\s*{_BAR}{_ON_NETWORK})*|"
    rf"(?:share|partage[rz]|comparte|comparta|compartir|شارك(?:وا)?|مشاركة) {_ARTICLE}(?:{_ON_NETWORK}|\s*:.{{0,100}})|"
    r"(?:listen to|écouter|escuchar|استمع إلى) ?"
    rf"{_ARTICLE}(?:\s*\(?.{{0,30}}\)?)?|"
    r"(?:reading time|temps de lecture|tiempo de lectura|مدة القراءة)\s*:?\s*.{1,20}|\d{1,2}[ -]min(?:ute)? read|"
    r"(?:follow us|like us|join us|suivez-nous|rejoignez-nous|s[ií]ganos|s[ií]guenos|تابعونا|تابعنا|انضموا إلينا)"
    rf".{{0,60}}?\b{_NETWORK}\b.{{0,80}}|"
    r"(?:subscribe to|sign up (?:for|to)|abonnez-vous|suscr[ií]base|suscr[ií]bete|اشترك) .{0,80}"
    r"(?:newsletter|alerts|channel|podcast|briefing|lettre|cha[iî]ne|bolet[ií]n|نشرتنا|قناتنا).{0,60}|"
    rf"©\s*{_RIGHTS}.{{0,120}}|{_RIGHTS}(?:\s*[.,;:،–—-].{{0,120}})?|"
    r"(?:comments are closed|les commentaires sont fermés|los comentarios están cerrados|التعليقات مغلقة).{0,40}\.?|"
    r"related: more .{0,60}|à lire également dans .{0,60}|más noticias de .{0,60}|more (?:stories|news) from .{0,60}|"
    r"(?:مواضيع|أخبار) ذات صلة.{0,60}|"
    r"(?:tags|keywords|mots[- ]clés|étiquettes|etiquetas|palabras clave|سمات|وسوم|الوسوم|كلمات (?:دليلية|مفتاحية))"
    r"\s*:\s*.{1,200}|"
    r"(?:سمات|الوسوم)(?: [^\s.؟!]+){1,12}|"
    r"رابط الخبر(?: .{1,60})?\s*:\s*.{0,200}|"
    r"next previous|previous next)",
    re.IGNORECASE,
)
# What kind of matter follows, in capitals before the first word.
_LABEL = re.compile(
    r"(?:VID[ÉE]OS?|VÍDEOS?|EN IMAGES|EN VIDÉO|EN DIRECT|PHOTOS|WATCH|EN VIVO|EN FOTOS)\s*(?:[.:|]|\s[-–—])\s+(?=\S)"
)
_NEAR_END = 200  # characters: no such end is longer
_LONGEST = 420  # likewise of a line


def strip_tails(text: str) -> tuple[str, bool]:
    """Text (paragraphs on lines) without an outlet's notices, and whether its end says that it is cut."""
    lines = text.split("\n")
    while len(lines) > 1 and _is_notice(lines[-1], edge=True):
        lines.pop()
    while len(lines) > 1 and _is_notice(lines[0], edge=True):
        lines.pop(0)
    lines = [line for line in lines if not _is_notice(line)] or lines
    lines[0] = _LABEL.sub("", lines[0], count=1) if _LABEL.match(lines[0]) else lines[0]
    lines[-1] = _LINKED.sub("", lines[-1]) or lines[-1]
    end = lines[-1][-_NEAR_END:]
    found = _MORE.search(end)
    if found and _stands_apart(end, found):
        lines[-1] = lines[-1][: len(lines[-1]) - len(end) + found.start()].rstrip()
        return "\n".join(lines).strip(), True
    return "\n".join(lines).strip(), bool(_CUT.search(end))


def _is_notice(line: str, *, edge: bool = False) -> bool:
    line = line.strip()
    if not line or len(line) > _LONGEST:
        return False
    if _ANYWHERE.fullmatch(line) or (_LETTER.fullmatch(line) and _LETTER_NOUN.search(line)):
        return True
    return edge and (_EDGE.fullmatch(line) is not None or _says_first_on(line))


def _says_first_on(line: str) -> bool:
    plain = line.replace("’", "'")
    found = _FIRST_ON.get(plain.partition(" ")[0].lower())
    return found is not None and found.fullmatch(plain) is not None


_LETTER = re.compile(rf"{_LEAD_IN}(?:{_OWN_LETTER})", re.IGNORECASE)


def _stands_apart(line: str, found: re.Match[str]) -> bool:
    """Whether the words are an outlet's and not the end of a sentence ("… taught to read more.").

    They are after an ellipsis or an arrow, on a line of their own, or as a sentence of their own.
    """
    if found.start() == 0 or "…" in found[0] or "..." in found[0] or re.search("[›»>→]", found[0]):
        return True
    phrase = found[0].strip()
    if len(phrase.split()) < 2:
        return False
    return phrase[0].isupper() or line[found.start() - 1] in '.!?؟…»”"'
