"""What a pack asks over several forces, read strictly: like is set against like."""

from collections.abc import Iterable, Mapping

from inspector_app.domain.checklist import (
    AnswerKind,
    Balance,
    Comparison,
    Line,
    Measure,
    Part,
    Quantity,
    Section,
    TakeUp,
)
from inspector_app.domain.ids import LineId
from inspector_app.packs.records import Record
from inspector_app.texts import tr

KEYS = ("balances", "take_ups", "comparisons")
_BALANCE = ("id", "title", "plus", "minus", "difference", "beside", "evens_out")
_TAKE_UP = ("id", "title", "table")
_COMPARISON = ("id", "title", "line", "asks", "quantity", "balance", "choice", "part")
_OF = ("quantity", "balance", "choice")
_FITS: Mapping[str, frozenset[Measure]] = {
    "quantity": frozenset({Measure.MEDIAN, Measure.LEAST, Measure.MOST, Measure.TOTAL}),
    "balance": frozenset({Measure.ALIKE}),
    "choice": frozenset({Measure.SPREAD}),
}
_CHOSEN_FROM = frozenset({AnswerKind.JUDGEMENT, AnswerKind.SELECT})
_FILLED = frozenset({AnswerKind.COUNT, AnswerKind.NARRATIVE})


class Reading:
    """Reads balances, take-up and comparisons against the quantities and lines of their pack."""

    def __init__(self, quantities: Mapping[str, Quantity], sections: Iterable[Section]) -> None:
        self._quantities = quantities
        self._lines: dict[str, Line] = {
            line.id: line for section in sections for line in section.lines
        }
        self._parts: dict[str, Part] = {
            f"{line.id}/{part.id}": part for line in self._lines.values() for part in line.parts
        }

    def balances(self, record: Record) -> tuple[Balance, ...]:
        """Return the pack's balances; one that mixes units is a fault."""
        return tuple(map(self._balance, record.records("balances", _BALANCE)))

    def take_ups(self, record: Record) -> tuple[TakeUp, ...]:
        """Return the tables that are read row by row; one that is no table is a fault."""
        return tuple(map(self._take_up, record.records("take_ups", _TAKE_UP)))

    def comparisons(self, record: Record) -> tuple[Comparison, ...]:
        """Return what lines wait for; one that asks what base cannot tell is a fault."""
        return tuple(map(self._comparison, record.records("comparisons", _COMPARISON)))

    def _balance(self, record: Record) -> Balance:
        identity = record.identity("balance")
        by = tr("the balance {identity}").format(identity=identity)
        plus = record.reference("quantity", "plus", by)
        minus = record.reference("quantity", "minus", by)
        beside = record.references("quantity", "beside", by)
        for key, value in (("plus", plus), ("minus", minus)):
            if not value:
                record.fault(
                    key, tr("{by} needs two quantities, {key} is missing").format(by=by, key=key)
                )
        self._require_found(record, by, plus, minus, *beside)
        held = [self._quantities[e] for e in (plus, minus, *beside) if e in self._quantities]
        if len({each.unit for each in held}) > 1:
            record.fault("id", tr("{by} sets off what is counted in different units").format(by=by))
        return Balance(
            identity,
            record.text("title"),
            plus,
            minus,
            record.text("difference"),
            beside,
            record.flag("evens_out"),
        )

    def _take_up(self, record: Record) -> TakeUp:
        identity = record.identity("take-up")
        by = tr("the take-up {identity}").format(identity=identity)
        table = record.reference("place", "table", by)
        part = self._parts.get(table)
        if part is None or part.kind is not AnswerKind.TABLE:
            record.fault(
                "table",
                tr("{by} reads {table}, which is not a table").format(
                    by=by, table=table or tr("nothing")
                ),
            )
        return TakeUp(identity, record.text("title"), table)

    def _comparison(self, record: Record) -> Comparison:
        identity = record.identity("comparison")
        by = tr("the comparison {identity}").format(identity=identity)
        line = record.reference("line", "line", by)
        if not line:
            record.fault("line", tr("{by} stands at no line").format(by=by))
        given = [key for key in _OF if record.has(key)]
        if len(given) != 1:
            record.fault("id", tr("{by} needs one of quantity, balance and choice").format(by=by))
        asks = self._asks(record, by, given)
        choice = record.reference("place", "choice", by)
        chosen = self._parts.get(choice)
        if choice and (chosen is None or chosen.kind not in _CHOSEN_FROM):
            record.fault(
                "choice",
                tr("{by} counts the choices of {choice}, which offers none").format(
                    by=by, choice=choice
                ),
            )
        quantity = record.reference("quantity", "quantity", by)
        self._require_found(record, by, quantity)
        part = record.optional_text("part")
        filled = self._parts.get(f"{line}/{part}")
        if part and (filled is None or filled.kind not in _FILLED):
            record.fault(
                "part",
                tr("{by} cannot fill {part} of {line}: no count and no words").format(
                    by=by, part=part, line=line
                ),
            )
        return Comparison(
            identity,
            record.text("title"),
            LineId(line),
            asks,
            quantity,
            record.reference("balance", "balance", by),
            choice,
            part,
        )

    def _require_found(self, record: Record, by: str, *ids: str) -> None:
        for each in ids:
            if each in self._quantities and self._quantities[each].value:
                record.fault(
                    "id",
                    tr("{by} rests on {each}, which is the same for every force").format(
                        by=by, each=each
                    ),
                )

    def _asks(self, record: Record, by: str, given: list[str]) -> tuple[Measure, ...]:
        allowed = {each.value for key in given for each in _FITS[key]}
        named = [each.value for each in record.texts("asks")]
        if not named:
            record.fault("asks", tr("{by} asks nothing").format(by=by))
        for each in named:
            if each not in allowed:
                record.fault("asks", tr("{by} cannot ask for {each}").format(by=by, each=each))
        return tuple(Measure(each) for each in named if each in {m.value for m in Measure})
