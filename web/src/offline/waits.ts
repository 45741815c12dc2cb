/** What the worker shows of a message that was pushed, and where a press on it leads. Nothing in a message is trusted. */

export interface Wait {
  title: string;
  body: string;
  /** One notification for each session: a newer one takes its place. */
  tag: string;
  session: string | null;
}

const KINDS: Readonly<Record<string, string>> = {
  question: "It asks something.",
  plan: "A plan waits for your yes.",
  terminal: "It asks for something to be typed in its terminal.",
  call: "It calls for you.",
};
const LONGEST = 80;

export function waitOf(message: string): Wait {
  let told: Record<string, unknown> = {};
  try {
    const value: unknown = JSON.parse(message);
    if (typeof value === "object" && value !== null) told = value as Record<string, unknown>;
  } catch {
    // Something is shown all the same: a browser takes pushing away from a page that shows nothing.
  }
  const session = sessionOf(told);
  const kind = Object.hasOwn(KINDS, String(told.kind)) ? KINDS[String(told.kind)] : "";
  return {
    title: `${short(told.agent) || "A session"} waits for you`,
    body: [kind, short(told.title)].filter(Boolean).join(" · "),
    tag: session ? `session-${session}` : "session",
    session,
  };
}

/** Of a message, or of what a notification carries. */
export function sessionOf(data: unknown): string | null {
  const session = typeof data === "object" && data !== null ? (data as { session?: unknown }).session : null;
  return typeof session === "string" && /^[0-9a-f]{24}$/.test(session) ? session : null;
}

/** Among the windows that are open: the one that shows the session, else one that can. */
export function windowFor<T extends { readonly url: string }>(open: readonly T[], session: string): T | null {
  const path = (one: T) => new URL(one.url).pathname;
  return (
    open.find((one) => path(one) === `/sandbox/${session}`) ??
    open.find((one) => path(one) === "/sandbox") ??
    open.find((one) => path(one).startsWith("/sandbox/")) ??
    null
  );
}

function short(value: unknown): string {
  return typeof value === "string" ? value.slice(0, LONGEST) : "";
}
