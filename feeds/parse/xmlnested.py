"""What RDF writers nest in a person or a subject, where feedparser looks for words, and the names they use for it.

``<dc:creator><foaf:Person><foaf:name>Jane Roe</foaf:name></foaf:Person></dc:creator>``, a list of authors in an
``rdf:Seq``, subjects in an ``rdf:Bag``. Extensions that are named by another prefix than their usual one are those of
their namespace, as XML has it: :data:`NAMESPACES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feeds.parse.xmlstate import Handlers as _Handlers

if not TYPE_CHECKING:
    _Handlers = object

# Those that feedparser does not know, in small letters, with the prefix that our handlers and keys have for each.
NAMESPACES = {
    "https://podcastindex.org/namespace/1.0": "podcast",
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "http://www.google.com/schemas/play-podcasts/1.0": "googleplay",
    "http://purl.oclc.org/net/rss_2.0/enc#": "enc",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://source.scripting.com/": "source",
    "http://www.w3.org/2007/app": "app",
    "http://prismstandard.org/namespaces/basic/2.0/": "prism",
    "urn:oasis:names:tc:emergency:cap:1.1": "cap",
    "urn:oasis:names:tc:emergency:cap:1.2": "cap",
}
# Elements within a person that hold a name: FOAF's, RDF's own, vCard's.
_NAMES = frozenset({"foaf:name", "rdf:value", "rdf:li", "vcard:fn", "v:fn"})
_SUBJECTS = frozenset({"rdf:value", "rdf:li"})


_AROUND = 3  # elements: a bag, or a thing, within the subject
NESTED = _NAMES | _SUBJECTS
"""The elements that :meth:`Nested.of_value` may call otherwise."""


class Nested(_Handlers):
    """feedparser's handlers of the words that stand within elements of a person or a subject."""

    def of_value(self, tag: str) -> str:
        """The tag of such an element by a name that has a handler: within a person as Atom calls a name."""
        if self.incontent:
            return tag
        if self.inauthor:
            return "name"
        around = self.elementstack[-_AROUND:]
        inside = tag in _SUBJECTS and any(one[0] == "category" for one in around)
        return "dateline_subject" if inside else tag

    def _start_dateline_subject(self, _attrs: Any) -> None:
        self.push("dateline_subject", 1)

    def _end_dateline_subject(self) -> None:
        if value := self.pop("dateline_subject"):
            self._add_tag(value, None, None)
