"""What signs for a device; whoever only hands it on need not know what is signed."""

from collections.abc import Callable

Sign = Callable[[bytes], bytes]
"""Signs 32 bytes with the device's Ed25519 key."""
