"""The database's versions, one numbered file each, forward only."""
