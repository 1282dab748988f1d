"""What a page says once something was done: one sentence for each word that an address may carry.

The address carries no sentence, so that nobody can send an administrator one of their own making.
"""

from typing import Final

WORDS: Final = {
    "account-made": "The account was made.",
    "account-removed": "The account was removed and its sessions ended.",
    "comparisons-told": "What can be told is told from now on. Laptops hear it at their next sync.",
    "device-renamed": "The laptop was renamed.",
    "device-revoked": "The laptop was revoked. From now on base refuses its key.",
    "held-released": "The changes were released. They are part of the inspection now.",
    "invitation-withdrawn": "The enrolment code was withdrawn.",
    "member-added": "The laptop is of the team now.",
    "member-removed": "The laptop is not of the team any more.",
    "password-set": "The password was set, and the account’s sessions ended.",
    "role-set": "What the account may do was altered.",
    "signed-out": "You are signed out.",
    "signed-out-everywhere": "All your sessions ended, on every machine.",
}
