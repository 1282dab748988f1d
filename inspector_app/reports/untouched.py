"""A writer of updates that leaves title and metadata as they are."""

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


class UntouchedMetadataWriter(IncrementalPdfFileWriter):
    """Leaves title and metadata as they are.

    pyHanko 0.38 writes its own name and the hour into XMP and document information at every
    update, and then has to let anybody do so. With both left alone, "the same in all revisions"
    is a rule that verifying can hold. The method is private; the tests notice if it moves.
    """

    def _update_meta(self) -> None:
        return None
