// @ts-nocheck
/* What somebody wants to be told of, and how: {finished: {notify, sound}, failed: …, waiting: …}; nothing at first. */
const KINDS = ["finished", "failed", "waiting"];
const WAYS = ["notify", "sound"];

/** Choices from their text; what is missing or not understood is off. */
export function readChoices(text) {
  let kept = null;
  try {
    kept = JSON.parse(text);
  } catch {
    // as good as nothing
  }
  const on = (kind, way) => Boolean(kept && kept[kind] && kept[kind][way] === true);
  return Object.fromEntries(KINDS.map((kind) => [kind, Object.fromEntries(WAYS.map((way) => [way, on(kind, way)]))]));
}

/** The choices with one of them changed. */
export function choose(choices, kind, way, on) {
  return { ...choices, [kind]: { ...choices[kind], [way]: Boolean(on) } };
}

/** Whether anything is on; in `way` if one is given. */
export function anyOn(choices, way = null) {
  return KINDS.some((kind) => (way ? [way] : WAYS).some((each) => choices[kind][each]));
}
