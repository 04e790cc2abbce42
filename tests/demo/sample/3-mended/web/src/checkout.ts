import { analytics } from "./analytics";

export function startCheckout(cart: Cart): void {
  analytics.track("checkout_started", { items: cart.items.length });
}

export function completeCheckout(order: Order): void {
  analytics.track("checkout_completed", { total: order.total });
}

export function payWithGiftCard(order: Order): void {
  analytics.track("checkout_completed", { total: order.total });
}
