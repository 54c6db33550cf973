"""What servers print as plain text when they fail, and serve as if it were the document.

A wire story may be as short, so it is one only if nothing else stands there: the message by itself, or with what
servers add to it (“Please try again later”, “nginx/1.18.0”).
"""

from __future__ import annotations

import re

from feeds.parse import sitepage

_LONGEST = 600  # characters of such a message
_MOST_WORDS = 60


def _of(table: str) -> str:
    """The alternatives of a table, which stand between bars and on lines."""
    return "|".join(one.strip() for one in re.split(r" \| |\n", table) if one.strip())


# The reason phrases of RFC 9110 (section 15) and 6585 that are met.
_REASONS = _of(r"""
bad gateway | (?:the )?service (?:is )?(?:temporarily |currently )?unavailable | gateway time-?out
(?:http )?too many requests(?: from .{1,40})? | temporarily unavailable | (?:internal )?server error
internal error | not found | forbidden | unauthorized | bad request
access (?:is )?(?:denied|forbidden) | request time-?out | request timed out | method not allowed
not acceptable | payment required | precondition failed | i'm a teapot
unavailable for legal reasons | web server is down | bandwidth limit exceeded
rate limit(?:ed| exceeded) | rate limit reached | quota exceeded | connection (?:timed out|refused)
origin is unreachable | not implemented | network authentication required | insufficient storage
""")
# Words that are headlines as well, and so count only beside a status code.
_WITH_CODE = _of(r"""
gone | conflict | locked | error | unavailable | maintenance
""")
# What proxies, platforms and programs print.
_PRINTED = _of(r"""
error establishing a database connection | (?:database|db) (?:connection )?(?:error|failed)
could not connect to .{1,60} | can(?:'|no)t connect to .{1,60} | no healthy upstream
no available server | upstream (?:connect|request) .{1,200} | default backend ?-? ?404
404 page not found | page not found | file not found | cannot get /\S* | backend fetch failed
(?:fastly|cloudflare|varnish|proxy|application|origin dns) error(?:: .{0,80})?
error code:? \d{3,4}
an? (?:unexpected |internal )?error (?:has )?occurred(?: (?:while|during) .{0,80})?
something went wrong
(?:this |the |our )?(?:site|website|server) is (?:currently |temporarily )?(?:unavailable|offline)
(?:this |the |our )?(?:site|website|server) is (?:currently |temporarily )?(?:under|down for) maintenance
(?:site |we are )?under maintenance | maintenance mode | just a moment(?:\.\.\.|…)?
checking your browser .{0,60} | attention required!?.{0,40} | invalid api key
please (?:try again|retry) later | account suspended | this account has been suspended
(?:php )?(?:fatal error|warning|notice|parse error): .{1,200} in \S+(?: on line |:)\d+
traceback \(most recent call last\):?
(?:error 1\d{3}:? )?(?:ray id: \w+\W+)?(?:you are being rate limited|access denied)
server error in '/\S*' application | request blocked | invalid hostname
(?:sorry, )?we(?:'|’)?(?: a)?re (?:currently )?(?:down for|under|undergoing) maintenance | we(?:'|’)ll be back soon
(?:the )?(?:web )?server is returning an unknown error
the (?:page|file|resource|url) (?:that )?you (?:have )?requested (?:could not be|was not|cannot be) found.{0,40}
(?:sorry, )?the page (?:that )?you (?:have )?requested is (?:not available|unavailable)
the requested url (?:\S+ )?was (?:rejected|not found).{0,40}
your request (?:has been|was) (?:blocked|rejected) | a database error (?:has )?occurred
sqlstate\[\w+\].{0,200} | null | undefined
""")
_FOREIGN = _of(r"""
service (?:temporairement )?(?:indisponible|non disponible) | erreur (?:interne )?(?:du|de) serveur
mauvaise passerelle | page (?:non trouvée|introuvable) | trop de requêtes
accès (?:refusé|interdit) | (?:site )?en (?:cours de )?maintenance
servicio (?:temporalmente )?no disponible | error interno(?: del servidor)? | página no encontrada
demasiadas (?:solicitudes|peticiones) | acceso denegado | (?:sitio )?en mantenimiento
serviço (?:temporariamente )?indisponível | erro interno(?: do servidor)? | acesso negado
dienst (?:derzeit )?nicht verfügbar | interner serverfehler | seite nicht gefunden
zugriff verweigert | zu viele anfragen | servizio (?:temporaneamente )?non disponibile
errore interno(?: del server)? | pagina non trovata | accesso negato
сервис (?:временно )?недоступен | внутренняя ошибка сервера | страница не найдена
доступ (?:запрещ[её]н|закрыт) | слишком много запросов
الخدمة غير (?:متاحة|متوفرة)(?: (?:حاليا|مؤقتا)ً?)? | خطأ (?:داخلي )?في الخادم | الصفحة غير موجودة
""")
_CODE = (
    r"(?:http(?:/\d(?:\.\d)?)?\s*)?(?:(?:erro?r?e?|erreur|fehler|status|code|código|ошибка|خطأ):?\s*)*"
    r"[45]\d\d\b[\s:;,|–—-]*"
)
_SAID = re.compile(
    rf"\W*(?:(?:error\W+)?(?:{_CODE})?(?:error\W+)?\(?(?:{_REASONS}|{_PRINTED}|{_FOREIGN}|{sitepage.SENTENCES})\)?|"
    rf"{_CODE}(?:{_WITH_CODE})?)"
    r"\s*(?:error code:? ?\d{3,4}|\(?[45]\d\d\)?)?[\s.!:;,،|–—-]*\d?(?:$|(?<=[.!:;,،|–—-]\s)|(?<=\n)|(?<=[.!:;|]))",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"\([A-Z]{2,6}(?:/[A-Z]{2,6})?\)")  # (MAP): no server signs so
