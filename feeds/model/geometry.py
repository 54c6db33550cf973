"""Where something is: the geometries of GeoRSS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal["point", "line", "polygon", "box"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """A geometry of GeoRSS Simple (OGC 17-002r1), in WGS 84.

    ``coordinates`` are pairs of latitude and longitude in degrees: one of a point, two or more of a line,
    four or more of a polygon (the last is the first), the south-western and the north-eastern corner of a box.
    """

    kind: Shape
    coordinates: tuple[tuple[float, float], ...]
