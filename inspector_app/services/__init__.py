"""The verbs: one method is one act of a user and one transaction.

Must not know Qt or SQL; brings the adapters together, which do not know each other.
"""
