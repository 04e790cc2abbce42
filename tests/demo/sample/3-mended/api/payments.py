"""What happens when somebody pays."""

from .events import sendEvent


def refused(payment):
    sendEvent("payment_failed", {"provider": payment.provider})


def receipt(order):
    sendEvent("receipt_sent", {"order": order.id})


def cancelled(order):
    sendEvent("order_cancelled", {"order": order.id, "by_customer": True})
