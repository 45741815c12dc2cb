/** What the worker says when it is asked which files it keeps. */
export interface Reply {
  shell: readonly string[];
}

/** How the worker treats a request: null is none of its business. */
export function kindOf(method: string, mode: string, url: URL, origin: string): "page" | "asset" | "file" | null {
  if (method !== "GET" || url.origin !== origin) return null;
  if (url.pathname === "/start") return mode === "navigate" ? "page" : null;
  if (url.pathname.startsWith("/start/assets/")) return "asset";
  // Never itself: an old worker must not hide a new one.
  return url.pathname.startsWith("/start/") && url.pathname !== "/start/sw.js" ? "file" : null;
}

/** The words that a browser's first load needs beside the program, which has the English ones itself. */
export function wordsFor(tags: readonly string[], words: Readonly<Record<string, string>>): string[] {
  for (const tag of tags) {
    const language = tag.toLowerCase().split("-")[0] ?? "";
    if (language === "en") return [];
    if (words[language]) return [words[language]];
  }
  return [];
}
