"""Elements that are called as SVG's and MathML's are, in HTML that has neither.

A sanitizer takes one that stands outside of both for an attack, and leaves out all that is in it. But systems call
the parts of a story so (``<text>``, ``<root>``, ``<list>``), and writers mean other things (``vector<int>``).
"""

from __future__ import annotations

import re

_SVG = (
    "animate circle defs desc discard ellipse filter g line marker mask metadata mpath path pattern polygon polyline"
    " rect set stop switch symbol text tspan use view"
)
_MATHML = (
    "abs and annotation annotation-xml apply approx arccos bind bvar card cartesianproduct cbytes ceiling cerror ci cn"
    " codomain complexes compose condition conjugate cos cs csymbol curl declare degree determinant diff divergence"
    " divide domain emptyset eq equivalent eulergamma exists exp factorial factorof false floor fn forall gcd geq grad"
    " gt ident imaginary implies in infinity int integers intersect interval inverse lambda laplacian lcm leq limit"
    " list ln log logbase lowlimit lt maction maligngroup matrix matrixrow max mean median menclose merror mfenced"
    " mfrac mglyph mi min minus mlabeledtr mn mo mode moment mpadded mphantom mprescripts mroot mrow ms mspace msqrt"
    " mstyle msub msup mtable mtd mtext mtr munder naturalnumbers neq none not notanumber notin notprsubset notsubset"
    " or otherwise outerproduct partialdiff pi piece piecewise plus power primes product prsubset quotient rationals"
    " real reals reln rem root scalarproduct sdev sec selector semantics sep setdiff share sin sum tan tendsto times"
    " transpose true union uplimit variance vector vectorproduct xor"
)
_NAMES = frozenset(f"{_SVG} {_MATHML}".split())
# Left open it ends where the next one begins: a paragraph that opens with “I” and lost its sign is no <pi>.
_TAG = re.compile(r"</?([a-z][a-z-]*)(?=[\s/>])[^<>]*(?:>|(?=<))", re.IGNORECASE)
_NAME = re.compile(r"<([a-zA-Z][a-zA-Z-]*)")

# Formulas, their tokens, what has two of them, and what says the same beside them.
_FORMULA = re.compile(
    r"<math\b(?P<said>[^<>]*)>(?P<inside>[^<]*+(?:<(?!/?math\b)[^<]*+)*)</math\s*>", re.IGNORECASE
)
_ANNOTATION = re.compile(
    r"<annotation(?P<kind>-xml)?\b[^<>]*>(?P<said>[^<]*+(?:<(?!/?annotation)[^<]*+)*)</annotation(?:-xml)?\s*>",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(
    r"\balttext\s*=\s*(?P<quote>[\"'])(?P<said>.*?)(?P=quote)", re.DOTALL | re.IGNORECASE
)
_TOKEN = r"\s*<m(?:i|n|o|s|text)\b[^<>]*>([^<>]*)</m(?:i|n|o|s|text)>\s*"
_PAIR = re.compile(
    rf"<(?P<name>msup|msub|mfrac)\b[^<>]*>{_TOKEN}{_TOKEN}</(?P=name)>", re.IGNORECASE
)
_FLAT = re.compile(
    r"</?(?:m(?:i|n|o|s|text|row|style|padded)|mspace|semantics|math)\b[^<>]*>", re.IGNORECASE
)
_BETWEEN = re.compile(r">\s+<")  # says nothing in MathML
# What KaTeX and MathJax draw of a formula in words, beside it: hidden from those who hear the page read to them.
_DRAWING_TAG = re.compile(r"<(?P<end>/?)(?P<name>span|nobr)\b(?P<said>[^<>]*)>", re.IGNORECASE)
_UNHEARD = re.compile(r"\baria-hidden\s*=\s*[\"']?true\b", re.IGNORECASE)
_CLOSED = re.compile(r"\s*+(?:</[a-z-]+\s*>\s*+)*")
_OPENED = re.compile(r"\s*+(?:<(?!math\b)[a-z][^<>]*>\s*+)*")
_SIGNS = {"msup": "<sup>{}</sup>", "msub": "<sub>{}</sub>", "mfrac": "/{}"}


def spelled_formulas(markup: str) -> str:
    """The HTML with formulas in MathML as words, which a sanitizer leaves out with all that is in them: in a row, as
    far as that says the same, else as their source says them in words (``alttext``, an annotation). Any other stays.

    >>> spelled_formulas("<math><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></math>")
    'E=mc<sup>2</sup>'
    """
    return _FORMULA.sub(_spelled, _without_drawings(markup))


def _without_drawings(markup: str) -> str:
    """The HTML without the drawings of formulas that can be spelled, which would say them again.

    >>> _without_drawings("<i><math><mi>E</mi></math></i><span aria-hidden='true'><b>E</b></span> holds")
    '<i><math><mi>E</mi></math></i> holds'
    """
    unheard = _unheard(markup) if "aria-hidden" in markup else {}
    above = {_end(_OPENED, markup, end): start for start, end in unheard.items()}
    drawn = set()
    for formula in _FORMULA.finditer(markup) if unheard else ():
        if _spelled(formula) != formula[0]:
            drawn |= {_end(_CLOSED, markup, formula.end()), above.get(formula.start(), -1)}
    kept, at = [], 0
    for start in sorted(drawn & unheard.keys()):
        if start >= at:
            kept.append(markup[at:start])
            at = unheard[start]
    return "".join((*kept, markup[at:]))


def _unheard(markup: str) -> dict[int, int]:
    """Where the elements that nobody hears begin and end."""
    found, opened = {}, []
    for tag in _DRAWING_TAG.finditer(markup):
        if not tag["end"]:
            opened.append(tag)
        elif opened:
            begun = opened.pop()
            if _UNHEARD.search(begun["said"]):
                found[begun.start()] = tag.end()
    return found


def _end(tags: re.Pattern[str], markup: str, at: int) -> int:
    """Where the row of such tags ends that begins there."""
    row = tags.match(markup, at)
    return row.end() if row else at


def _spelled(formula: re.Match[str]) -> str:
    bare = _ANNOTATION.sub("", formula["inside"])
    row = _FLAT.sub("", _PAIR.sub(_in_a_row, _BETWEEN.sub("><", bare)))
    if "<m" not in row.lower() and row.strip():
        return row.strip()
    beside = _ALTERNATIVE.search(formula["said"]) or next(
        (one for one in _ANNOTATION.finditer(formula["inside"]) if not one["kind"]), None
    )
    return beside["said"].replace("<", "&lt;").strip() if beside else formula[0]


def _in_a_row(pair: re.Match[str]) -> str:
    return f"{pair[2].strip()}{_SIGNS[pair['name'].lower()].format(pair[3].strip())}"


def without_foreign(markup: str) -> str:
    """The HTML without the tags of such elements, what is in them kept; formulas in MathML spelled out.

    >>> without_foreign("<text><p>Ferries sail.</p></text>")
    '<p>Ferries sail.</p>'
    """
    called = {name.lower() for name in set(_NAME.findall(markup))}
    if "math" in called:
        return spelled_formulas(markup)
    if _NAMES.isdisjoint(called) or "svg" in called:
        return markup
    return _TAG.sub(lambda tag: "" if tag[1].lower() in _NAMES else tag[0], markup)
