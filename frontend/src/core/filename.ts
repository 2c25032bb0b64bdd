// @ts-nocheck
/* Names of saved files: what is in them, readable, and safe on every system. */
const FORBIDDEN = /[\\/:*?"<>|]+/g;
const UNSEEN = /[\p{C}\p{Z}]+/gu;
const LONGEST = 80;

/** "SCAN_042 Raman map detector.csv" from its parts; empty ones are left out. */
export function fileName(parts, suffix = "") {
  const words = parts.map(safe).filter(Boolean);
  return `${words.join(" ")}${suffix}`;
}

function safe(text) {
  const plain = String(text || "")
    .replace(FORBIDDEN, "-")
    .replace(UNSEEN, " ");
  return Array.from(plain)
    .slice(0, LONGEST)
    .join("")
    .replace(/^[ .]+|[ .]+$/g, "");
}
