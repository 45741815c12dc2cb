import { Breakable } from "../interface/Breakable";

export type Block = { kind: "paragraph"; lines: string[] } | { kind: "list"; items: string[] };

/** Paragraphs (blank line between) and `- ` lists; everything else is text as it stands. */
export function blocks(text: string): Block[] {
  const found: Block[] = [];
  let isBreak = true;
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const last = found.at(-1);
    const item = /^\s*[-•]\s+(.*)$/.exec(line)?.[1];
    if (line.trim() === "") isBreak = true;
    else if (item !== undefined) {
      if (last?.kind === "list" && !isBreak) last.items.push(item);
      else found.push({ kind: "list", items: [item] });
      isBreak = false;
    } else {
      if (last?.kind === "paragraph" && !isBreak) last.lines.push(line);
      else found.push({ kind: "paragraph", lines: [line] });
      isBreak = false;
    }
  }
  return found;
}

/** Only text nodes: whatever a message holds, it can't become markup. */
export function MessageText({ text }: { text: string }) {
  return (
    <>
      {blocks(text).map((block, index) =>
        block.kind === "list" ? (
          <ul key={index}>
            {block.items.map((item, at) => (
              <li key={at}>
                <Breakable text={item} />
              </li>
            ))}
          </ul>
        ) : (
          <p key={index}>
            {block.lines.map((line, at) => (
              <span key={at}>
                {at > 0 && <br />}
                <Breakable text={line} />
              </span>
            ))}
          </p>
        ),
      )}
    </>
  );
}
