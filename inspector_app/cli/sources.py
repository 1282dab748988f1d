"""Commands about sources: where something was learned, what was said on which lines, registers."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from inspector_app import bootstrap
from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.command_line import Misused
from inspector_app.domain import forms, registers
from inspector_app.domain.accounts import Account
from inspector_app.domain.answer_wording import account_words, origin_words
from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import AccountId
from inspector_app.domain.items import SourceItem
from inspector_app.domain.source_fields import FORMS, Editor, Fact, KindForm, form_of_kind
from inspector_app.domain.source_wording import (
    fact_words,
    facts_of,
    kind_words,
    read_fact,
    roles_words,
    source_words,
    state_words,
    value_of_fact,
    with_fact,
)
from inspector_app.domain.sources import Particulars, Source, kind_of
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import accounts_of
from inspector_app.domain.wording import counted, first_words, listed
from inspector_app.services.recording import Act
from inspector_app.texts import tr

_SHOWN_CHARACTERS = 100
_PEOPLE = "people"


def kinds(given: Namespace, desk: Desk) -> Exit:
    """List the kinds of source, or the facts of one."""
    if given.kind is None:
        words = [f"{form.letter}  {form.tag:<17} {form.name}: {form.help}" for form in FORMS]
        desk.console.result(words, [_kind_form(form) for form in FORMS])
        return Exit.OK
    form = form_of_kind(_kind(given.kind))
    words = [f"{form.letter}  {form.tag}: {form.help}"]
    words += [_fact_line(fact) for fact in facts_of(form.kind)]
    desk.console.result(words, _kind_form(form))
    return Exit.OK


def add(given: Namespace, desk: Desk) -> Exit:
    """Record a source, and what it said on any number of lines."""
    kind = _kind(given.kind)
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        source, names = _with_facts(Source(kind(), given.title), given.fact, standing)
        accounts = [_account(text, standing) for text in given.account]
        recorded = vault.sources.record(inspection, source, accounts, names)
        found = vault.inspections.standing(inspection).source(recorded.id).value or source
    words = [f"{recorded.number}  {kind_words(found)}: {source_words(found)}"]
    words += [
        tr("Recorded as an account: {account}.").format(account=account)
        for account in recorded.accounts
    ]
    return _told(
        desk,
        recorded.act,
        words,
        source=recorded.id,
        number=recorded.number,
        accounts=list(recorded.accounts),
    )


def overview(given: Namespace, desk: Desk) -> Exit:
    """List the sources."""
    today = bootstrap.now().date()
    with desk.vault() as vault:
        standing = vault.inspections.standing(vault.inspections.find(given.inspection))
    items = standing.sources()
    if given.overdue:
        items = tuple(i for i in items if state_words(i.source, today).startswith("overdue"))
    words = []
    for item in items:
        source = item.source
        facts = [roles_words(source), source.as_at.words() if source.as_at else ""]
        facts += [state_words(source, today)]
        facts += [counted(len(accounts_of(standing, item.id)), "account", "accounts")]
        tail = " · ".join(filter(None, facts))
        title = first_words(source_words(source), _SHOWN_CHARACTERS)
        words.append(f"{source.letter}  {source.number}  {title} · {tail}")
    desk.console.result(words or [tr("No sources.")], [_form(item, standing) for item in items])
    return Exit.OK


def show(given: Namespace, desk: Desk) -> Exit:
    """Show all that is known of a source, and every account it gave."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        id_ = vault.sources.find(inspection, given.number)
        standing = vault.inspections.standing(inspection)
    (item,) = (each for each in standing.sources() if each.id == id_)
    source = item.source
    words = [f"{source.letter}  {source.number}  {kind_words(source)}: {source_words(source)}"]
    if state := state_words(source, bootstrap.now().date()):
        words.append(f"State: {state}")
    for fact in facts_of(type(source.particulars)):
        if fact.name != "title" and (told := _words(source, fact, standing)):
            words.append(f"{fact.label}: {told}")
    if source.origin is not None:
        words.append(f"Origin: {origin_words(source.origin)}")
    words += [tr("Left out of its numbers: {each}").format(each=each) for each in source.exclusions]
    for account, held in accounts_of(standing, id_):
        if (value := held.value) is None:
            continue
        said = [value.words, account_words(held, standing)]
        words.append(
            tr("On {line}: {filter}  ({account})").format(
                line=value.line, filter=" · ".join(filter(None, said)), account=account
            )
        )
    desk.console.result(words, _form(item, standing))
    return Exit.OK


