import { encodeQR } from "qr";
import decodeQR from "qr/decode.js";
import { expect, it } from "vitest";
import { outline } from "./QrCode";

const LINK = "https://cloud.example/start#join=Abc_123-xyzAbc_123-xyzAbc_123-xyz";

/** What a camera sees of the path. */
function photographed(path: string, size: number, scale: number) {
  const data = new Uint8ClampedArray(size * scale * size * scale * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1)
      for (let column = Number(x) * scale; column < (Number(x) + Number(length)) * scale; column += 1)
        data.fill(0, 4 * (row * size * scale + column), 4 * (row * size * scale + column) + 3);
  }
  return { data, width: size * scale, height: size * scale };
}

it("draws a code that is read as the link", () => {
  const modules = encodeQR(LINK, "raw", { border: 4, ecc: "medium" });
  const path = outline(modules);
  expect(decodeQR(photographed(path, modules.length, 4))).toBe(LINK);
});

it("joins neighbours of a row", () => {
  expect(
    outline([
      [true, true, false, true],
      [false, false, false, false],
    ]),
  ).toBe("M0 0h2v1h-2zM3 0h1v1h-1z");
});
