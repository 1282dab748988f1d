"""Why a file cannot be shown, carried from the decoders to the app."""


class Refused(Exception):
    """The rest of the sentence *This file cannot be shown: …*; caught within media."""
