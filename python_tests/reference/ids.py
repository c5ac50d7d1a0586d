"""Ids made of several parts (ADR 7, "Interactions")."""

from __future__ import annotations

from datetime import datetime, timedelta


def joined_id(kind: str, *parts: str) -> str:
    """`kind:one|two`; % is written %25 and | %7C within a part, so that no two ids are the same by accident."""
    return f"{kind}:" + "|".join(part.replace("%", "%25").replace("|", "%7C") for part in parts)


def enrollment_id(kind: str, contact_id: str, into: str, occurred_at: datetime) -> str:
    """`kind:contact|workflow, list or sequence|microseconds since 1970`; the contact as recorded: each row is one."""
    microseconds = (occurred_at - datetime(1970, 1, 1)) // timedelta(microseconds=1)
    return joined_id(kind, contact_id, into, str(microseconds))
