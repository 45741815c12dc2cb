import { Framer, RATE, Resampler } from "./pcm";

/** The microphone as frames of 20 ms at 16 kHz, on the browser's audio thread. */
class Capture extends AudioWorkletProcessor {
  private readonly resampler = new Resampler(sampleRate, RATE);
  private readonly framer = new Framer();

  process(inputs: Float32Array[][]): boolean {
    const samples = inputs[0]?.[0];
    if (!samples) return true;
    for (const frame of this.framer.push(this.resampler.push(samples)))
      this.port.postMessage(frame.buffer, [frame.buffer]);
    return true;
  }
}

registerProcessor("capture", Capture);
