import { analytics } from "./analytics";

export function applyGiftCard(card: GiftCard): void {
  analytics.track("Gift Card Applied", { amount: card.amount, currency: card.currency });
}

export function removeGiftCard(card: GiftCard): void {
  analytics.track("gift_card_removed", { amount: card.amount });
}
