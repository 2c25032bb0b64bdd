/* One number of an instrument, live, wherever a page puts it: dashboard/components/value.py. */
import * as format from "../core/format.ts";
import { text } from "./elements.ts";
import { island } from "./islands.ts";
import { live } from "./page_live.ts";

interface Instrument {
  instrument_name: string;
  position: Record<string, unknown>;
  value: Record<string, unknown>;
  units: Record<string, string>;
}

/** A position or reading as text; a dash where the instrument has none of this name. */
export function shown(instrument: Instrument | undefined, name: string): string {
  const found = instrument?.value[name] ?? instrument?.position[name];
  return found === null || found === undefined ? format.NONE : String(format.quantity(found, instrument?.units[name]));
}

island("value", (node: HTMLElement) => {
  const { instrument = "", name = "" } = node.dataset;
  const show = (known: Instrument | undefined) => text(node, shown(known, name));
  const find = ({ instruments }: { instruments: Instrument[] }) => show(instruments.find((each) => each.instrument_name === instrument));
  return live.on("global", { snapshot: find, instrument_status: (told: Instrument) => told.instrument_name === instrument && show(told) });
});
