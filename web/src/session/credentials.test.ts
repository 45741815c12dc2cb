import { beforeEach, describe, expect, it } from "vitest";
import { forget, joinCode, load, save } from "./credentials";

describe("credentials", () => {
  beforeEach(forget);

  it("keeps id and token and nothing else", () => {
    save({ id: "c", token: "t", state: {} } as never);
    expect(load()).toEqual({ id: "c", token: "t" });
    forget();
    expect(load()).toBeNull();
  });

  it("takes nothing malformed for a conversation", () => {
    for (const text of ["{", "null", "[]", '{"id":"c"}', '{"id":"","token":"t"}', '{"id":1,"token":"t"}']) {
      localStorage.setItem("concierge.conversation", text);
      expect(load()).toBeNull();
    }
  });
});

describe("joinCode", () => {
  it("is the code of the link", () => {
    expect(joinCode("#join=abc-_123")).toBe("abc-_123");
    expect(joinCode("#join=a%2Bb")).toBe("a+b");
  });

  it("is null for other fragments", () => {
    expect(["", "#", "#join=", "#composer", `#join=${"x".repeat(201)}`].map(joinCode)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});
