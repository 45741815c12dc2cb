import { signal } from "@preact/signals";

/** What regions and apps are called: the server's own lists, so that the page keeps none. */
export interface Names {
  regions: Record<string, string>;
  apps: Record<string, string>;
  /** Apps that can be installed. */
  installable?: readonly string[];
  /** Machines, and in which regions they can be had. */
  sizes?: Record<string, Size>;
}

export interface Size {
  vcpu: number;
  /** GiB. */
  ramGb: number;
  /** EUR. */
  monthly: number;
  regions: readonly string[];
}

export const names = signal<Names>({ regions: {}, apps: {} });
