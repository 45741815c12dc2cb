import { words } from "../words";
import type { ProblemDocument } from "./frames";

/** An answer that is an error, or no answer (`status` 0). */
export class ApiProblem extends Error {
  constructor(readonly document: ProblemDocument) {
    super(document.detail);
  }

  get status(): number {
    return this.document.status;
  }

  /** The token opens nothing (any more). */
  get isDenied(): boolean {
    return this.status === 401 || this.status === 403 || this.status === 404;
  }
}

export function unexpected(): ProblemDocument {
  return { status: 500, code: "unexpected", ...words.peek().problems.unexpected };
}

export function documentOf(error: unknown): ProblemDocument {
  return error instanceof ApiProblem ? error.document : unexpected();
}
