"""Tables for a terminal and for a page of documentation."""

from __future__ import annotations

from collections.abc import Sequence

Row = Sequence[str]


def aligned(head: Row, rows: Sequence[Row]) -> str:
    """Columns padded to their widest cell, the first to the left, figures to the right.

    >>> print(aligned(["way", "items/s"], [["a", "10"], ["other", "7"]]))
    way    items/s
    a           10
    other        7
    """
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in [head, *rows]
    )


def markdown(head: Row, rows: Sequence[Row]) -> str:
    """The same as Markdown.

    >>> print(markdown(["way", "items/s"], [["a", "10"]]))
    | way | items/s |
    | --- | ---: |
    | a | 10 |
    """
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rows])
