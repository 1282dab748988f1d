"""Whether the user has asked the system for less motion."""

import sys

_GET_CLIENT_AREA_ANIMATION = 0x1042


def is_reduced() -> bool:
    """Return whether the system was told to move nothing of itself; False where it does not say.

    Windows says so (*Animation effects*). Desktops elsewhere keep it to themselves: none of what
    Qt 6.11 asks them is about motion.

    Source: Windows, SystemParametersInfoW, SPI_GETCLIENTAREAANIMATION.
    """
    if sys.platform == "win32":
        import ctypes  # needed on Windows alone

        animates = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(
            _GET_CLIENT_AREA_ANIMATION, 0, ctypes.byref(animates), 0
        )
        return not animates.value
    return False
