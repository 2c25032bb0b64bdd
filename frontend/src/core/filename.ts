/* Names of saved files: readable, and safe on every system. */
const FORBIDDEN = /[\\/:*?"<>|]+/g;
const UNSEEN = /[\p{C}\p{Z}]+/gu;
const LONGEST = 80; // characters of a part

/** "SCAN_042 Raman map detector.csv" from its parts; empty ones are left out. */
export function fileName(parts: readonly (string | null | undefined)[], suffix = ""): string {
  return `${parts.map(safe).filter(Boolean).join(" ")}${suffix}`;
}

function safe(text: string | null | undefined): string {
  const plain = (text ?? "").replace(FORBIDDEN, "-").replace(UNSEEN, " ");
  return Array.from(plain)
    .slice(0, LONGEST)
    .join("")
    .replace(/^[ .]+|[ .]+$/g, "");
}
