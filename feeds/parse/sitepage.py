"""What a site says of itself in whole sentences where its feed should be: that it is being maintained, that the feed is
no more, that who asked is turned away.

A story may say so of a site, a page or a service. What tells them apart is that a notice goes on with a reason at most:
``The site is being updated for the first time since 1974`` is none.
"""

from __future__ import annotations

_ANY = r"[^.!?\n]"  # within a sentence
_REST = rf"\b{_ANY}{{0,60}}"
_SITE = (
    r"(?:(?:this|the|our|requested|rss|page) ){0,3}"
    r"(?:web ?site|site|page|service|servers?|feeds?|resource|system|content|account)"
)
_NOW = r"(?:currently|temporarily|momentarily|presently)"
_STATE = (
    rf"(?:{_NOW}|undergoing|under|down for|offline for|closed for|scheduled|planned|essential|routine"
    r"|no longer|not|being|to be|be)"
)
_WHY = (
    r"(?: (?:for|due to|because|on this|and (?:will|should) be (?:back|available)"
    rf"|at (?:this|the) (?:time|moment)){_REST})?"
)
_REASON = rf"(?: (?:due to|because|for){_REST})?"
_TURNED_AWAY = "(?:blocked|denied|banned|limited|restricted|rejected|forbidden|expired|suspended)"
_OF_THE_SITE = r"(?: (?:to|on|of|with) (?:our|the|this) (?:web ?site|site|servers?|systems?))?"

_ENGLISH = (
    rf"{_SITE}(?: (?:is|are|has been|was|does|do|could))?(?: {_STATE}){{1,4}} "
    r"(?:unavailable|available|accessible|maintenance|found|exist|supported|maintained|updated|upgraded"
    rf"|construction){_WHY}",
    rf"{_SITE} (?:is|are|has|have|was)(?: been)? "
    rf"(?:unavailable|disabled|discontinued|expired|suspended|offline|not found){_WHY}",
    r"(?:sorry, |oops!? )?(?:(?:no |the |this )?(?:such |requested |rss )?)feed "
    r"(?:not found|(?:was )?(?:found|available)|does not exist)",
    r"temporarily (?:down|offline|closed) for (?:scheduled |planned )?maintenance",
    rf"we(?:'|’| a)re (?:{_NOW} )?"
    r"(?:performing|carrying out|undergoing|making|doing|experiencing|having) "
    r"(?:(?:some|a few|scheduled|planned|routine|essential|urgent) )*"
    r"(?:maintenance|upgrades?|updates?|improvements|technical (?:difficulties|problems|issues))"
    rf"(?: work)?{_OF_THE_SITE}{_WHY}",
    rf"you(?:'ve|’ve| have) (?:exceeded|reached|made|hit) (?:the|your|too many){_ANY}{{0,20}} "
    rf"(?:requests?|limit|quota)(?: (?:allowed|for){_REST})?",
    r"you (?:are|were) not (?:authori[sz]ed|allowed|permitted) to (?:view|access|see|use) "
    rf"(?:this|the){_ANY}{{0,30}}",
    r"you (?:must|need to) (?:be logged in|log in|sign in) to (?:view|access|see) (?:this|the) "
    r"(?:page|feed|content|resource|site)",
    r"your (?:ip(?: address)?|access|request|session|account)(?: \S+)? (?:has been|was|is|has) "
    rf"(?:\w+ly )?{_TURNED_AWAY}{_REASON}",
    r"access to (?:this|the requested) (?:page|web ?site|site|resource|feed|service) "
    rf"(?:has been|is|was) {_TURNED_AWAY}{_REASON}",
    rf"please (?:(?:enable|turn on) (?:javascript|cookies)|wait while){_REST}",
    r"verifying (?:that )?you are (?:a )?human",
    r"invalid (?:feed|rss|api|access) (?:key|token|url|id)",
)
_ABROAD = (
    r"(?:ce |le |notre )?(?:site|service)(?: (?:web|internet))?(?: est)?"
    r"(?: actuellement| temporairement| momentanément)? "
    r"(?:en (?:cours de )?maintenance|indisponible|inaccessible)",
    rf"nous effectuons {_ANY}{{0,20}} maintenance",
    r"votre (?:adresse ip|accès) a été (?:bloquée?|restreint)",
    r"(?:este |el |nuestro )?(?:sitio|servicio)(?: web)? (?:está|se encuentra)(?: \w+mente)? "
    r"(?:en mantenimiento|fuera de servicio|no disponible)",
    r"estamos (?:realizando|en) (?:(?:tareas|trabajos|labores) )?(?:de )?mantenimiento",
    r"(?:este |o |nosso )?site (?:está|encontra-se)(?: \w+mente)? "
    r"(?:em manutenção|indisponível|fora do ar)",
    r"(?:diese |die |unsere )?(?:web)?(?:site|seite) (?:ist|wird) "
    r"(?:derzeit|zurzeit|momentan|vorübergehend|gerade)(?: wegen \w+)? "
    r"(?:nicht (?:erreichbar|verfügbar)|gewartet|in wartung)",
    r"wir führen (?:gerade |derzeit |aktuell )?wartungsarbeiten durch",
    r"(?:il |questo |il nostro )?sito (?:web )?è (?:\w+mente )?(?:in manutenzione|non disponibile)",
    r"(?:deze |de |onze )?(?:web)?site is (?:tijdelijk|momenteel) "
    r"(?:niet (?:beschikbaar|bereikbaar)|in onderhoud)(?: wegens onderhoud)?",
    r"сайт (?:временно |сейчас )?недоступен",
    r"(?:на сайте )?ведутся технические работы",
    r"الموقع (?:(?:تحت|قيد) الصيانة|غير متاح)(?: (?:حاليا|مؤقتا)ً?)?",
)
SENTENCES = "|".join((*_ENGLISH, *_ABROAD))
"""A pattern of what may open such a notice, up to the end of its sentence."""
ADDED = "|".join(
    (
        r"(?:please |or |and )?(?:check|come) back (?:later|soon|again|in|shortly)",
        r"expected return",
        r"apologi[sz]e for (?:the|any) inconvenience",
        r"thank you for your (?:patience|understanding)",
        r"(?:please )?visit (?:our|the|this) (?:home ?page|web ?site|site)",
        r"check your subscription|contact your|contact \S+@\S+",
        r"this may take a few (?:seconds|moments|minutes)",
        r"we(?:'|’)ll be back soon|will be back (?:soon|shortly)",
        r"revenir plus tard|nous excuser|gêne occasionnée|vuelva|disculpe|molestias",
        r"bitte versuchen|ihr verständnis|riprova(?:re)?|ci scusiamo",
        r"volte mais tarde|desculp\w+|probeer|попробуйте|зайдите|приносим извинения",
        r"технические работы|المحاولة لاحقا|نعتذر",
    )
)
"""A pattern of what sites add to it."""
