/** What a program writes is a stranger's: nothing of it is shown or opened as it comes. */

const LONGEST_TITLE = 80;
const LONGEST_COPY = 1024 * 1024;
// Controls, and what turns the direction of text or can't be seen.
// biome-ignore lint/suspicious/noControlCharactersInRegex: to be taken out
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export function safeTitle(title: string): string {
  const plain = title.replace(UNSEEN, " ").replace(/\s+/g, " ").trim();
  return plain.length > LONGEST_TITLE ? `${plain.slice(0, LONGEST_TITLE - 1)}…` : plain;
}

/** The address as it will be opened; null for what isn't a web page. */
export function safeLink(text: string): string | null {
  try {
    const url = new URL(text);
    const isWeb = url.protocol === "https:" || url.protocol === "http:";
    return isWeb && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

/** What OSC 52 wants on the clipboard; null for a question about the clipboard, and for what can't be read. */
export function copied(payload: string): string | null {
  const data = payload.slice(payload.indexOf(";") + 1);
  if (!payload.includes(";") || data === "?" || data === "" || data.length > (LONGEST_COPY * 4) / 3) return null;
  try {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** A paste as a program gets it. Nothing in it can end the bracket, or pass for a key. */
export function pasted(text: string, bracketed: boolean): string {
  const plain = text
    .replace(/\r?\n/g, "\r")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: to be taken out
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u009f]/g, "");
  return bracketed ? `\x1b[200~${plain}\x1b[201~` : plain;
}
