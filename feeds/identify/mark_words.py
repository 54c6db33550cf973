"""The words of the wires' marks: a table anyone can extend, by what a mark says and how it is set off.

Everything is written folded (:func:`feeds.text.fold`): small letters, no accents, bare Arabic letters.
"""

from __future__ import annotations

from feeds.identify import mark_words_abroad as abroad

# Notices to editors name themselves before the mark: ADVISORY-Story withdrawn: …
PREFIX = (
    r"(?:(?:advisory|attention(?: editors)?|editors|eds|avis|aviso|atencion|atencao|achtung|hinweis|attenzione|"
    r"вниманию|dikkat|rpt|تنويه|تنبيه)"
    r"\s*[:–—-]+\s*)?"
)

_STORY_AR = "(?:ال)?(?:خبر|نبا|برقيه)"
_LD = r"\d(?:st|nd|rd|th) (?:ld|lead)(?:[- ]writethru)?"

# At the head of a title, before a colon, a dash or the like, however written.
SET_OFF = {
    "withdrawal": (
        r"withdrawn|retract(?:ed|ion)|(?:bulletin|mandatory|story) kill|kill (?:notice|bulletin|advisory)|"
        r"story (?:withdrawn|killed|retracted|removed)|withdrawal of story|"
        r"(?:depeche|information) (?:annulee|retiree)|annulation de depeche|"
        r"(?:noticia|informacion) (?:anulada|retirada)|se (?:retira|anula) la (?:noticia|informacion)|"
        r"anulacao de noticia|meldung (?:zur(?:u|ue)ckgezogen|storniert|annulliert)|"
        rf"(?:الغاء|سحب) {_STORY_AR}|خبر (?:ملغي|مسحوب)|الغاء|"
        rf"(?:يرجي|نرجو|الرجاء) (?:عدم نشر|عدم استخدام|الغاء|سحب|تجاهل) {_STORY_AR}|{abroad.SET_OFF['withdrawal']}"
    ),
    "correction": (
        r"correct(?:ed|ions?|ive)|refile[sd]?|erratum|errata|clarif(?:ication|ied)|"
        r"rectificati(?:f|on)|correctif|annule et remplace|anula y sustituye|"
        r"korrektur|berichtigung|correcao|retificacao|correzione|rettifica|"
        r"correccion|corregid[oa]|rectificacion|fe de err(?:ores|atas)|"
        r"(?:اعاده (?:مع )?(?:ال)?)?(?:تصحيح|تصويب)|اعاده ?/ ?(?:ال)?(?:تصحيح|تصويب)|استدراك|مصحح|"
        f"{abroad.SET_OFF['correction']}"
    ),
    "update": (
        rf"update[sd]?|{_LD}|writethru|"
        r"actualisation|mise a jour|maj|"
        r"actualizacion|actualizad[oa]|ampliacion|aktualisier(?:t|ung)|atualizacao|aggiornamento|"
        rf"تحديث|محدث|اضافه(?: (?:اولي|ثانيه|ثالثه|اخيره|تفاصيل))?|{abroad.SET_OFF['update']}"
    ),
}

# The same, but only in capitals: headlines set these words off themselves.
CAPITALS = {
    "withdrawal": (
        r"kill|withdrawal|retrait|(?:(?:depeche|information) )?(?:a )?retirer|retiree?|annulation|"
        r"(?:(?:depeche|information) )?(?:a )?annuler|annulee?|"
        r"(?:(?:depeche|information) )?(?:a )?supprimer|"
        r"anulacion|anular|anula|anulad[oa]|retirad[oa]|retirar|eliminar|eliminad[oa]|anulacao|"
        r"storno|stornierung|storniert|zur(?:u|ue)ckgezogen|annullierung|annulliert|annullamento|annullare|"
        f"{abroad.CAPITALS['withdrawal']}"
    ),
    "correction": rf"corrects|corrige|reenvio|rectifie|rectif|corr|precision|{abroad.CAPITALS['correction']}",
    "update": rf"recasts?|lead|wrapup|adds?|actualise|actualiza|ampl?|amplia|{abroad.CAPITALS['update']}",
}

