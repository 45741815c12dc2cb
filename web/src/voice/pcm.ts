/** Sound as numbers: what the two worklets and the tests share. Nothing here knows a browser. */

export const RATE = 16_000;
/** 20 ms. */
export const FRAME = 320;
const TAPS = 16;
const PHASES = 128;

/**
 * One rate into another, piece by piece, the same however it is cut: a windowed sinc, narrowed where the new rate is the lower
 * one so that nothing folds back into speech.
 */
export class Resampler {
  private readonly ratio: number;
  private readonly half: number;
  private readonly kernels: Float32Array[];
  private kept: Float32Array;
  private at = 0;

  constructor(from: number, to: number) {
    this.ratio = from / to;
    const width = Math.max(1, this.ratio);
    this.half = Math.ceil(TAPS * width);
    this.kernels = Array.from({ length: PHASES + 1 }, (_, phase) => kernel(phase / PHASES, this.half, width));
    this.kept = new Float32Array(this.half);
  }

  push(samples: Float32Array): Float32Array {
    const input = new Float32Array(this.kept.length + samples.length);
    input.set(this.kept);
    input.set(samples, this.kept.length);
    const out = new Float32Array(Math.max(0, Math.ceil((input.length - 2 * this.half - this.at) / this.ratio)));
    let made = 0;
    let position = this.at;
    while (made < out.length && Math.floor(position) + 2 * this.half < input.length) {
      const whole = Math.floor(position);
      const weights = this.kernels[Math.round((position - whole) * PHASES)] as Float32Array;
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap += 1)
        sum += (weights[tap] as number) * (input[whole + tap] as number);
      out[made++] = sum;
      position += this.ratio;
    }
    const used = Math.min(Math.floor(position), input.length);
    this.kept = input.slice(used);
    this.at = position - used;
    return out.subarray(0, made);
  }
}

/** Weights of the samples around a place that lies `phase` behind the middle one. */
function kernel(phase: number, half: number, width: number): Float32Array {
  const weights = new Float32Array(2 * half + 1);
  let sum = 0;
  for (let tap = 0; tap < weights.length; tap += 1) {
    const distance = tap - half - phase;
    const x = distance / width;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    const window = Math.abs(distance) >= half ? 0 : 0.5 + 0.5 * Math.cos((Math.PI * distance) / half);
    weights[tap] = sinc * window;
    sum += sinc * window;
  }
  return weights.map((weight) => weight / sum);
}

/** Pieces of any length into frames of 20 ms, 16 bits. */
export class Framer {
  private readonly frame = new Int16Array(FRAME);
  private filled = 0;

  push(samples: Float32Array): Int16Array<ArrayBuffer>[] {
    const whole: Int16Array<ArrayBuffer>[] = [];
    for (const sample of samples) {
      this.frame[this.filled++] = Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
      if (this.filled < FRAME) continue;
      whole.push(this.frame.slice());
      this.filled = 0;
    }
    return whole;
  }
}

/** Playout: waits for a little before it begins, plays silence where nothing came, and never falls far behind. */
export class PlayoutRing {
  private readonly ring: Float32Array;
  private read = 0;
  private held = 0;
  private isPlaying = false;

  /** In samples: how much is gathered before anything is played, and the most that is kept. */
  constructor(
    private readonly lead: number,
    most: number,
  ) {
    this.ring = new Float32Array(most);
  }

  get length(): number {
    return this.held;
  }

  push(samples: Float32Array): void {
    for (const sample of samples) {
      this.ring[(this.read + this.held) % this.ring.length] = sample;
      if (this.held < this.ring.length) this.held += 1;
      // The oldest goes: late sound helps a talk less than no sound.
      else this.read = (this.read + 1) % this.ring.length;
    }
  }

  pull(into: Float32Array): void {
    if (!this.isPlaying && this.held >= this.lead) this.isPlaying = true;
    for (let at = 0; at < into.length; at += 1) {
      if (!this.isPlaying || this.held === 0) {
        this.isPlaying = false;
        into[at] = 0;
        continue;
      }
      into[at] = this.ring[this.read] as number;
      this.read = (this.read + 1) % this.ring.length;
      this.held -= 1;
    }
  }
}

export function toFloats(frame: Int16Array): Float32Array {
  return Float32Array.from(frame, (sample) => sample / 32_768);
}
