// @ts-nocheck
/* Plans to start from, filled with what the bench has: whole ranges, the first instrument that measures. */
import { firstSetting } from "./bench.ts";
import { startArguments } from "./form/step_procedure.ts";
import * as newscanPositions from "./positions.ts";

const NO_SENSOR = "No instrument of this bench measures anything.";
const NO_AXIS = "No instrument of this bench has an axis to sweep.";
const tidy = (number) => newscanPositions.tidy(number);

/** Limits of an axis, or a range that is no worse than another where it has none. */
function range(axis) {
  return axis.limits || [0, 1];
}

function sweep(axis, num, steps, extra = {}) {
  const [start, stop] = range(axis);
  return { kind: "sweep", axis: axis.column, positions: start === stop ? { start, stop, num: 1 } : { start, stop, num }, ...extra, steps };
}

function measure(sensor) {
  return { kind: "measure", instruments: [sensor.name] };
}

/** Axes with limits come first: those can be swept without knowing anything more. */
function axesOf(bench) {
  return [...bench.axes.filter((axis) => axis.limits), ...bench.axes.filter((axis) => !axis.limits)];
}

/** Two axes of one instrument, else any two. */
function pair(bench) {
  const axes = axesOf(bench);
  for (const first of axes) {
    const second = axes.find((axis) => axis !== first && axis.instrument === first.instrument);
    if (second) return [first, second];
  }
  return axes.slice(0, 2);
}

function spectral(bench) {
  return bench.sensors.find((sensor) => sensor.reads.some((read) => read.shape.length > 0));
}

const TEMPLATES = [
  {
    name: "line",
    label: "Line",
    about: "Sweep one axis and measure at each position",
    lacks: (bench) => (!bench.sensors.length && NO_SENSOR) || (!bench.axes.length && NO_AXIS),
    steps: (bench) => [sweep(axesOf(bench)[0], 51, [measure(bench.sensors[0])])],
  },
  {
    name: "grid",
    label: "Grid",
    about: "Sweep two axes for a map, back and forth",
    lacks: (bench) => (!bench.sensors.length && NO_SENSOR) || (bench.axes.length < 2 && "A grid needs two axes."),
    steps: (bench) => {
      const [across, up] = pair(bench);
      return [sweep(up, 21, [sweep(across, 21, [measure(bench.sensors[0])], { snake: true })])];
    },
  },
  {
    name: "time",
    label: "Time series",
    about: "Measure again and again, moving nothing",
    lacks: (bench) => !bench.sensors.length && NO_SENSOR,
    steps: (bench) => [{ kind: "repeat", times: 60, every: 1, steps: [measure(bench.sensors[0])] }],
  },
  {
    name: "list",
    label: "List",
    about: "Measure at positions you write down",
    lacks: (bench) => (!bench.sensors.length && NO_SENSOR) || (!bench.axes.length && NO_AXIS),
    steps: (bench) => {
      const axis = axesOf(bench)[0];
      const [start, stop] = range(axis);
      const positions = [0, 1, 2, 3, 4].map((k) => tidy(start + ((stop - start) * k) / 4));
      return [{ kind: "sweep", axis: axis.column, positions, steps: [measure(bench.sensors[0])] }];
    },
  },
  {
    name: "spectra",
    label: "Spectrum map",
    about: "Take a whole spectrum at each place of a map",
    lacks: (bench) => (!spectral(bench) && "No instrument of this bench measures spectra.") || (!bench.axes.length && NO_AXIS),
    steps: (bench) => {
      const [across, up] = pair(bench);
      const inner = [measure(spectral(bench))];
      return up ? [sweep(up, 11, [sweep(across, 11, inner, { snake: true })])] : [sweep(across, 51, inner)];
    },
  },
  { name: "empty", label: "Empty", about: "Build it step by step", lacks: () => false, steps: () => [] },
];

/** [{name, label, about, lacks}]: `lacks` says why this bench cannot do it, "" when it can. */
export function templates(bench) {
  return TEMPLATES.map(({ name, label, about, lacks }) => ({ name, label, about, lacks: lacks(bench) || "" }));
}

/** The steps of a template on this bench; [] when the bench lacks what it takes. */
export function stepsOf(name, bench) {
  const found = TEMPLATES.find((each) => each.name === name);
  return found && !found.lacks(bench) ? found.steps(bench) : [];
}

/** A step of `kind` that makes sense on this bench, around or beside what is there. `used`: axes swept around it. */
export function fresh(kind, bench, { used = [], procedures = [] } = {}) {
  const axis = axesOf(bench).find((each) => !used.includes(each.column));
  const sensor = bench.sensors[0];
  const inside = sensor ? [measure(sensor)] : [];
  switch (kind) {
    case "sweep":
      return axis ? sweep(axis, 51, inside) : { kind, axis: "", positions: { start: 0, stop: 1, num: 11 }, steps: inside };
    case "measure":
      return { kind, instruments: sensor ? [sensor.name] : [] };
    case "set": {
      const instrument = Object.keys(bench.settables)[0] || "";
      return { kind, instrument, settings: firstSetting(bench, instrument) };
    }
    case "wait":
      return { kind, seconds: 1 };
    case "repeat":
      return { kind, times: 10, steps: inside };
    default:
      return procedures.length
        ? { kind: "procedure", name: procedures[0].name, arguments: startArguments(procedures[0], bench) }
        : { kind: "procedure", name: "", arguments: {} };
  }
}
