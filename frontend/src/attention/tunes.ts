/* Short sounds, made rather than loaded: up for finished, down for failed, one note twice for waiting. */
import type { Kind } from "./occasions.ts";

const LOUDNESS = 0.12;
const ATTACK = 0.012; // s, so that a note does not click
const SILENT = 0.0001;
/** Hz, start in s, length in s of each note. */
type Note = readonly [pitch: number, start: number, length: number];

const TUNES: Record<Kind, readonly Note[]> = {
  finished: [
    [523.25, 0, 0.16],
    [783.99, 0.13, 0.32],
  ],
  failed: [
    [311.13, 0, 0.2],
    [207.65, 0.18, 0.42],
  ],
  waiting: [
    [587.33, 0, 0.12],
    [587.33, 0.2, 0.16],
  ],
};

export function tune(kind: Kind): readonly Note[] {
  return TUNES[kind] ?? [];
}

export function play(audio: AudioContext, kind: Kind): void {
  const now = audio.currentTime;
  for (const [pitch, start, length] of tune(kind)) {
    const note = audio.createOscillator();
    const volume = audio.createGain();
    const from = now + start;
    note.type = "triangle";
    note.frequency.setValueAtTime(pitch, from);
    volume.gain.setValueAtTime(SILENT, from);
    volume.gain.exponentialRampToValueAtTime(LOUDNESS, from + ATTACK);
    volume.gain.exponentialRampToValueAtTime(SILENT, from + length);
    note.connect(volume).connect(audio.destination);
    note.start(from);
    note.stop(from + length);
  }
}
