"""Base's own pages, for those who administer it with a browser.

They know nothing that a command of ``spr-base`` does not: what decides, alters and reads lies
beside this package. No page needs a script, and none asks another host for anything.
"""
