"""The interim summary: what is there now, provisional and numbered, for the evening's meeting."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QTableView, QWidget

from inspector_app.domain.changes.bodies import Subject, subject_kind
from inspector_app.domain.choosing import choice_words
from inspector_app.domain.detail import DetailLevel, detail_words
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.items import InterimItem
from inspector_app.domain.wording import counted, london_day, when_words
from inspector_app.services.interims import Made, Since
from inspector_app.services.printing import Choice as Chosen
from inspector_app.ui import theme
from inspector_app.ui.dialogs.files import ChooseSave
from inspector_app.ui.jobs import CancelCheck, Handle, Progress
from inspector_app.ui.models.words_table import WordsRow, WordsTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.papers_panel import PapersPanel
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.sections_choice import SectionsChoice
from inspector_app.ui.widgets.table import dress_table

_FORM = "interim-summary"
_ROWS_SHOWN, _CHANGES_SHOWN = 6, 9


class InterimPanel(PapersPanel):
    """What is printed at the left; those made so far at the right."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(inspection, (1, 1), parent)
        self._looking: Handle | None = None
        self._is_since_own = False
        """Whether the user has chosen since which one."""
        self._choice_card()
        self._changes_card()
        self._made_card()
        self.columns.finish()

    def begin(self) -> QWidget:
        """Return the first question."""
        return self.choice.which.findChildren(QWidget)[0]

    def arrive(self, place: str) -> None:
        """Show the interim summaries made, with ``place`` chosen by its number."""
        self._refresh()
        row = self._model.row_of(place)
        if row >= 0:
            self.list.selectRow(row)

    def act(self, action: str) -> None:
        """Make one, when that is asked for."""
        if action == "make":
            self._ask_where()

    def show_changed(self, subjects: frozenset[str]) -> None:
        """Bring the list up to date."""
        if any(subject_kind(each) == Subject.INTERIM.value for each in subjects):
            self._refresh()
        elif self.isVisible():
            self._look_back()

    def _choice_card(self) -> None:
        card = Card(tr("What will be printed"), self)
        words = label(
            tr(
                "From whatever is recorded now. Every page says that it is provisional, with its "
                "number and marking; it is not signed. What is not to be exported is left out."
            ),
            "secondary",
            card,
        )
        words.setWordWrap(True)
        card.add(words)
        self.choice = SectionsChoice(self.inspection.standing.pack, card)
        self.choice.changed.connect(self._look_back)
        card.add(self.choice)
        self.since = QComboBox(card)
        self.since.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.since.setMinimumContentsLength(20)
        self.since.setAccessibleName(tr("Changes since"))
        self.since.currentIndexChanged.connect(self._look_back)
        self.since.activated.connect(self._on_since_activated)
        card.add_field(tr("&Changes since"), self.since)
        self._marking = label("", "dim", card)
        self._marking.setWordWrap(True)
        card.add(self._marking)
        self.make = button(tr("Make it …"), "export", "primary", card)
        self.make.clicked.connect(self._ask_where)
        row = QHBoxLayout()
        row.addWidget(self.make)
        row.addStretch(1)
        card.add(row)
        self.columns.columns[0].addWidget(card)

    def _made_card(self) -> None:
        card = Card(tr("Interim summaries made"), self)
        self._state = label("", "", card)
        self._state.setWordWrap(True)
        card.add(self._state)
        titles = (tr("Number"), tr("Made"), tr("By"), tr("Printed"))
        self._model = WordsTable(titles, self)
        self.list = QTableView(card)
        self.list.setModel(self._model)
        dress_table(self.list, tr("Interim summaries made"), row_height=24)
        card.add(self.list)
        self.columns.columns[1].addWidget(card)

    def _changes_card(self) -> None:
        self._changes = Card(tr("What has changed"), self)
        self._since_told = label("", "", self._changes)
        self._since_told.setWordWrap(True)
        self._changes.add(self._since_told)
        self._changed = WordsTable((tr("Where"), tr("What")), self)
        self.changed = QTableView(self._changes)
        self.changed.setModel(self._changed)
        dress_table(self.changed, tr("What has changed"), row_height=24, widest=1)
        self.changed.horizontalHeader().setMaximumSectionSize(theme.current().px(220))
        self._changes.add(self.changed)
        self._changes.hide()
        self.columns.columns[1].addWidget(self._changes)

    def _on_since_activated(self, _at: int) -> None:
        self._is_since_own = True

    def _look_back(self) -> None:
        """Show what has changed since the chosen one, in the background."""
        number = str(self.since.currentData() or "")
        is_asked = bool(number) and not self.choice.is_empty()
        self._changes.setVisible(is_asked)
        if not is_asked:
            return
        service, id_ = self.inspection.services.interims, self.inspection.standing.id
        options = self._chosen().options()
        self._since_told.setText(tr("Comparing …"))
        if self._looking is not None:
            self._looking.forget()
        self._looking = self.inspection.jobs.run(
            self,
            lambda: service.since(id_, number, options),
            self._on_looked_back,
            refused=self._on_not_told,
        )

    def _on_looked_back(self, since: Since) -> None:
        rows = tuple(
            WordsRow(
                str(at),
                (each.place, each.words),
                f"{each.section}\n{each.place}\n{each.words}",
            )
            for at, each in enumerate(since.changes)
        )
        told = [*since.remarks]
        if rows:
            told.append(
                tr("{things} since {number}, made {when}:").format(
                    things=counted(len(rows), "thing changed", "things changed"),
                    number=since.number,
                    when=since.when,
                )
            )
        else:
            told.append(since.unchanged_words())
        self._since_told.setText("\n".join(told))
        self._show_changed(rows)

    def _on_not_told(self, error: InspectorError) -> None:
        self._since_told.setText(str(error))
        self._show_changed(())

    def _show_changed(self, rows: tuple[WordsRow, ...]) -> None:
        self._changed.show(rows)
        self.changed.setVisible(bool(rows))
        look = theme.current()
        shown = min(len(rows), _CHANGES_SHOWN)
        self.changed.setFixedHeight(look.px(34) + shown * look.px(24))

    def _show_since(self, items: tuple[InterimItem, ...]) -> None:
        """Offer the interim summaries made; the last one is chosen until the user has chosen."""
        standing = self.inspection.standing
        chosen = self.since.currentData() if self._is_since_own else None
        known = [self.since.itemData(at) for at in range(self.since.count())]
        if known == ["", *(item.interim.number for item in items)]:
            return
        with QSignalBlocker(self.since):
            self.since.clear()
            self.since.addItem(tr("none: changes are not told"), "")
            for item in items:
                words = tr("{number}, {when}, {who}").format(
                    number=item.interim.number,
                    when=when_words(item.made.time_ms),
                    who=standing.initials(item.made.author),
                )
                self.since.addItem(words, item.interim.number)
            self.since.setEnabled(bool(items))
            wanted = min(1, len(items)) if chosen is None else self.since.findData(chosen)
            self.since.setCurrentIndex(max(wanted, 0))

    def _refresh(self) -> None:
        standing = self.inspection.standing
        items = standing.interims()
        self._show_since(items)
        self._look_back()
        self._model.show(tuple(map(self._row, items)))
        self.list.setVisible(bool(items))
        look = theme.current()
        self.list.setFixedHeight(look.px(34) + min(len(items), _ROWS_SHOWN) * look.px(24))
        self._state.setText(
            tr("The number and the SHA-256 of each are kept; what it said is worked out anew.")
            if items
            else tr("None has been made yet.")
        )
        self._marking.setText(
            tr("Marking on every page: {marking}.").format(
                marking=standing.highest_marking().words()
            )
        )

    def _row(self, item: InterimItem) -> WordsRow:
        standing, interim = self.inspection.standing, item.interim
        level = interim.detail
        printed = [choice_words(interim.sections, standing.pack) or tr("all sections")]
        printed += [] if level is DetailLevel.FULL else [detail_words(level).lower()]
        return WordsRow(
            interim.number,
            (
                interim.number,
                when_words(item.made.time_ms),
                standing.initials(item.made.author),
                "; ".join(printed),
            ),
            tr("SHA-256 {digest}").format(digest=interim.file_sha256),
        )

    def _ask_where(self) -> None:
        if not self.make.isEnabled() or self.inspection.refuses_all():
            return
        if self.choice.is_empty():
            self.say(tr("Choose at least one section, or all of them."), is_urgent=True)
            self.choice.board.setFocus()
            return
        dialog = ChooseSave(
            self,
            tr("Where the interim summary goes"),
            self._suggested(),
            tr("PDF files (*.pdf)"),
        )
        since = str(self.since.currentData() or "")
        dialog.place_chosen.connect(partial(self._make, self._chosen(), since))
        dialog.open()

    def _chosen(self) -> Chosen:
        return Chosen(form=_FORM, sections=self.choice.sections(), detail=self.choice.level())

    def _make(self, chosen: Chosen, since: str, target: Path) -> None:
        service, id_ = self.inspection.services.interims, self.inspection.standing.id
        self.make.setEnabled(False)

        def work(progress: Progress, is_cancelled: CancelCheck) -> Made:
            return service.make(
                id_,
                target,
                chosen.options(),
                since,
                progress=progress,
                cancelled=is_cancelled,
            )

        self.run(
            tr("Making {file}").format(file=target.name),
            work,
            self._on_made,
            partial(self.make.setEnabled, True),
        )

    def _on_made(self, made: Made) -> None:
        self.inspection.take(made.act.states)
        words = tr("Interim summary {number}: {pages}, {file}.").format(
            number=made.interim.number,
            pages=counted(made.pages, "page", "pages"),
            file=made.path,
        )
        self._is_since_own = False
        self._refresh()
        self.say(" ".join((words, *made.remarks)))
        self.show_paper(made.path, words)

    def _suggested(self) -> Path:
        summary = self.suggested(_FORM)
        today = london_day(self.inspection.services.sources.now_ms()).isoformat()
        return summary.with_name(f"{summary.stem} made {today}{summary.suffix}")
