"""Every failure this application raises on purpose; the text of each is fit to show.

InspectorError
    NotFound             the thing asked for is not on this device
    RuleViolation        the rules of inspection forbid the step
    BadInput             something given from outside cannot be used as it is
        PackDamaged      a checklist pack cannot be read: file, line and reason
    VaultError
        WrongPassphrase  the passphrase does not open the vault
        VaultDamaged     the key file or the database cannot be read
        VaultInUse       another instance has the vault open
        VaultTooNew      the vault was written by a newer version of the app
        VaultLocked      the vault was locked meanwhile
    EvidenceDamaged      a kept file is missing or is not what was put in
    DeviceFull           the disk is full or cannot be written; what was kept is said
        MayNotLast       a file stands where it was wanted, but a power cut may undo that
    JournalDamaged       a gap, a fork, a bad link or a bad signature
    SigningFailed        the signing identity cannot be used
    PrintingFailed       the printer did not take what was sent to it
    RaisingFailed        a summary could not be timestamped; nothing was written
    BaseAway             base cannot be reached now, or has no time or room; nothing was lost
    RefusedByBase        base did not grant what was asked; nothing was lost
        NotAtBase        there is no such thing there for this laptop
        LaptopRefused    base does not know this laptop any more, or has revoked it
    Cancelled            the user stopped the work; nothing half-done is left

Anything else that reaches the user is a bug and is reported as one.
"""


class InspectorError(Exception):
    """Root of the tree above; never raised itself."""


class NotFound(InspectorError):
    """The thing asked for is not on this device."""


class RuleViolation(InspectorError):
    """The rules of inspection forbid the step."""


class BadInput(InspectorError):
    """Something given from outside cannot be used as it is."""


class PackDamaged(BadInput):
    """A checklist pack cannot be read; the text names file, line and reason."""


class VaultError(InspectorError):
    """Root of what can be wrong with a vault; never raised itself."""


class WrongPassphrase(VaultError):
    """The passphrase does not open the vault."""


class VaultDamaged(VaultError):
    """The key file or the database cannot be read."""


class VaultInUse(VaultError):
    """Another instance has the vault open."""


class VaultTooNew(VaultError):
    """The vault was written by a newer version of the app."""


class VaultLocked(VaultError):
    """The vault was locked meanwhile."""


class EvidenceDamaged(InspectorError):
    """A kept file is missing or is not what was put in."""


class DeviceFull(InspectorError):
    """The disk is full or cannot be written."""


class MayNotLast(DeviceFull):
    """The disk failed once the file that was wanted stood in its place, whole."""


class JournalDamaged(InspectorError):
    """A gap, a fork, a bad link or a bad signature."""


class SigningFailed(InspectorError):
    """The signing identity cannot be used."""


class PrintingFailed(InspectorError):
    """The printer did not take what was sent to it; the text says how far it came."""


class RaisingFailed(InspectorError):
    """A summary could not be timestamped; nothing was written."""


class BaseAway(InspectorError):
    """Base cannot be reached now, or has no time or room; trying again later may help."""


class RefusedByBase(InspectorError):
    """Base did not grant what was asked; ``code`` is why, as it said it."""

    def __init__(self, text: str, code: str = "") -> None:
        super().__init__(text)
        self.code = code


class NotAtBase(RefusedByBase):
    """There is no such thing at base for this laptop: nobody can tell whether there is at all."""


class LaptopRefused(RefusedByBase):
    """Base does not know this laptop any more, or has revoked it."""


class Cancelled(InspectorError):
    """The user stopped the work; nothing half-done is left."""


NOT_NOW = (DeviceFull, VaultInUse, VaultLocked)
"""What keeps the vault from being written now, whatever was recorded before; it passes."""
