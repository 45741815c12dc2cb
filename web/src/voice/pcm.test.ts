import { describe, expect, it } from "vitest";
import { loudness } from "./meter";
import { FRAME, Framer, PlayoutRing, Resampler, toFloats } from "./pcm";

const tone = (hertz: number, rate: number, seconds = 0.5) =>
  Float32Array.from({ length: rate * seconds }, (_, at) => Math.sin((2 * Math.PI * hertz * at) / rate));

/** Strength of one pitch, 1 for a pure tone of full height. */
function strength(samples: Float32Array, hertz: number, rate: number): number {
  let sine = 0;
  let cosine = 0;
  samples.forEach((sample, at) => {
    sine += sample * Math.sin((2 * Math.PI * hertz * at) / rate);
    cosine += sample * Math.cos((2 * Math.PI * hertz * at) / rate);
  });
  return (2 * Math.hypot(sine, cosine)) / samples.length;
}

describe("Resampler", () => {
  it.each([48_000, 44_100, 96_000, 8000])("keeps a voice's pitch from %i Hz", (rate) => {
    const made = new Resampler(rate, 16_000).push(tone(440, rate));
    expect(made.length).toBeGreaterThan(7700);
    expect(made.length).toBeLessThanOrEqual(8000);
    expect(strength(made.subarray(400), 440, 16_000)).toBeGreaterThan(0.97);
  });

  it("folds nothing back into speech that lies above the new rate", () => {
    const made = new Resampler(48_000, 16_000).push(tone(11_000, 48_000));
    expect(strength(made.subarray(400), 5000, 16_000)).toBeLessThan(0.01);
  });

  it("makes the same of any cut", () => {
    const whole = new Resampler(44_100, 16_000).push(tone(300, 44_100));
    const cut = new Resampler(44_100, 16_000);
    const pieces: number[] = [];
    const input = tone(300, 44_100);
    for (let at = 0, length = 1; at < input.length; at += length, length = (length * 7) % 128 || 128) {
      pieces.push(...cut.push(input.subarray(at, at + length)));
    }
    expect(pieces.length).toBeGreaterThanOrEqual(whole.length - 1);
    const differences = pieces.map((sample, at) => Math.abs(sample - (whole[at] ?? sample)));
    expect(Math.max(...differences)).toBeLessThan(1e-4);
  });
});

describe("Framer", () => {
  it("cuts frames of 20 ms and clips what is too loud", () => {
    const framer = new Framer();
    expect(framer.push(new Float32Array(FRAME - 1).fill(2))).toEqual([]);
    const frames = framer.push(new Float32Array(FRAME + 1).fill(-2));
    expect(frames.map((frame) => frame.length)).toEqual([FRAME, FRAME]);
    expect([frames[0]?.[0], frames[1]?.[0]]).toEqual([32_767, -32_767]);
    expect(toFloats(frames[0] as Int16Array)[0]).toBeCloseTo(1, 3);
  });
});

describe("PlayoutRing", () => {
  const pull = (ring: PlayoutRing, length: number) => {
    const into = new Float32Array(length).fill(9);
    ring.pull(into);
    return [...into];
  };

  it("gathers a little first, plays in order, and is silent when nothing came", () => {
    const ring = new PlayoutRing(3, 10);
    ring.push(Float32Array.of(1, 2));
    expect(pull(ring, 2)).toEqual([0, 0]);
    ring.push(Float32Array.of(3));
    expect(pull(ring, 4)).toEqual([1, 2, 3, 0]);
    ring.push(Float32Array.of(4));
    // It ran dry: it gathers again.
    expect(pull(ring, 1)).toEqual([0]);
  });

  it("drops the oldest where it would fall behind", () => {
    const ring = new PlayoutRing(1, 3);
    ring.push(Float32Array.of(1, 2, 3, 4, 5));
    expect(ring.length).toBe(3);
    expect(pull(ring, 3)).toEqual([3, 4, 5]);
  });
});

describe("loudness", () => {
  it("is 0 in a quiet room and 1 for a loud voice", () => {
    expect(loudness(new Float32Array(512))).toBe(0);
    expect(loudness(tone(200, 16_000))).toBe(1);
    const soft = loudness(tone(200, 16_000).map((sample) => sample * 0.03));
    expect(soft).toBeGreaterThan(0.3);
    expect(soft).toBeLessThan(0.7);
  });
});