def revise(given: Namespace, desk: Desk) -> Exit:
    """Record a source anew; what is not given stays."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        id_ = vault.sources.find(inspection, given.number)
        standing = vault.inspections.standing(inspection)
        before = standing.source(id_).value
        if before is None:
            raise BadInput(
                tr("{given} was made by a newer version of the app.").format(given=given.number)
            )
        source, names = _with_facts(before, given.fact, standing)
        act = vault.sources.revise(inspection, id_, source, names=names)
    return _told(desk, act, [f"{source.number}  {kind_words(source)}: {source_words(source)}"])


def withdraw(given: Namespace, desk: Desk) -> Exit:
    """Take a source back."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        id_ = vault.sources.find(inspection, given.number)
        act = vault.sources.withdraw(inspection, id_, given.reason)
    return _told(
        desk,
        act,
        [tr("The source {given} is taken back; its accounts stay.").format(given=given.number)],
    )


def account(given: Namespace, desk: Desk) -> Exit:
    """Record what one source said on several lines."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        id_ = vault.sources.find(inspection, given.number)
        standing = vault.inspections.standing(inspection)
        accounts = [_account(text, standing) for text in given.account]
        ids, act = vault.sources.give_accounts(inspection, id_, accounts)
    return _told(
        desk,
        act,
        [tr("Recorded as an account: {id}.").format(id=id_) for id_ in ids],
        accounts=list(ids),
    )


def rest(given: Namespace, desk: Desk) -> Exit:
    """Say on which accounts an answer rests."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        line = vault.inspections.pack(inspection).line(given.line.upper()).id
        wanted = [AccountId(each) for each in given.account]
        act = vault.sources.rest(inspection, line, wanted)
    told = counted(len(wanted), "account", "accounts") if wanted else tr("all accounts on its line")
    return _told(desk, act, [tr("{line} rests on {told}.").format(line=line, told=told)])


def register_find(given: Namespace, desk: Desk) -> Exit:
    """Look somebody or something up by name or alias."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        found = vault.sources.search(inspection, given.register, given.words)
        fieldwork = vault.inspections.standing(inspection).details.fieldwork
    words = []
    for each in found:
        told = registers.outdated_words(each, fieldwork) or registers.validity_words(each)
        words.append(f"{each.register}  {each.name}  ({each.id})" + (told and f"  {told}"))
    desk.console.result(
        words or [tr("Nothing was found.")], [forms.as_json(each) for each in found]
    )
    return Exit.OK


def register_add(given: Namespace, desk: Desk) -> Exit:
    """Add an entry to a register of this inspection."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        known = {entry.register for entry in vault.inspections.pack(inspection).registers}
        if given.register not in known:
            raise BadInput(
                tr("There is no register {register}: {known}.").format(
                    register=given.register, known=", ".join(sorted(known))
                )
            )
        entry = RegisterEntry(
            id="",
            register=given.register,
            name=given.name,
            aliases=tuple(given.alias),
            valid_from=given.valid_from,
            valid_to=given.valid_to,
        )
        id_, act = vault.sources.add_entry(inspection, entry)
    return _told(
        desk,
        act,
        [
            tr("Added to {register}: {given} ({id}).").format(
                register=given.register, given=given.name, id=id_
            )
        ],
        entry=id_,
    )


