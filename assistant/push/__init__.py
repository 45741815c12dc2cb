"""Web Push: a short message for a browser whose page is closed, by its maker's push service, which can't read it. See docs/sandbox.md."""

from assistant.push.message import Receiver, Vapid, sealed
from assistant.push.sender import Outcome, Sender
from assistant.push.subscriptions import Refused, Subscription, Subscriptions

__all__ = ["Outcome", "Receiver", "Refused", "Sender", "Subscription", "Subscriptions", "Vapid", "sealed"]
