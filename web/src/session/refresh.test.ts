import { describe, expect, it } from "vitest";
import { Refresh } from "./refresh";

function gate() {
  const open: (() => void)[] = [];
  let reads = 0;
  const refresh = new Refresh(() => {
    reads += 1;
    return new Promise((resolve) => open.push(resolve));
  });
  const next = async () => {
    open.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { refresh, next, reads: () => reads };
}

describe("Refresh", () => {
  it("reads once for many changes while one read runs, and once more after it", async () => {
    const { refresh, next, reads } = gate();
    refresh.request();
    refresh.request();
    refresh.request();
    expect(reads()).toBe(1);
    await next();
    expect(reads()).toBe(2);
    await next();
    expect(reads()).toBe(2);
  });

  it("goes on after a read that failed", async () => {
    let reads = 0;
    const refresh = new Refresh(() => {
      reads += 1;
      return Promise.reject(new Error("offline"));
    });
    refresh.request();
    await new Promise((resolve) => setTimeout(resolve));
    refresh.request();
    expect(reads).toBe(2);
  });
});
