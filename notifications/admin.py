"""Messages can only be looked at: their one way in is ``notifications.outbox``."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from notifications.models import MailServer, OutboundMessage, Round


@admin.register(OutboundMessage)
class OutboundMessageAdmin(ReadOnlyAdmin):
    list_display = ["made_at", "recipient", "title", "status", "attempts", "sent_at"]
    list_select_related = ["recipient"]
    list_filter = ["kind", "status"]
    search_fields = ["title", "recipient__full_name", "address"]


@admin.register(Round)
class RoundAdmin(ReadOnlyAdmin):
    list_display = ["day", "finished_at", "messages"]


@admin.register(MailServer)
class MailServerAdmin(ReadOnlyAdmin):
    list_display = ["failing_since", "failures", "error", "next_try_at", "accepted_at"]
