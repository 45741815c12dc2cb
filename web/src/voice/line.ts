import type { Unnumbered } from "../session/frames";
import type { Fault, Transport } from "./machine";

/** What a line tells; nothing any more once it was closed. */
export interface LineEvents {
  /** The server's name of the line, before there is a path. */
  named(line: string): void;
  connected(line: string | null): void;
  failed(fault: Fault): void;
  lost(): void;
  /** What we hear from the other side. */
  sound(stream: MediaStream): void;
  frame(frame: Unnumbered): void;
}

/** One way for sound to the server and back. */
export interface Line {
  readonly over: Transport;
  /** Another microphone, on the same line. */
  use(track: MediaStreamTrack): void;
  /** Lets this path go; whether the line ends is another question. */
  close(): void;
}