def register_revise(given: Namespace, desk: Desk) -> Exit:
    """Record an entry of a register anew for this inspection; what is not given stays."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        before = vault.sources.find_entry(inspection, given.entry)
        told = {
            "name": given.name,
            "aliases": None if given.alias is None else tuple(given.alias),
            "valid_from": given.valid_from,
            "valid_to": given.valid_to,
            "note": given.note,
        }
        entry = replace(before, **{k: v for k, v in told.items() if v is not None})
        if entry == before:
            raise Misused(tr("Say what is to be changed: see “register revise --help”."))
        act = vault.sources.revise_entry(inspection, entry)
    return _told(
        desk,
        act,
        [
            tr("Changed in {register}: {entry} ({id}).").format(
                register=before.register, entry=entry.name, id=entry.id
            )
        ],
    )


def _kind(word: str) -> type[Particulars]:
    found = kind_of(word)
    if found is None:
        raise BadInput(
            tr("There is no kind of source “{word}”: {forms}.").format(
                word=word, forms=", ".join(f.tag for f in FORMS)
            )
        )
    return found


def _with_facts(
    source: Source, texts: Iterable[str], standing: Standing
) -> tuple[Source, tuple[str, ...]]:
    """Return the source with what was typed, and the names of people that were."""
    known = {fact.name.replace("_", "-"): fact for fact in facts_of(type(source.particulars))}
    names: tuple[str, ...] = ()
    for text in texts:
        name, equals, rest_ = text.partition("=")
        fact = known.get(name.strip().replace("_", "-"))
        if fact is None or not equals:
            raise BadInput(
                tr(
                    "“{text}” is not a fact that this kind of source has. Give one of {known}, "
                    "each with =."
                ).format(text=text, known=", ".join(known))
            )
        value = read_fact(rest_, fact, standing)
        if fact.name == _PEOPLE:
            names = value
        else:
            source = with_fact(source, fact, value)
    return source, names


def _account(text: str, standing: Standing) -> Account:
    line, equals, words = text.partition("=")
    if not equals:
        raise BadInput(
            tr("“{text}”: give a line and what was said, such as CC-PO-09=Eight.").format(text=text)
        )
    return Account(standing.pack.line(line.strip().upper()).id, words.strip())


def _words(source: Source, fact: Fact, standing: Standing) -> str:
    value = value_of_fact(source, fact)
    match fact.editor:
        case Editor.LINES:
            return ", ".join(value)
        case Editor.EVIDENCE:
            numbers = {item.id: item.file.number for item in standing.evidence()}
            return ", ".join(numbers.get(each, tr("not here")) for each in value)
        case Editor.MEMBERS:
            return ", ".join(map(standing.initials, value))
        case Editor.PEOPLE:
            return listed([standing.names.get(each, tr("not known here")) for each in value])
        case _:
            return fact_words(value, fact)


def _fact_line(fact: Fact) -> str:
    takes = ", ".join(option.id for option in fact.choices)
    if fact.columns:
        takes = " | ".join(column.label for column in fact.columns)
    takes = takes or fact.editor.value
    name = fact.name.replace("_", "-")
    return f"  {name:<18} {fact.label} ({takes})" + (f": {fact.help}" if fact.help else "")


def _kind_form(form: KindForm) -> dict[str, Any]:
    return {
        "kind": form.tag,
        "letter": form.letter,
        "name": form.name,
        "facts": [
            {
                "name": fact.name.replace("_", "-"),
                "label": fact.label,
                "editor": fact.editor.value,
                "choices": [option.id for option in fact.choices],
                "columns": [column.name for column in fact.columns],
            }
            for fact in facts_of(form.kind)
        ],
    }


def _form(item: SourceItem, standing: Standing) -> dict[str, Any]:
    return {
        "id": item.id,
        "letter": item.source.letter,
        "state": state_words(item.source, bootstrap.now().date()),
        "source": forms.as_json(item.source),
        "accounts": {
            account: forms.as_json(held.value)
            for account, held in accounts_of(standing, item.id)
            if held.value is not None
        },
    }


def _told(desk: Desk, act: Act, words: list[str], **more: object) -> Exit:
    desk.console.result(words, {"inspection": act.inspection, "changes": list(act.changes), **more})
    return Exit.OK


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "kinds": kinds,
    "add": add,
    "overview": overview,
    "show": show,
    "revise": revise,
    "withdraw": withdraw,
    "account": account,
    "rest": rest,
    "register_find": register_find,
    "register_add": register_add,
    "register_revise": register_revise,
}
"""By what the parser names."""