# These close a title, after a dash or in brackets, or a text, on a line of their own: in capitals where the script has
# them. Of what is only said of the story ("ANNULÉ") that is left out: concerts are, too.
CLOSING = (
    r"(?:bulletin |mandatory |story )?kill(?: notice)?|story (?:withdrawn|killed|retracted)|withdrawn|withdrawal|"
    r"annulation|(?:a )?annuler|(?:a )?retirer|(?:a )?supprimer|(?:depeche|information) (?:annulee|retiree)|"
    r"anulacion|anular|anula|eliminar|retirar|anulacao|(?:noticia|informacion) (?:anulada|retirada)|"
    r"storno|stornierung|zur(?:u|ue)ckgezogen|annullierung|annullamento|annullare|"
    rf"الغاء(?: {_STORY_AR})?|سحب {_STORY_AR}|خبر (?:ملغي|مسحوب)|{abroad.CLOSING}"
)

# The same of a correction, at a title's end alone.
CLOSING_CORRECTION = (
    r"correct(?:ed|ion|s)|refile[sd]?|rectificatif|correctif|correccion|corregid[oa]|fe de err(?:ores|atas)|"
    rf"تصحيح|تصويب|مصحح|{abroad.CLOSING_CORRECTION}"
)

# In capitals and numbered, these need nothing to set them off: LEAD 1 Port reopens.
NUMBERED = rf"(?:update|lead|wrapup|roundup|actualisation|actualizacion|ampl?) ?\d{{1,2}}|{_LD}"

# In capitals and said three times, this does neither.
REPEATED = r"kill(?:\W+kill){2}"

# Of notices to editors, these run straight into the title they withdraw.
NOTICE = (
    r"(?:advisory|aviso|تنويه|تنبيه)\W+(?:story withdrawn|se (?:retira|anula) la (?:noticia|informacion)|"
    rf"(?:(?:يرجي|نرجو|الرجاء) )?(?:عدم نشر|عدم استخدام|الغاء|سحب) {_STORY_AR}(?: المعنون\w*| بعنوان)?)"
)
# These enclose it: ADVISORY-Story on "Port reopens" withdrawn.
ENCLOSING = (
    r"advisory\W+(?:story|item|alert) (?:on|about|headlined|titled)\b.{1,240}\b(?:withdrawn|killed|retracted)|"
    r"(?:achtung|hinweis)\W+(?:die |unsere )?(?:dpa-)?meldung\b.{1,240}\b(?:zur(?:u|ue)ckgezogen|storniert|annulliert)"
)

# Labels before a title, in capitals, that say what kind of matter it is and nothing of the story.
LABELS = (
    r"videos?|en images|en fotos|photos|fotos|(?:en )?direct[eo]?|en vivo|live|watch|exclusi(?:f|ve|va|vo)|"
    r"breaking(?: news)?|urgente?|flash|alerte?|ultima hora|rpt|repeat|"
    rf"عاجل|بالفيديو|بالصور|فيديو|شاهد|صور|خاص|{abroad.LABELS}"
)

_AFTER = r"(?: ?\d{1,2})?(?:\s*[:,;–—-]\s*[^()\[\]]{0,80})?"

# In brackets in a title, with nothing else in them but what a comma or colon sets off.
BRACKETED = {
    "withdrawal": (
        r"kill notice|(?:story )?(?:withdrawn|retracted)|(?:depeche|information) (?:annulee|retiree)|"
        rf"(?:noticia|informacion) (?:anulada|retirada)|خبر (?:ملغي|مسحوب)|(?:الغاء|سحب) {_STORY_AR}|"
        f"{abroad.SET_OFF['withdrawal']}"
    ),
    "correction": (
        rf"(?:{SET_OFF['correction']}|corrected version|version corrigee|corrigee?|rectifiee?)"
        rf"{_AFTER}"
    ),
    "update": (
        rf"(?:{SET_OFF['update']}|recasts?|releads?|wrapup|actualisee?|updated version|"
        rf"اعاده(?: صياغه)?){_AFTER}|{abroad.BRACKETED_UPDATE}|"
        r"adds? (?:details?|quotes?|comments?|reactions?|background|byline|dateline|picture|analyst)"
        r"[^()\[\]]{0,80}|"
        r"ajoute (?:des |les |de |la )?(?:details|precisions|reactions?|citations?)[^()\[\]]{0,80}|"
        r"اضافه (?:تفاصيل|ردود|خلفيه|تصريح|معطيات)[^()\[\]]{0,80}"
    ),
}

