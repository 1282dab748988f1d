"""What ``spr-base`` can be told, family by family; each module has ``add`` and its verbs."""
