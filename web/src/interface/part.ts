import { useEffect, useState } from "preact/hooks";

/** A part of the page that is a file of its own, loaded once, when it is first wanted. */
export class Part<T> {
  there: T | null = null;

  constructor(private readonly bring: () => Promise<T>) {}

  async load(): Promise<T> {
    this.there ??= await this.bring();
    return this.there;
  }
}

/** The part as soon as it is there. One that doesn't come is asked for again with the next wish. */
export function usePart<T>(part: Part<T>, isWanted: boolean, onFailure?: (error: unknown) => void): T | null {
  const [, setThere] = useState(part.there !== null);
  useEffect(() => {
    if (!isWanted || part.there !== null) return;
    let isWaiting = true;
    part.load().then(
      () => isWaiting && setThere(true),
      (error: unknown) => isWaiting && onFailure?.(error),
    );
    return () => {
      isWaiting = false;
    };
  }, [part, isWanted]);
  return part.there;
}
