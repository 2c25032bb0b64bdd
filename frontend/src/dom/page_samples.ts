// @ts-nocheck
/* The samples of this page's instruments, gathered from its first moment on. */
import { Samples } from "../core/samples.ts";
import { live } from "./page_live.ts";

export const samples = new Samples();

const add = (instrument) => samples.add(instrument);
const begin = () => live.on("global", { snapshot: (state) => state.instruments.forEach(add), instrument_status: add });

/** Begin to listen to the page. */
export function start() {
  document.addEventListener("pybirch:page", begin, { once: true });
}
