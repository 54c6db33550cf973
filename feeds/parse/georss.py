"""Where an entry says that it is: GeoRSS in its simple and its GML form, W3C Basic Geo, and the areas of alerts (CAP).

feedparser keeps the last geometry of an entry and takes numbers that make no place; here all are kept, and one that is
not on earth, or in another system of coordinates than WGS 84, is none: a wrong place is worse than none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from feeds.model.geometry import Geometry, Shape
from feeds.parse.xmlstate import Handlers as _Handlers
from feeds.parse.xmlvalues import Found, string

if not TYPE_CHECKING:
    _Handlers = object

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,2})?", re.ASCII)
_DIGITS = 7  # after the point: a centimetre
_MOST = 2000  # pairs of a geometry
# Names of WGS 84 in GML that put the latitude first, and of the one that does not.
_LATITUDE_FIRST, _LONGITUDE_FIRST = ("4326", "wgs84"), ("crs84",)
Attributes = dict[str, str]
Pairs = tuple[tuple[float, float], ...]


def geometries(found: Found) -> tuple[Geometry, ...]:
    """The geometries gathered of an entry, each once; where there is none, its point in Basic Geo."""
    given = found.get("dateline_where")
    kept = [one for one in given if isinstance(one, Geometry)] if isinstance(given, list) else []
    latitude, longitude = string(found, "geo_lat"), string(found, "geo_long")
    if not kept and latitude and longitude:
        kept = [point] if (point := geometry("point", f"{latitude} {longitude}")) else []
    return tuple(dict.fromkeys(kept))


def geometry(kind: Shape, text: str, *, size: int = 2, turned: bool = False) -> Geometry | None:
    """The geometry that a list of numbers makes; None where it makes none.

    Each position has ``size`` numbers, of which the first two count (the third is a height); ``turned`` says
    that longitudes go first.

    >>> geometry("point", "45.256 -71.92").coordinates
    ((45.256, -71.92),)
    >>> geometry("point", "45,256 -71,92") is None
    True
    """
    numbers = text.replace(",", " ").split()
    if len(numbers) % size or not all(map(_NUMBER.fullmatch, numbers)):
        return None
    values = [round(float(number), _DIGITS) for number in numbers]
    firsts, seconds = values[::size], values[1::size]
    latitudes, longitudes = (seconds, firsts) if turned else (firsts, seconds)
    pairs = tuple(zip(latitudes, longitudes, strict=True))
    if kind == "polygon" and len(pairs) > 2 and pairs[0] != pairs[-1]:
        pairs = (*pairs, pairs[0])
    return Geometry(kind=kind, coordinates=pairs) if _is_one(kind, pairs) else None


def _is_one(kind: Shape, pairs: Pairs) -> bool:
    if len(pairs) > _MOST or not all(abs(lat) <= 90 and abs(long) <= 180 for lat, long in pairs):
        return False
    if kind == "box":
        return len(pairs) == 2 and pairs[0][0] <= pairs[1][0]
    return len(pairs) == 1 if kind == "point" else len(pairs) >= (2 if kind == "line" else 4)


class Places(_Handlers):
    """feedparser's handlers of GeoRSS and GML; geometries go to ``dateline_where`` of the entry."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._positions: list[str] = []
        self._system: Attributes = {}  # what a shape of GML says of its positions
        self._in_hole = False

    def _keep(self, found: Geometry | None) -> None:
        if found is not None:
            self._get_context().setdefault("dateline_where", []).append(found)

    # -- simple: the numbers stand in the shape ----------------------------------------------------

    def _start_georss_point(self, _attrs: Attributes) -> None:
        self.push("geometry", 0)

    _start_georss_line = _start_georss_polygon = _start_georss_box = _start_georss_point
    _start_cap_polygon = _start_georss_point  # an alert's area (CAP), latitude first too

    def _end_georss_point(self) -> None:
        self._keep(geometry("point", self.pop("geometry") or ""))

    def _end_georss_line(self) -> None:
        self._keep(geometry("line", self.pop("geometry") or ""))

    def _end_georss_polygon(self) -> None:
        self._keep(geometry("polygon", self.pop("geometry") or ""))

    _end_cap_polygon = _end_georss_polygon

    def _end_georss_box(self) -> None:
        self._keep(geometry("box", self.pop("geometry") or ""))

    # -- GML: the numbers stand in positions within the shape --------------------------------------

    def _start_gml_point(self, attrs: Attributes) -> None:
        self._positions, self._system, self._in_hole = [], attrs, False

    _start_gml_linestring = _start_gml_polygon = _start_gml_envelope = _start_gml_point

    def _start_gml_pos(self, attrs: Attributes) -> None:
        self._system = {**self._system, **attrs}
        self.push("position", 0)

    _start_gml_poslist = _start_gml_lowercorner = _start_gml_uppercorner = _start_gml_pos

    def _end_gml_pos(self) -> None:
        position = self.pop("position")
        if position and not self._in_hole:
            self._positions.append(position)

    _end_gml_poslist = _end_gml_lowercorner = _end_gml_uppercorner = _end_gml_pos

    def _start_gml_interior(self, _attrs: Attributes) -> None:
        """A hole in a polygon, which GeoRSS Simple has no word for."""
        self._in_hole = True

    def _end_gml_interior(self) -> None:
        self._in_hole = False

    def _end_gml_point(self) -> None:
        self._end_gml("point")

    def _end_gml_linestring(self) -> None:
        self._end_gml("line")

    def _end_gml_polygon(self) -> None:
        self._end_gml("polygon")

    def _end_gml_envelope(self) -> None:
        self._end_gml("box")

    def _end_gml(self, kind: Shape) -> None:
        system = self._system.get("srsname", "").lower()
        size = 3 if self._system.get("srsdimension") == "3" else 2
        turned = system.endswith(_LONGITUDE_FIRST)
        if turned or not system or system.endswith(_LATITUDE_FIRST):
            self._keep(geometry(kind, " ".join(self._positions), size=size, turned=turned))
        self._positions = []
