"""Files of the kit that are written, not painted: tables, lists, letters, calendars. One row a provider."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from campaign.content.model import Campaign
from campaign.document import Document
from campaign.gongwen.provide import plan_documents
from campaign.plan.kinds import Selection
from campaign.texts.forms import form_documents
from campaign.texts.lists import list_documents
from campaign.texts.posts import post_documents
from campaign.texts.sms import sms_documents

Provider = Callable[[Campaign], Iterator[Document]]
PROVIDERS: tuple[Provider, ...] = (list_documents, sms_documents, post_documents, form_documents, plan_documents)


def documents(campaign: Campaign, wanted: Selection) -> list[Document]:
    """The documents of a full build; a part of the kit asked for by kind, size, slogan or page has none."""
    return [] if wanted.partial else [document for provider in PROVIDERS for document in provider(campaign)]
