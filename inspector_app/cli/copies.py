"""The command that writes working copies: DOCX, HTML, XLSX, CSV and the report snapshot."""

from argparse import Namespace
from pathlib import Path

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.cli.target import require_writable
from inspector_app.domain.errors import DeviceFull
from inspector_app.domain.wording import counted
from inspector_app.texts import tr, tr_counted

_FORMS = {"docx": "docx", "html": "html", "xlsx": "xlsx", "csv": "csv", "snapshot": "json"}
"""What each argument writes."""


def is_asked_for(given: Namespace) -> bool:
    """Return whether the arguments ask for a working copy."""
    return any(getattr(given, name) for name in _FORMS)


def export(given: Namespace, desk: Desk) -> Exit:
    """Write a working copy."""
    from inspector_app.cli.choosing import options_of
    from inspector_app.services.copies import CopyForm

    name = next(name for name in _FORMS if getattr(given, name))
    target: Path = getattr(given, name)
    form = CopyForm(_FORMS[name])
    _require_place(target, form is CopyForm.CSV and target.suffix.lower() != ".zip", given.replace)
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        written = vault.copies.write(
            inspection,
            form,
            target,
            options_of(given, vault.inspections.pack(inspection)),
            requests_only=given.requests,
            progress=desk.console.progress(tr("Writing the copy")),
        )
    many = (
        tr(" in {files}").format(files=counted(len(written.files), "file", "files"))
        if len(written.files) > 1
        else ""
    )
    desk.console.result(
        [
            tr_counted(
                written.size_bytes, "{written}: {number} bytes{many}, marked {marking}."
            ).format(
                written=written.path, number=written.size_bytes, many=many, marking=written.marking
            ),
            tr("It is a working copy and not the signed record."),
            *written.remarks,
        ],
        {
            "inspection": inspection,
            "file": str(written.path),
            "files": [
                {"file": str(path), "sha256": sha256, "size_bytes": size}
                for path, sha256, size in written.files
            ],
            "size_bytes": written.size_bytes,
            "marking": written.marking,
            "content_sha256": written.content_sha256,
            "remarks": list(written.remarks),
        },
    )
    return Exit.OK


def _require_place(target: Path, is_folder: bool, replace: bool) -> None:
    if not is_folder:
        require_writable(target, replace=replace)
    elif target.is_dir() and any(target.iterdir()) and not replace:
        raise DeviceFull(
            tr(
                "The folder {target} is not empty. Nothing was written; --replace writes over "
                "files of the same names in it."
            ).format(target=target)
        )
