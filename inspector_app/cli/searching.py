"""The command that finds things by their words."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.command_line import Misused
from inspector_app.domain import exclusions
from inspector_app.domain.learned import learned_from
from inspector_app.domain.searching import Filter, kind_words
from inspector_app.domain.sources import kind_of
from inspector_app.services.search import Hit
from inspector_app.texts import tr


def search(given: Namespace, desk: Desk) -> Exit:
    """Tell what holds the words."""
    if not given.words and not given.only and not given.source:
        raise Misused(
            tr("Say what to search for, or what to narrow it to with --only or --source.")
        )
    if given.limit < 1:
        raise Misused(tr("--limit takes a number above zero."))
    filters = [Filter(each) for each in given.only]
    kind = kind_of(given.source) if given.source else None
    if given.source and kind is None:
        raise Misused(
            tr("There is no kind of source {source}; give its letter or its name.").format(
                source=given.source
            )
        )
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        vault.search.read_files(inspection, desk.console.progress(tr("Reading files")))
        standing = vault.inspections.standing(inspection)
        learned = learned_from(standing, kind.LETTER) if kind is not None else None
        words = " ".join(given.words)
        hits = vault.search.find(inspection, words, given.limit, filters, learned)
    left_out = {hit.subject: exclusions.of_subject(hit.subject, standing) for hit in hits}
    told = [
        f"{hit.number}  {kind_words(hit.kind)}  "
        + exclusions.beside(_marked(hit), left_out[hit.subject])
        for hit in hits
    ]
    desk.console.result(
        told or [tr("Nothing was found.")],
        [
            {
                "kind": hit.kind.value,
                "number": hit.number,
                "place": hit.place,
                "subject": hit.subject,
                "excerpt": hit.excerpt,
                "left_out": list(left_out[hit.subject]),
                "marked": [words for words, is_found in hit.pieces if is_found],
            }
            for hit in hits
        ],
    )
    return Exit.OK


def _marked(hit: Hit) -> str:
    return "".join(f"*{words}*" if is_found else words for words, is_found in hit.pieces)


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {"search": search}
