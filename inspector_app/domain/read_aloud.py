"""Words that two people read to each other to know that their laptops mean the same keys."""

import functools
import hashlib

COUNT = 8
_ROUNDS = 65_536
"""Makes each trial of somebody who looks for keys with the same words 2^16 times as dear."""
_WORDS = """
    acorn album alder amber anchor apple apron arch arrow aspen attic autumn badger baker bamboo
    banjo barley barn basket beacon bean bell bench birch blanket bonnet bottle boulder bramble
    brass bread brick bridge brook broom bucket butter button cabin cactus candle canoe canvas
    carpet castle cedar cellar chalk cherry chimney cider circle clover coast cobble coffee
    collar comet copper coral cotton cradle crane cricket crown crystal cupboard curtain daisy
    dancer desert diamond dolphin donkey dragon drum eagle elbow elm ember engine fabric falcon
    farmer feather fern ferry fiddle field finger flask flint flute forest fossil fountain fox
    frost garden garlic ginger glacier glove goblet granite grape gravel guitar hammer harbour
    harvest hazel heather hedge helmet heron hill honey hoof icicle indigo iris island ivory ivy
    jacket jasmine jigsaw juniper kennel kettle kitten ladder lagoon lantern lark laurel
    lavender leather lemon lentil lilac lily linen lizard lobster locket magnet mallet mango
    maple marble marsh meadow melon mill mirror mitten monsoon moss mustard napkin nectar needle
    nettle oak oasis oatmeal ocean olive onion opal orange orchard otter oven owl oyster paddle
    palace paper parcel parrot pasture peach pebble pepper piano pigeon pillow pine plum pocket
    pond poppy potato prairie pumpkin puzzle quarry quilt quiver rabbit radish raven ribbon
    river robin rocket rosemary saddle saffron salmon sandal satin scarf shadow shelter silver
    slate spanner sparrow spider spruce squirrel stable star stone summer sunset swallow teapot
    temple thimble thistle thunder tiger timber tulip tunnel turnip turtle umbrella valley
    vanilla velvet village violet violin walnut water willow window winter wizard yellow
""".split()  # noqa: SIM905 - 256 quoted words cannot be read through
"""256 words that are told apart by ear; the order is part of the agreement between laptops."""


@functools.lru_cache(maxsize=64)
def words_of(content: bytes) -> tuple[str, ...]:
    """Return eight words that stand for ``content``.

    The first time takes some hundredths of a second. To find other content with the same words
    takes 2^64 trials of 2^16 hashings each.
    """
    digest = hashlib.pbkdf2_hmac("sha256", content, b"spr-inspector/read-aloud/1", _ROUNDS, COUNT)
    return tuple(_WORDS[byte] for byte in digest)


def are_same(one: str, other: str) -> bool:
    """Return whether two people say the same words, however they space and write them."""
    return _plain(one) == _plain(other)


def _plain(words: str) -> list[str]:
    return words.casefold().replace(",", " ").replace("-", " ").split()
