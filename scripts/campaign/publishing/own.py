"""What the campaign says of itself on every page: of that nothing is told."""

from __future__ import annotations

from collections.abc import Mapping

from campaign.publishing.privacy import values

_UNITS = ("organiser", "organiser_short", "parent.issuer", "copied_to.report", "copied_to.copy")
_CONTACTS = ("contact.phone", "contact.email", "filing.report_error")


def units(words: Mapping[str, str]) -> frozenset[str]:
    """Whom documents may name as their author."""
    return frozenset(words[name] for name in _UNITS if words.get(name))


def contacts(words: Mapping[str, str]) -> frozenset[str]:
    """The numbers and mailboxes that the campaign itself gives for questions: exactly these."""
    return frozenset(value for name in _CONTACTS for value in values(words.get(name, "")))
