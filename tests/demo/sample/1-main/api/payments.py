"""What happens when somebody pays."""

from .events import sendEvent


def refused(payment):
    sendEvent("payment_failed", {"provider": payment.provider})


def receipt(order):
    sendEvent("receipt_sent", {"order": order.id})
