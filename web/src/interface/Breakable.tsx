import { Fragment } from "preact";

/** Addresses break before a dot or an at sign, never in the middle of a word. */
export function Breakable({ text }: { text: string }) {
  return text.split(/(?=[.@])/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