# In brackets at the very head of a title or text: what an editor notes of the change, in his own words.
NOTED = {
    "withdrawal": r"(?:this )?story (?:withdrawn|killed|retracted)",
    "correction": (
        r"corrects|corrected|corrections?|refiles?|refiled|clarifies|"
        r"th(?:is|e) (?:\w+\W+){0,3}?(?:story|article|version) (?:has been|was) corrected|"
        r"corrige|corrigee?|rectifie|rectificatif|corregid[oa]|rectifica|correccion|ل?(?:تصحيح|تصويب)|يصحح|"
        f"{abroad.NOTED_CORRECTION}"
    ),
    "update": (
        r"adds?|updat(?:es|ed|e|ing)|recasts?|rewrites|writes through|releads?|"
        r"ajoute|actualise|actualisee|actualisation|complete|mise a jour|met a jour|"
        r"actualiza|actualizad[oa]|actualizacion|amplia|ampliacion|anade|agrega|"
        r"تحديث|اضافه|يضيف|يحدث|اعاده صياغه"
    ),
}

_NEWS_EN = "(?:story|item|article|report|dispatch|version)"
_NEWS_FR = "(?:depeche|information|article)"
_NEWS_ES = "(?:noticia|informacion|nota)"
_NEWS_DE = "(?:dpa-)?(?:meldung|nachricht|zusammenfassung)"
# What may stand between the story and its verb: its title in quotation marks, or what tells which it is. It is no
# clause with a verb of its own: “The report said that the offer has been withdrawn.”
_NO_CLAUSE = (
    r"(?:«[^«»]{{0,200}}»|\"[^\"]{{0,200}}\"|[“„][^“”„]{{0,200}}[“”]|"
    r"(?![:;.!?] |\b(?:{verbs})\b)[^«\"“„]){{0,260}}?"
)
_OF_EN = _NO_CLAUSE.format(
    verbs=r"sa(?:id|ys?|ying)|t(?:hat|ells?|old)|claim\w*|alleg\w*|shows?|showed|reveal\w*|suggest\w*|confirm\w*|"
    r"reports|reported|how|why|whether|after|because|when"
)
_OF_FR = _NO_CLAUSE.format(
    verbs=r"qu[ei]?|laquelle|dont|est|etait|ont|a (?:ete|fait|dit|annonce|confirme|revele)|dit|annonc(?:e|ait)|"
    r"(?:confirm|revel|affirm|precis|indiqu|circul)(?:e|ait)"
)
_OF_PT = _NO_CLAUSE.format(verbs=r"que|foi|era|diz|disse|(?:confirm|anunci|revel|cheg)(?:a|ou)")
_OF_DE = _NO_CLAUSE.format(verbs=r"dass|wonach|laut|sagt\w*|k[ao]m\w*|verbreitet\w*")
# A sentence that opens a text and speaks of the story itself.
SENTENCES = {
    "withdrawal": (
        rf"\W*(?:editors?\W+)?(?:please|kindly) (?:kill|withdraw|disregard|do not use) (?:the|this|our)\b"
        rf"[\w' ]{{1,40}}?\b{_NEWS_EN}\b|"
        rf"\W*(?:the|our) {_NEWS_EN} (?:headlined|titled|entitled|slugged|sent|moved|published) {_OF_EN}"
        r"\b(?:is|has been|was) (?:withdrawn|retracted|killed)\b|"
        rf"\W*(?:this|the above) {_NEWS_EN} (?:is|has been) (?:withdrawn|retracted|killed)\b|"
        rf"\W*(?:merci|priere|veuillez)(?: bien)? (?:(?:de )?ne pas (?:tenir compte de|utiliser|publier|diffuser)|"
        rf"(?:d\W)?annuler|(?:de )?(?:retirer|supprimer)) (?:la|cette|notre) {_NEWS_FR}\b|"
        rf"\W*(?:l\W\w+|nous) (?:prie|prions|demande|demandons)(?: a)? (?:a )?(?:ses|nos|les) (?:abonnes|clients) "
        rf"(?:d\W)?(?:annuler|de ne pas utiliser) (?:la|cette|notre) {_NEWS_FR}\b|"
        rf"\W*(?:la|cette|notre|l\W) ?{_NEWS_FR}\b{_OF_FR}\best (?:annulee|retiree)\b|"
        rf"\W*(?:se ruega|rogamos)(?: a (?:los|nuestros|sus) (?:abonados|clientes|suscriptores|medios))?(?: que)? "
        rf"(?:no )?(?:publi|utili|anul|retir|elimin)\w+ (?:la|esta) {_NEWS_ES}\b|"
        rf"\W*(?:retiramos|anulamos|queda (?:retirada|anulada)) (?:la|esta) {_NEWS_ES}\b|"
        rf"\W*(?:retiramos|anulamos|fica (?:anulada|sem efeito)) (?:a|esta) {_NEWS_ES}\b|"
        rf"\W*(?:(?:pede|solicita)-se|pedimos|solicitamos|agradecemos)"
        rf"(?: aos? (?:nossos )?(?:clientes|assinantes|subscritores))?(?: que)? "
        rf"(?:nao (?:publi|utiliz)\w+|anul\w+|elimin\w+) (?:a|esta) {_NEWS_ES}\b|"
        rf"\W*(?:a|esta) {_NEWS_ES}\b{_OF_PT}\bfica (?:anulada|retirada|sem efeito)\b|"
        rf"\W*(?:bitte )?(?:verwenden|veroffentlichen|nutzen) sie (?:die|diese) {_NEWS_DE}\b.{{0,260}}?\bnicht\b|"
        rf"\W*(?:die|diese|unsere) {_NEWS_DE}\b{_OF_DE}\b(?:ist|wird|wurde) (?:hiermit )?"
        r"(?:zur(?:u|ue)ckgezogen|storniert|annulliert)\b|"
        rf"\W*(?:يرجي|نرجو|الرجاء) (?:من (?:\w+ ){{1,3}}?)?(?:عدم نشر|عدم استخدام|الغاء|سحب|تجاهل) "
        rf"(?:هذا |هذه )?{_STORY_AR}\b|"
        rf"\W*(?:تلغي|تسحب|الغت|سحبت) (?:ال\w+ ){{1,3}}?(?:ال)?(?:خبرها|نباها|برقيتها)\b|"
        rf"\W*(?:نسترعي الانتباه|نلفت الانتباه|نلفت عنايتكم) الي (?:الغاء|سحب) {_STORY_AR}\b|{abroad.WITHDRAWN}"
    ),
    "correction": (
        rf"\W*this (?:\w+ ){{0,3}}?{_NEWS_EN} (?:\w+ ){{0,4}}?(?:has been|was) corrected\b|"
        rf"\W*(?:cet|cette) {_NEWS_FR} a ete (?:corrigee?|rectifiee?)\b|"
        rf"\W*esta {_NEWS_ES} ha sido (?:corregida|rectificada)\b|"
        rf"\W*تم تصحيح هذا {_STORY_AR}|"
        r"\W*(?:eds|editors|attention)\W+(?:corrects|refiles|clarifies|corrige|rectifie)\b"
    ),
    "update": (
        rf"\W*this (?:\w+ ){{0,3}}?{_NEWS_EN} (?:\w+ ){{0,4}}?(?:has been|was) updated\b|"
        rf"\W*(?:cet|cette) {_NEWS_FR} a ete (?:actualisee?|mise? a jour)\b|"
        rf"\W*esta {_NEWS_ES} ha sido (?:actualizada|ampliada)\b|"
        rf"\W*تم تحديث هذا {_STORY_AR}|"
        r"\W*(?:eds|editors|attention)\W+(?:updates|adds|recasts|actualise|ajoute)\b"
    ),
}

