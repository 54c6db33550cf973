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
_TAG = re.compile(r"</?([a-z][a-z-]*)(?=[\s/>])[^<>]*>", re.IGNORECASE)
_NAME = re.compile(r"<([a-zA-Z][a-zA-Z-]*)")


def without_foreign(markup: str) -> str:
    """The HTML without the tags of such elements, what is in them kept.

    >>> without_foreign("<text><p>Ferries sail.</p></text>")
    '<p>Ferries sail.</p>'
    """
    called = {name.lower() for name in set(_NAME.findall(markup))}
    if _NAMES.isdisjoint(called) or not called.isdisjoint(("svg", "math")):
        return markup
    return _TAG.sub(lambda tag: "" if tag[1].lower() in _NAMES else tag[0], markup)
