import posthog from "posthog-js";

export function Cart({ items }: { items: Item[] }) {
  posthog.capture("cart_viewed", { items: items.length });
  return <ul>{items.map((item) => <Row key={item.sku} item={item} />)}</ul>;
}
