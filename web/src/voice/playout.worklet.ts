import { PlayoutRing, RATE, Resampler, toFloats } from "./pcm";

const LEAD_S = 0.06;
const MOST_S = 0.5;

/** Frames of 20 ms at 16 kHz as sound, on the browser's audio thread. */
class Playout extends AudioWorkletProcessor {
  private readonly resampler = new Resampler(RATE, sampleRate);
  private readonly ring = new PlayoutRing(LEAD_S * sampleRate, MOST_S * sampleRate);

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      this.ring.push(this.resampler.push(toFloats(new Int16Array(data))));
    };
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const output = outputs[0]?.[0];
    if (output) this.ring.pull(output);
    return true;
  }
}

registerProcessor("playout", Playout);
