import { Fragment } from "preact";

const ADDRESS = /((?:https?:\/\/)?[\p{L}\p{N}_+-]{2,}(?:[.@/][\p{L}\p{N}_+-]+)+)/u;
/** Where an address may break: before a dot, an at sign or a slash inside it; a number and an abbreviation stay whole. */
const JOINT = /(?<=[\p{L}\p{N}-]{2})(?=[.@/]\p{L}{2})/u;

/** Addresses break at their joints, never in the middle of a word, and keep their own direction in a text of another. */
export function Breakable({ text }: { text: string }) {
  const pieces = text.split(ADDRESS);
  if (pieces.length === 1) return text;
  return pieces.map((piece, index) => {
    const parts = index % 2 === 1 ? piece.split(JOINT) : [piece];
    return <Fragment key={index}>{parts.length > 1 ? <Address parts={parts} /> : piece}</Fragment>;
  });
}

function Address({ parts }: { parts: readonly string[] }) {
  return (
    <bdi>
      {parts.map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </bdi>
  );
}
