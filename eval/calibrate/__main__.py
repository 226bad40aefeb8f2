"""Prints how often recognised figures are wrong above every candidate for the floor."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from eval.calibrate.floor import FloorBound, Share, SightedFigure, floor_bounds
from eval.calibrate.sighted import sighted_figures
from extractor.ingest import find_recogniser
from extractor.settings import available_cores

__all__ = ["main"]

FIRST, REPORTS = 7001, 12
"""Seeds that no bar and no other measurement uses."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Recognise, or take what an earlier call has written, and print the bounds."""
    parser = argparse.ArgumentParser(prog="python -m eval.calibrate", description=__doc__)
    parser.add_argument("--first", type=int, default=FIRST, help="seed of the first report; no bar uses 7001 on")
    parser.add_argument("--reports", type=int, default=REPORTS, help="number of reports; 0 recognises nothing")
    parser.add_argument("--figures", type=Path, help="file to which figures are added, a line each, and read from")
    options = parser.parse_args(arguments)
    file: Path | None = options.figures
    figures = _kept(file)
    try:
        for figure in _recognised(range(options.first, options.first + options.reports)):
            figures.append(figure)
            if file is not None:
                with file.open("a", encoding="utf-8") as lines:
                    lines.write(f"{json.dumps(asdict(figure), ensure_ascii=False)}\n")
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in _lines(figures)))
    return 0


def _kept(file: Path | None) -> list[SightedFigure]:
    if file is None or not file.is_file():
        return []
    return [SightedFigure(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def _recognised(seeds: Sequence[int]) -> Iterator[SightedFigure]:
    if not seeds:
        return
    recogniser = find_recogniser(available_cores())
    if recogniser is None:
        raise RuntimeError("no recogniser is installed; install gouji[ocr]")
    yield from sighted_figures(seeds, recogniser)


def _lines(figures: Sequence[SightedFigure]) -> Iterator[str]:
    for damage, count in sorted(Counter(figure.damage for figure in figures).items()):
        wrong = sum(figure.wrong for figure in figures if figure.damage == damage)
        yield f"{damage:<20} {count:>6} figures, {wrong} wrong"
    yield f"{'floor':<7}{'all':<28}{'on printed figures':<28}{'two reads agree':<28}two reads agree, below it"
    yield from map(_line, floor_bounds(figures))


def _line(bound: FloorBound) -> str:
    shares = (bound.above, bound.misread, bound.agreeing, bound.refused)
    return f"{bound.floor:<7g}" + "".join(f"{_said(share):<28}" for share in shares).rstrip()


def _said(share: Share) -> str:
    return f"{share.wrong} of {share.count}, ≤ {share.upper:.3%}"


if __name__ == "__main__":
    sys.exit(main())
