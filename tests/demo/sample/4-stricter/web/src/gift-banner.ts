import { analytics } from "./analytics";

export function showGiftBanner(season: string): void {
  analytics.track("Gift Banner Seen", { season });
}

export function openGiftFinder(): void {
  analytics.track("gift_finder_opened", { from: "banner" });
}