# A line that closes a text and speaks of the story itself.
CLOSING_SENTENCE = (
    rf"(?:this|the above) {_NEWS_EN} (?:is|has been) (?:withdrawn|retracted|killed)|"
    rf"(?:please|kindly) (?:kill|withdraw|disregard|do not use) this {_NEWS_EN}|"
    rf"cette {_NEWS_FR} est (?:annulee|retiree)|"
    rf"esta {_NEWS_ES} (?:queda|fica|ha sido|foi) (?:anulada|retirada)|"
    rf"diese {_NEWS_DE} (?:ist|wird|wurde) (?:hiermit )?(?:zur(?:u|ue)ckgezogen|storniert|annulliert)|"
    rf"(?:الغي|سحب|تم (?:الغاء|سحب)) هذا {_STORY_AR}"
)

# The same of a correction: what it put right, or that it did. So an outlet's foot says, too.
CLOSING_CORRECTED = (
    rf"th(?:is|e) (?:\w+\W+){{0,3}}?{_NEWS_EN} "
    r"(?:(?:has been|was) (?:corrected|clarified)|corrects|refiles)\b.{0,240}|"
    rf"(?:cet|cette) (?:{_NEWS_FR}|version) (?:a ete (?:corrigee?|rectifiee?)|corrige|rectifie)\b.{{0,240}}|"
    rf"esta (?:{_NEWS_ES}|version) (?:ha sido (?:corregida|rectificada)|corrige|rectifica)\b.{{0,240}}|"
    rf"(?:تم (?:تصحيح|تصويب) هذا {_STORY_AR}|هذه (?:النسخه|الصيغه) تصحح)\b.{{0,240}}"
)
