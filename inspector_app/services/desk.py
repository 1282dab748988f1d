"""What lies unfinished on the desk: forms that are half filled in, kept in the vault."""

from inspector_app.services.recording import Recording


class DeskService:
    """Keeps texts by name, encrypted like everything else, so that locking loses nothing typed."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def keep(self, name: str, text: str) -> None:
        """Keep ``text`` in place of what was kept by this name; empty: forget it."""
        with self._recording.begin() as work:
            work.settings.set(f"desk/{name}", text or None)
            work.commit()

    def kept(self, name: str) -> str:
        """Return what was kept by this name, or an empty text."""
        with self._recording.read() as work:
            text: str = work.settings.get(f"desk/{name}", "")
            return text
