"""Summaries in words: what the next would hold, how the last stands, what came of one."""

from inspector_app.domain import wording
from inspector_app.services.printing import Outlook, Signed
from inspector_app.services.raising import Raised
from inspector_app.services.reports import Countersigned, Exported
from inspector_app.ui.models.summaries_table import SummaryView
from inspector_app.ui.texts import counted, established_text, tr

Rows = tuple[tuple[str, str], ...]
"""What a fact is called, and the fact."""


def facts(outlook: Outlook, *, is_whole: bool) -> list[str]:
    """Return what would be printed now, a sentence each."""
    gaps = outlook.total - outlook.established
    told = [
        (
            tr("{established} in {sections}, the introduction among them")
            if is_whole
            else tr("{established} in {sections}, by choice")
        ).format(
            established=established_text(outlook.established, outlook.total),
            sections=counted(outlook.sections, "section", "sections"),
        ),
        tr("{headlines} written").format(
            headlines=counted(outlook.headlines, "headline", "headlines")
        ),
    ]
    if gaps:
        told.append(
            tr("{gaps} printed as not established").format(gaps=counted(gaps, "gap", "gaps"))
        )
    if outlook.versions:
        told.append(
            tr("{places} with versions to settle; all of them are printed").format(
                places=counted(outlook.versions, "place", "places")
            )
        )
    if outlook.unsettled:
        told.append(
            tr("versions to settle of {things}; the one shown first is printed").format(
                things=wording.listed(outlook.unsettled)
            )
        )
    told.append(counted(outlook.evidence, "evidence item listed", "evidence items listed"))
    if outlook.left_out:
        told.append(
            tr("{things} not to be exported: left out, and counted on the cover").format(
                things=counted(outlook.left_out, "thing", "things")
            )
        )
    return told


def state_words(outlook: Outlook) -> str:
    """Return how what stands now differs from what was signed last."""
    if not outlook.signed:
        return tr("None has been signed yet. Signing locks nothing: work goes on.")
    signed = next((each for each in outlook.signed if not each.choice), outlook.signed[0])
    when = wording.when_words(signed.time_ms)
    when += tr(", which is of a choice") if signed.choice else ""
    if signed.is_same is None:
        return tr(
            "Signed summary of {when}, in another language: whether it changed is not told."
        ).format(when=when)
    if signed.is_same:
        return tr("Unchanged since the signed summary of {when}.").format(when=when)
    return tr("Changed since the signed summary of {when}.").format(when=when)


def summary_view(signed: Signed) -> SummaryView:
    """Return the row of a summary that was signed."""
    states = {
        True: tr("as it stands now"),
        False: tr("changed since"),
        None: tr("in another language"),
    }
    return SummaryView(
        wording.when_words(signed.time_ms),
        signed.time_ms,
        ", ".join((f"{signed.signer} ({signed.initials})", *signed.later)),
        wording.form_words(signed.form) + (f" ({signed.choice})" if signed.choice else ""),
        wording.signer_words(signed.signer_kind),
        states[signed.is_same],
        signed.sha256,
    )


def signed_rows(made: Exported) -> Rows:
    """Return what was signed and written."""
    return (
        (tr("File"), str(made.path)),
        (tr("Pages"), str(made.pages)),
        (tr("Size"), wording.size_words(made.size_bytes)),
        (tr("Signed by"), made.signer),
        (tr("Certificate"), wording.signer_words(made.signer_kind)),
        (tr("SHA-256"), made.sha256),
    )


def countersigned_rows(made: Countersigned) -> Rows:
    """Return what was countersigned and written."""
    return (
        (tr("File"), str(made.path)),
        (tr("Pages"), str(made.pages)),
        (tr("Size"), wording.size_words(made.size_bytes)),
        (tr("Countersigned by"), made.signer),
        (tr("Certificate"), wording.signer_words(made.signer_kind)),
        (tr("SHA-256"), made.sha256),
    )


def raised_rows(made: Raised) -> Rows:
    """Return what was raised and written, and to which level."""
    newest = made.verdict.timestamps[-1]
    lead = made.verdict.countersignature
    return (
        (tr("File"), str(made.path)),
        (tr("Size"), wording.size_words(made.size_bytes)),
        (tr("Level before"), str(made.before.level)),
        (tr("Level now"), str(made.verdict.level)),
        *(((tr("Countersignature"), str(lead.level)),) if lead else ()),
        (tr("Timestamped by"), newest.authority),
        (tr("At"), wording.when_words(int(newest.at.timestamp() * 1000))),
        (tr("SHA-256"), made.sha256),
    )
