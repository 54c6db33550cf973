"""Ways to recognise a story, side by side in one run: ``python -m bench.compare``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.corpus import GROUPS, OWN, SHARED, Corpus, read
from bench.measure import Run, run
from bench.rivals import RIVALS, Method
from bench.rivals.title import Title
from bench.table import Row, aligned, markdown
from tests.quality.labelled import Labelled, half_teasers

_SEED = 1  # chooses the copies cut to their teasers
_FULL, _TEASERS = "full texts", "half of the copies cut to teasers"
_VARIANTS: dict[str, Callable[[list[Labelled]], list[Labelled]]] = {
    _FULL: lambda items: items,
    _TEASERS: lambda items: half_teasers(items, seed=_SEED),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 2 where there is nothing to measure."""
    chosen = _parser().parse_args(arguments)
    methods = [factory for factory in RIVALS if factory().name in chosen.methods]
    try:
        corpus = read(chosen.data or _default())
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    runs = list(_runs(corpus, methods))
    write = markdown if chosen.markdown else aligned
    names = [name for name in chosen.methods if name in {one.method for one in runs}]
    for title, head, rows in _tables(runs, names, corpus):
        print(f"{'### ' if chosen.markdown else ''}{title}\n", write(head, rows), "", sep="\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    names = [factory().name for factory in RIVALS]
    parser = argparse.ArgumentParser(prog="python -m bench.compare", description=__doc__)
    parser.add_argument(
        "--data", type=Path, metavar="FOLDER", help="stories, doubtful pairs, hard negatives"
    )
    parser.add_argument(
        "--methods", nargs="+", default=names, choices=names, metavar="NAME", help=", ".join(names)
    )
    parser.add_argument("--markdown", action="store_true", help="tables for the documentation")
    return parser


def _default() -> Path:
    """The large data where one has it, else the sample."""
    if SHARED.exists():
        return SHARED
    print("No shared/data beside the checkout: measuring on the small sample.", file=sys.stderr)
    return OWN


def _runs(corpus: Corpus, methods: Sequence[Callable[[], Method]]) -> Iterator[Run]:
    """Every method on every stream. The title's time is what others are set against: it always runs."""
    if all(factory().name != Title().name for factory in methods):
        methods = [Title, *methods]
    for variant, cut in _VARIANTS.items():
        for group in GROUPS:
            stream = cut(corpus.group(group))
            for factory in methods if stream else ():
                method = factory()
                print(f"{method.name}: {group}, {variant} …", file=sys.stderr)
                yield run(
                    method,
                    stream,
                    group=group,
                    variant=variant,
                    doubtful=corpus.doubtful,
                    negatives=corpus.negatives,
                )


def _tables(
    runs: Sequence[Run], names: Sequence[str], corpus: Corpus
) -> Iterator[tuple[str, Row, list[Row]]]:
    groups = [group for group in GROUPS if corpus.group(group)]
    for variant in _VARIANTS:
        title = f"Precision / recall, {variant}"
        yield title, ["method", *groups], [_quality(runs, name, variant, groups) for name in names]
    columns = [f"{group}, {short}" for short in ("full", "teasers") for group in groups]
    speeds = [_speed(runs, name, groups) for name in names]
    yield "Items a second of CPU", ["method", *columns, "all", "times the title's"], speeds
    types = Counter(one.type for one in corpus.negatives)
    for variant in _VARIANTS if types else ():
        title = f"Hard negatives joined, {variant}"
        head = ["method", *(f"{type_} (of {count})" for type_, count in types.items())]
        yield title, head, [[name, *_wrongly(runs, name, variant, types)] for name in names]


def _quality(runs: Sequence[Run], name: str, variant: str, groups: Sequence[str]) -> Row:
    found = {one.group: one.score for one in runs if (one.method, one.variant) == (name, variant)}
    return [name, *(f"{found[g].precision:.3f} / {found[g].recall:.3f}" for g in groups)]


def _speed(runs: Sequence[Run], name: str, groups: Sequence[str]) -> Row:
    def pace(method: str, variants: Sequence[str], of: Sequence[str]) -> float:
        taken = [r for r in runs if r.method == method and r.variant in variants and r.group in of]
        return sum(r.items for r in taken) / max(sum(r.seconds for r in taken), 1e-9)

    each = [pace(name, [variant], [group]) for variant in _VARIANTS for group in groups]
    everything = pace(name, list(_VARIANTS), groups)
    ratio = everything / pace(Title().name, list(_VARIANTS), groups)
    return [name, *(f"{number:,.0f}" for number in [*each, everything]), f"{ratio:.4f}"]


def _wrongly(runs: Sequence[Run], name: str, variant: str, types: Counter[str]) -> list[str]:
    joined: Counter[str] = Counter()
    for one in runs:
        if (one.method, one.variant) == (name, variant):
            joined += one.wrongly
    return [str(joined[type_]) for type_ in types]


if __name__ == "__main__":
    sys.exit(main())
