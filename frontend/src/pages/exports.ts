/* What of a scan's chart can be taken away, as entries of its menu: all readings of a measurement in files that the server makes, and
 * what the chart shows at this moment, made here. The menu of the scan itself is made by dashboard/components/exports.py. */
import { PRINT_SIZE, standalone } from "../chart/print.ts";
import { fileName } from "../core/filename.ts";
import * as place from "../core/place.ts";
import { message } from "../dom/messages.ts";
import { Refusal, save } from "../dom/rest.ts";

/** An entry of a menu; see dom/popover.ts. */
export interface Entry {
  label: string;
  detail: string;
  icon: "download";
  href?: string;
  download?: string;
  act?: () => Promise<void>;
  disabled?: boolean;
}

interface Scan {
  scan_id: string;
  name: string;
}

/** What the menu uses of a chart; see chart/chart.ts. */
interface Chart {
  choices(): { measurement: string | null };
  csv(): Promise<BlobPart[]>;
  printed(): Promise<{ figure: object; caption: [string, ...string[]] }>;
}

/** plotly.js, where the page has loaded it. */
interface Plots {
  Plotly: { toImage(figure: object, options: object): Promise<string> };
}

type Busy = (work: Promise<void>) => Promise<void>;

const FORMATS = [
  { format: "csv", label: "CSV", detail: "One row a point; opens in any spreadsheet" },
  { format: "parquet", label: "Parquet", detail: "Typed columns, compressed; for pandas and MATLAB" },
  { format: "json", label: "JSON", detail: "Columns with units; for programs", suffix: ".json" },
  { format: "hdf5", label: "HDF5", detail: "Datasets with units and the plan; for archives" },
  { format: "netcdf", label: "netCDF", detail: "Labelled arrays with units; for xarray" },
  { format: "arrow", label: "Arrow", detail: "Tables as they lie in memory; for polars and R" },
];

/** All readings of the measurement `chosen` of a scan with these measurements. */
export function readings(scan: Scan, measurements: string[], chosen: string): Entry[] {
  if (!measurements.length)
    return [{ label: "No readings yet", detail: "Files can be had as soon as there is a point", icon: "download", disabled: true }];
  return FORMATS.map(({ format, label, detail, suffix }) => {
    const href = place.api(`scans/${scan.scan_id}/data`, { format, measurement: chosen });
    // Where the server gives a name, it goes before this one.
    const parts = [scan.scan_id, scan.name, measurements.length > 1 ? chosen : ""];
    return { label, detail, icon: "download", href, download: fileName(parts, suffix) };
  });
}

/** What a chart shows: its readings and the figure. `busy` tells of work under way. */
export function view(chart: Chart, scan: Scan, busy: Busy): Entry[] {
  const name = (suffix: string) => fileName([scan.scan_id, scan.name, chart.choices().measurement], suffix);
  const picture = (format: "png" | "svg", made: string) => () =>
    busy(draw(chart, format).then((image) => save(name(`.${format}`), image, made)));
  return [
    {
      label: "Readings as CSV",
      detail: "Every reading of the visible traces in the zoomed window, with units",
      icon: "download",
      act: () => busy(chart.csv().then((parts) => save(name(" view.csv"), parts, "text/csv;charset=utf-8"))),
    },
    { label: "Picture, PNG", detail: "2400 × 1600, light, with a title; for slides", icon: "download", act: picture("png", "image/png") },
    { label: "Drawing, SVG", detail: "Sharp at any size; for papers", icon: "download", act: picture("svg", "image/svg+xml") },
    {
      label: "Page, HTML",
      detail: "Zooms and shows values, opens without a network",
      icon: "download",
      act: () => busy(page(chart).then((text) => save(name(".html"), text, "text/html;charset=utf-8"))),
    },
  ];
}

async function draw(chart: Chart, format: "png" | "svg"): Promise<BlobPart> {
  const { figure } = await chart.printed();
  const options = { format, ...PRINT_SIZE, scale: format === "png" ? 2 : 1, imageDataOnly: true };
  const made = await (globalThis as unknown as Plots).Plotly.toImage(figure, options);
  return format === "png" ? Uint8Array.from(globalThis.atob(made), (letter) => letter.charCodeAt(0)) : made;
}

async function page(chart: Chart): Promise<string> {
  const { figure, caption } = await chart.printed();
  return standalone(figure, caption, await plotlyText());
}

/** The text of plotly.js, from where this page has it. */
async function plotlyText(): Promise<string> {
  const script = [...document.scripts].find(({ src }) => /\/_dash-component-suites\/plotly\/.*\.js/.test(src));
  const answer = script && (await globalThis.fetch(script.src, { credentials: "same-origin" }).catch(() => null));
  if (!answer?.ok) throw new Refusal("plotly.js cannot be read from the server; try again when the link is back.");
  return answer.text();
}

/** Tells of work on a button of icons: busy until it is done, what went wrong as a message. */
export function busyOn(button: HTMLElement): Busy {
  return async (work) => {
    button.setAttribute("aria-busy", "true");
    try {
      await work;
    } catch (error) {
      message(
        error instanceof Refusal ? error.message : `The file could not be made: ${error instanceof Error ? error.message : String(error)}`,
      );
    } finally {
      button.removeAttribute("aria-busy");
    }
  };
}
