"""The identities that travel through every layer."""

from typing import NewType

InspectionId = NewType("InspectionId", str)
"""32 hexadecimal digits, random."""

LineId = NewType("LineId", str)
"""A line's id in its pack, such as ``CC-PO-07``."""

SectionId = NewType("SectionId", str)
"""Requirement and threat, such as ``CC-PO``; ``IN`` for the introduction."""

ThreatId = NewType("ThreatId", str)
RequirementId = NewType("RequirementId", str)

PersonId = NewType("PersonId", str)
"""32 hexadecimal digits, random; the name lies outside the journal."""

DeviceId = NewType("DeviceId", str)
"""The device's Ed25519 public key, 64 hexadecimal digits: every change proves its own author."""

ChainId = NewType("ChainId", str)
"""32 hexadecimal digits, random; one per inspection, device and app session."""

ChangeId = NewType("ChangeId", str)
"""SHA-256 over the change's header, 64 hexadecimal digits."""

AccountId = NewType("AccountId", str)

SourceId = NewType("SourceId", str)
"""32 hexadecimal digits, random; a source's number is for people."""

InterimId = NewType("InterimId", str)
"""32 hexadecimal digits, random; its number is for people."""

DraftId = NewType("DraftId", str)
"""32 hexadecimal digits, random; its number is for people."""

WorkbookId = NewType("WorkbookId", str)
"""32 hexadecimal digits, random: a workbook for the force bears it, and is known again by it."""

PointId = NewType("PointId", str)
"""The line or section that a point is about, a slash, 16 random hexadecimal digits."""

CorrectionId = NewType("CorrectionId", str)
"""32 hexadecimal digits, random."""

RecommendationId = NewType("RecommendationId", str)
"""32 hexadecimal digits, random; its number is for people."""

EvidenceId = NewType("EvidenceId", str)

Sha256 = NewType("Sha256", str)
"""64 hexadecimal digits over the plain bytes of a file."""

THIS_PACK = Sha256("")
"""Stands for the version of the checklist in use, where nobody says which."""
