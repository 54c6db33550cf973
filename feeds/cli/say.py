"""What a command says on standard output and standard error: nothing in it steers the terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click

from feeds.printed import printed


def say(*lines: str, err: bool = False) -> None:
    """Print lines; a line stays one, whatever others wrote into it."""
    for line in lines:
        click.echo(printed(line).replace("\n", "\\n"), err=err)  # noqa: TID251 -- all is printed here


def say_json(line: Mapping[str, Any]) -> None:
    """Print a line of JSON."""
    click.echo(printed(json.dumps(line, ensure_ascii=False)))  # noqa: TID251 -- all is printed here
