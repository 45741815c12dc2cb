import { signal } from "@preact/signals";

/** What regions and apps are called: the server's own lists, so that the page keeps none. */
export interface Names {
  regions: Record<string, string>;
  apps: Record<string, string>;
}

export const names = signal<Names>({ regions: {}, apps: {} });
