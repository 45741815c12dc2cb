import type { Pending } from "./outbox";

/**
 * Messages that aren't in the log yet, across a reload. Each tab keeps its own, in a storage that no other tab reads, so that two
 * tabs can't send the same one; a tab that was duplicated takes none along.
 */
const KEY = "concierge.outbox";
const OWNER = "concierge.outbox-owner";
const MOST = 50;

type Kept = Omit<Pending, "key">;

export function keep(conversation: string, pending: readonly Pending[]): void {
  try {
    // A code is short-lived and no other secret is ever here; still, nothing of it is written down.
    const items = pending.filter((item) => item.origin !== "code").slice(-MOST);
    if (items.length === 0) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify({ conversation, items }));
  } catch {
    // A browser that stores nothing keeps them until the page is closed.
  }
}

export function kept(conversation: string): Kept[] {
  try {
    const value = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as {
      conversation?: string;
      items?: unknown;
    } | null;
    if (value?.conversation !== conversation || !Array.isArray(value.items)) return [];
    return value.items.filter(isKept);
  } catch {
    return [];
  }
}

/** How many wait, whoever they are for; a page without a conversation says so. */
export function keptCount(): number {
  try {
    const value = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as { items?: unknown[] } | null;
    return value?.items?.length ?? 0;
  } catch {
    return 0;
  }
}

/**
 * Makes sure that this tab is the only one with these messages: a duplicated tab begins with a copy of the first one's storage.
 * The tab holds a lock of its name as long as it lives; whoever doesn't get it is the copy. Resolves at once where there are no locks.
 */
export async function ownTab(locks: LockManager | undefined = globalThis.navigator?.locks): Promise<void> {
  if (!locks) return;
  try {
    const name = sessionStorage.getItem(OWNER) ?? newName();
    if (!(await held(locks, name))) {
      sessionStorage.removeItem(KEY);
      await held(locks, newName());
    }
  } catch {
    // No storage: nothing is there that could be sent twice.
  }
}

function newName(): string {
  const name = `${OWNER}.${Math.random().toString(36).slice(2)}`;
  sessionStorage.setItem(OWNER, name);
  return name;
}

function held(locks: LockManager, name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const wait = (lock: Lock | null) => {
      resolve(lock !== null);
      // Until the tab is closed.
      return lock ? new Promise<void>(() => {}) : undefined;
    };
    locks.request(name, { ifAvailable: true }, wait).catch(reject);
  });
}

function isKept(value: unknown): value is Kept {
  const { text, origin, state } = (value ?? {}) as Partial<Kept>;
  const isText = typeof text === "string" && text !== "";
  const isKnown = state === "waiting" || state === "sent" || state === "unsure";
  return isText && isKnown && (origin === "composer" || origin === "button");
}
