/** Which conversation this browser holds, and the token that opens it. */
export interface Credentials {
  id: string;
  token: string;
}

/** What is shown to an audience leaves the presenter's own conversation alone. */
const KEY =
  typeof location !== "undefined" && location.pathname === "/demo"
    ? "concierge.demonstration"
    : "concierge.conversation";
let remembered: Credentials | null = null;

export function load(): Credentials | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return isCredentials(value) ? value : remembered;
  } catch {
    return remembered;
  }
}

export function save(credentials: Credentials): void {
  remembered = { id: credentials.id, token: credentials.token };
  try {
    localStorage.setItem(KEY, JSON.stringify(remembered));
  } catch {
    // A browser that stores nothing keeps the conversation until the page is closed.
  }
}

export function forget(): void {
  remembered = null;
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was stored.
  }
}

/** The one-use code of `#join=CODE`; null without one. */
export function joinCode(hash: string): string | null {
  const code = new URLSearchParams(hash.replace(/^#/, "")).get("join")?.trim();
  return code && code.length <= 200 ? code : null;
}

function isCredentials(value: unknown): value is Credentials {
  if (typeof value !== "object" || value === null) return false;
  const { id, token } = value as Partial<Credentials>;
  return typeof id === "string" && id !== "" && typeof token === "string" && token !== "";
}
