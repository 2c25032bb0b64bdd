/* Several scans in one figure: what can be laid over each other. A scan is what REST gives of it. */
import type { Column } from "../core/rooms.ts";
import * as format from "../core/format.ts";

/** A scan, as far as it matters here what it measured. */
export interface Measured {
  measurements?: { name: string; columns: Column[] }[] | null;
}

/** The columns of a figure of several scans. */
export interface Axes {
  x: string;
  y: string;
}

export interface OverlayChoices extends Axes {
  kind: "line" | "scatter";
  logX: boolean;
  logY: boolean;
}

export interface OverlayOption {
  value: string;
  label: string;
}

export const MOST = 8;
const ID = /^SCAN_\d{3,12}$/;
const INDEX = "@index";
const TIME = "@time";
const KINDS = ["line", "scatter"] as const;
export const ALWAYS: readonly OverlayOption[] = [
  { value: TIME, label: "time since the start (s)" },
  { value: INDEX, label: "number of the reading" },
];

/** The scans that a page's query names: at most eight, each once. */
export function scansOf(text: string | null | undefined): string[] {
  const found = (text ?? "")
    .split(",")
    .map((id) => id.trim())
    .filter((id) => ID.test(id));
  return [...new Set(found)].slice(0, MOST);
}

function numbers({ columns }: { columns: Column[] }): Column[] {
  return columns.filter(({ shape }) => !shape || shape.length === 0);
}

const special = (name: string) => name === INDEX || name === TIME;
const swept = (name: string) => name.includes(".");

/** The measurement of a scan that has both columns, or null. */
export function measurementOf(scan: Measured, { x, y }: Axes): string | null {
  const has = (each: { columns: Column[] }, name: string) => numbers(each).some((column) => column.name === name);
  const found = (scan.measurements ?? []).find((each) => has(each, y) && (special(x) || has(each, x)));
  return found ? found.name : null;
}

/** {x, y} lists of {value, label}: what most scans have comes first; `count` is how many have it. */
export function choosable(scans: readonly Measured[]): { x: OverlayOption[]; y: OverlayOption[] } {
  const known = new Map<string, OverlayOption & { count: number }>();
  for (const scan of scans) {
    const own = new Map((scan.measurements ?? []).flatMap(numbers).map((column) => [column.name, column]));
    for (const [name, { unit }] of own) {
      const entry = known.get(name) ?? { value: name, label: format.titled(name, unit), count: 0 };
      entry.count += 1;
      known.set(name, entry);
    }
  }
  const all = [...known.values()].sort((a, b) => b.count - a.count);
  const first = (of: (entry: OverlayOption) => boolean) => [...all.filter(of), ...all.filter((entry) => !of(entry))];
  return { x: [...first(({ value }) => swept(value)), ...ALWAYS], y: first(({ value }) => !swept(value)) };
}

/** The choices with every gap filled; y is "" while nothing is measured. */
export function completed(chosen: Record<string, unknown>, scans: readonly Measured[]): OverlayChoices {
  const can = choosable(scans);
  const known = (list: OverlayOption[], value: unknown) => list.find((item) => item.value === value)?.value;
  const y = known(can.y, chosen.y) ?? can.y[0]?.value ?? "";
  const together = (x: string) => scans.filter((scan) => measurementOf(scan, { x, y })).length;
  const best = can.x.filter(({ value }) => swept(value)).sort((a, b) => together(b.value) - together(a.value))[0];
  const x = known(can.x, chosen.x) ?? (best && together(best.value) > 0 ? best.value : TIME);
  // A line through a map would run to and fro.
  const map = scans.some((scan) => mapped(scan, measurementOf(scan, { x, y })));
  const kind = KINDS.find((each) => each === chosen.kind) ?? (map ? "scatter" : "line");
  return { x, y, kind, logX: chosen.logX === true, logY: chosen.logY === true };
}

function mapped(scan: Measured, measurement: string | null): boolean {
  const found = (scan.measurements ?? []).find(({ name }) => name === measurement);
  return found !== undefined && numbers(found).filter(({ name }) => swept(name)).length > 1;
}
