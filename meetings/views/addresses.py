"""The page of one's own e-mail address, which is allauth's."""

from allauth.account.adapter import get_adapter
from allauth.account.views import EmailView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse


class ProvenAddressView(EmailView):
    """An address counts from the day its owner opened the letter: a roster seats people by their address.

    allauth lets the first one count unproven, and so somebody could wait at the address of a person who is yet to come.
    """

    def _action_primary(self, request: HttpRequest) -> HttpResponse | None:
        address = self._get_email_address(request)
        if address is None or address.verified or address.primary:
            return super()._action_primary(request)
        get_adapter().add_message(request, messages.ERROR, "account/messages/unverified_primary_email.txt")
        return None