# What stories have and no server says: a weekday, who said it, a place that opens a line.
_TOLD = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|"
    r"miércoles|jueves|viernes|sábado|domingo|(?:segunda|terça|quarta|quinta|sexta)-feira|montag|dienstag|mittwoch|"
    r"donnerstag|freitag|samstag|sonntag|понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|"
    r"ال(?:اثنين|إثنين|ثلاثاء|أربعاء|اربعاء|خميس|جمعة|سبت|أحد)|said|says|told|wrote|selon|a écrit|dijo|"
    r"según|escribió|disse|escreveu|sagte|schrieb|сообщил\w*|написал\w*|قال|قالت|كتب|كتبت)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"^(?![Ee]rr)[^\W\d_a-z][^\W\d_]+(?:[ '’.-][^\W\d_]+){0,2}(?:, [^\n()]{1,20})?(?: \([^()\n]{2,20}\))? [-–—] (?=\S)",
    re.MULTILINE,
)
# What servers add. Their programs' names are theirs alone; a server, a proxy or an administrator is a person as
# well, so those words count only as servers say them: of themselves, and to who asked.
_ADDED = _of(r"""
nginx | apache | openresty | cloudflared? | varnish | iis | caddy | traefik | haproxy | envoy | mysql | mariadb
postgres(?:ql)? | https?://\S+ | retry-after | (?:please |you may |or |and )(?:try again|retry|wait)
try again (?:later|in) | retry (?:later|in) | (?:request|ray|support) id | xid | error code:? ?\d+
(?:dns|tls|ssl|connection) (?:failure|error) | unable to connect | reference #[\da-f.]+ | invalid hostname
requested (?:url|page|resource) | guru meditation | timed out | timeout
your (?:request|browser|connection|ip) | votre (?:requête|demande|navigateur)
sua? (?:solicitud|petición|navegador|solicitação)
ihre? (?:anfrage|browser)
you (?:do not|don't) have permission
(?:contact|notify|consult(?: with)?) (?:the |your |us |this )?\w* ?(?:administrator|webmaster|support)
(?:the|this|an?) (?:\w+ )?(?:server|upstream|proxy|host)(?: server)? (?:is|was) (?:temporarily|currently|unable|over)
(?:the|this|an?) (?:\w+ )?(?:server|upstream|proxy|host)(?: server)? (?:encountered|received|could not|cannot|did not)
(?:the|this|an?) (?:\w+ )?(?:server|upstream|proxy|host)(?: server)? (?:failed|timed|closed|refused|returned)
(?:on|by|from|at) (?:this|the upstream|the origin) server | sur ce serveur
le serveur (?:a (?:rencontré|mis|renvoyé)|n[’']a|ne peut|est (?:temporairement|actuellement|surchargé))
en este servidor
el servidor (?:no (?:puede|pudo|está|ha)|(?:ha )?encontr(?:ó|ado)|está (?:temporalmente|sobrecargado))
neste servidor | o servidor (?:não|encontrou|está (?:temporariamente|sobrecarregado))
(?:auf|von) diesem server | der server (?:ist (?:derzeit|vorübergehend|nicht)|konnte|hat (?:einen|die)|kann)
réessaye[rz] | inténtelo | intente(?: de nuevo| nuevamente) | tente novamente | versuchen sie
""")
_SERVERS_WORDS = re.compile(rf"\b(?:{_ADDED}|{sitepage.ADDED})(?!\w)", re.IGNORECASE)


def error_message(text: str) -> str | None:
    """The sentence on a text that is a server's error message and nothing else; None for others.

    >>> error_message("502 Bad Gateway\\n\\nnginx/1.18.0")
    'the document is an error message (“502 Bad Gateway”); a feed or a wire story was expected'
    >>> error_message("Service unavailable\\n\\nThe ferries stay in port on Monday.") is None
    True
    """
    whole = text.strip()
    long = len(whole) > _LONGEST or len(whole.split()) > _MOST_WORDS
    if not whole or long or _CREDIT.search(whole):
        return None
    first, _, below = whole.partition("\n")
    first = " ".join(first.split())  # runs of blanks would be divided in every way there is
    said = _SAID.match(first)
    if said is None:
        return None
    rest = f"{first[said.end() :]} {below}".strip()
    if rest and (not _SERVERS_WORDS.search(rest) or _tells(first, below)):
        return None
    return f"the document is an error message (“{first[:60]}”); a feed or a wire story was expected"


def _tells(first: str, below: str) -> bool:
    """Whether what stands there is told as a story is."""
    placed = _PLACED.search(below)
    return bool(
        _TOLD.search(f"{first}\n{below}") or (placed and not _SERVERS_WORDS.search(placed[0]))
    )
