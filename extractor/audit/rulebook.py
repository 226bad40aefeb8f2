"""Every rule there is, as one list: those of the catalogue, and the identities that the forms print."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.audit.catalogue import Change, RuleEntry, Wording, rule_catalogue
from extractor.audit.rules import FUNCTIONS
from extractor.forms import Equation, Form, HeaderNode, TableEdition
from extractor.model.finding import Severity

__all__ = ["Rule", "Sentence", "identity_codes", "rulebook"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that a rule can say."""

    name: str
    """Of the variant; empty for the rule's main sentence."""
    severity: Severity
    message: Wording
    """With `{placeholders}`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as people look it up."""

    code: str
    family: str
    severity: Severity
    title: Wording
    clause: str
    form: str | None
    """Id of the form whose identity it is; null for a rule of the catalogue."""
    sentences: tuple[Sentence, ...]
    not_assessable: Wording
    decided: str
    """How it is decided, in English."""
    changes: tuple[Change, ...] = ()
    """What its example replaces in a report that passes the rule."""
    case: Wording | None = None
    """The example of an identity: figures that break it."""
    says: str | None = None
    """What is then said, in English."""
    why_no_example: str | None = None
    forms: tuple[str, ...] = ()
    """Ids of the forms it is limited to; empty: all."""
    equation: str | None = None
    """Of an identity, in the words of its form."""


NOT_READ = Wording(zh="所需信息缺失，无法核验", en="what it needs was not read")
UNPROVEN = Wording(zh="所涉单元格没有可确认的数字", en="a cell of it holds no proven number")
DEEPEST = 4
"""Labels over each other that are tried before cells of equal labels stay so."""
EXACT = "Counts are compared exactly; decimals fail only when no unrounded figures could fit both sides."


def rulebook(forms: Iterable[Form]) -> tuple[Rule, ...]:
    """The rules of the catalogue in its order, then the identities of each form."""
    return (*map(_of_catalogue, rule_catalogue().values()), *(rule for form in forms for rule in _identities(form)))


def identity_codes(forms: Iterable[Form]) -> frozenset[str]:
    """The codes of all identities."""
    return frozenset(equation.id for form in forms for equation, _ in _equations(form))


def _of_catalogue(entry: RuleEntry) -> Rule:
    variants = (
        Sentence(name, variant.severity or entry.severity, variant.message) for name, variant in entry.variants.items()
    )
    return Rule(
        code=entry.code,
        family=entry.family,
        severity=entry.severity,
        title=entry.title,
        clause=entry.clause,
        form=None,
        sentences=(Sentence("", entry.severity, entry.message), *variants),
        not_assessable=entry.not_assessable or NOT_READ,
        decided=" ".join((FUNCTIONS[entry.code].__doc__ or "").split()),
        changes=entry.example.changes if entry.example else (),
        says=entry.example.says if entry.example else None,
        why_no_example=entry.why_no_example,
        forms=entry.forms,
    )


def _identities(form: Form) -> Iterator[Rule]:
    """One rule for each identity; its equations may differ between editions, and the last edition speaks for all."""
    found: dict[str, tuple[Equation, Sequence[TableEdition]]] = {}
    counts: dict[str, int] = {}
    for equation, tables in _equations(form):
        newest = found.get(equation.id)
        if newest is None or newest[1] != tables:
            counts[equation.id] = 0
        found[equation.id] = newest if newest is not None and newest[1] == tables else (equation, tables)
        counts[equation.id] += 1
    for code, (equation, tables) in found.items():
        many = f"It is one of {counts[code]} equations" if counts[code] > 1 else "It is one equation"
        message = Wording(
            zh=f"{equation.title.zh}：{{left}} ≠ {{right}}", en=f"{equation.title.en}: {{left}} ≠ {{right}}"
        )
        yield Rule(
            code=code,
            family="arithmetic",
            severity="error",
            title=Wording(zh=equation.title.zh, en=equation.title.en),
            clause=equation.clause,
            form=form.id,
            sentences=(Sentence("", "error", message),),
            not_assessable=UNPROVEN,
            decided=f"{many} of the form, evaluated where all its cells hold proven numbers. {EXACT}",
            case=_case(equation),
            says=f"{len(equation.left)} ≠ {len(equation.left) + 1}",
            equation=_in_words(equation, tables, {table.key: table.title.zh for table in form.tables}),
        )


def _case(equation: Equation) -> Wording:
    """Figures that break an identity: executed by the tests like the examples of the catalogue."""
    right = len(equation.left) + 1
    others = len(equation.right) > 1
    return Wording(
        zh=f"左边每格为 1，右边{'第一格' if others else ''}为 {right}{'，其余为 0' if others else ''}",
        en=f"1 in each cell on the left, {right} in the {'first ' if others else ''}cell on the right"
        + (", 0 in the others" if others else ""),
    )


def _equations(form: Form) -> Iterator[tuple[Equation, Sequence[TableEdition]]]:
    """Every equation with the tables that have its cells."""
    for table in form.tables:
        for edition in table.editions:
            for equation in edition.equations:
                yield equation, (edition,)
    newest = tuple(table.editions[-1] for table in form.tables if table.editions)
    for equation in form.equations:
        yield equation, newest


def _in_words(equation: Equation, tables: Sequence[TableEdition], titles: Mapping[str, str]) -> str:
    """The sides in the labels that tell the cells apart: with what stands over them only where they need it."""
    parts = {path: path.split(".") for path in equation.cells}
    named = [(rows, columns) for table in tables for rows, columns in [_labels(table)]]
    rows = {path: label for found, _ in named for path, label in found.items()}
    columns = {path: label for _, found in named for path, label in found.items()}
    one_row = len({(table, row) for table, row, _ in parts.values()}) == 1
    one_column = len({(table, column) for table, _, column in parts.values()}) == 1

    def name(path: str, depth: int) -> str:
        table, row, column = parts[path]
        row_words = rows.get(f"{table}.{row}", (row,))[-depth:]
        column_words = columns.get(f"{table}.{column}", (column,))[-depth:]
        words = column_words if one_row else row_words if one_column else (titles[table], *row_words, *column_words)
        return " / ".join(words)

    names: dict[str, str] = {}
    for depth in range(1, DEEPEST + 1):
        names = {path: name(path, depth) for path in parts}
        if len(set(names.values())) == len(names):
            break
    left, right = (" + ".join(names[path] for path in side) for side in equation.sides)
    return f"{left} = {right}"


_Labels = dict[str, tuple[str, ...]]


def _labels(table: TableEdition) -> tuple[_Labels, _Labels]:
    """Rows and columns of a table, each with the labels of the groups it stands in, the outermost first."""
    rows: _Labels = {}
    columns: _Labels = {}
    for block in table.blocks:
        for row in block.rows:
            rows[f"{table.table}.{row.key}"] = (*(group.text for group in row.groups), row.label.text)
        leaves = iter(block.columns)
        for words in _leaves(block.column_heads, ()):
            columns[f"{table.table}.{next(leaves).key}"] = words
    return rows, columns


def _leaves(heads: Sequence[HeaderNode], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for head in heads:
        here = (*above, head.label.text)
        if head.children:
            yield from _leaves(head.children, here)
        else:
            yield here
