import { analytics } from "./analytics";

export function applyGiftCard(card: GiftCard): void {
  analytics.track("Gift Card Applied", { amount: card.amount, recipient: card.recipient.email });
}

export function removeGiftCard(card: GiftCard): void {
  analytics.track("gift_card_removed", { amount: card.amount });
}
