/* Builds what browsers load from the modules in src/ into assets/built: `npm run build`; `npm run check` builds aside and
 * fails where what is committed differs; `npm run build -- --debug` writes readable scripts with source maps. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";

const HERE = import.meta.dirname;
const BUILT = path.join(HERE, "..", "assets", "built");
const debug = process.argv.includes("--debug");
const check = process.argv.includes("--check");

/** Name of the built file and where its modules begin. */
const ENTRIES = {
  "pybirch.js": "src/main.ts",
  "realtime.js": "src/realtime_script.ts",
  "language.js": "src/language.ts",
  "pybirch.css": "styles.css",
};

async function buildInto(folder: string): Promise<void> {
  for (const [name, entry] of Object.entries(ENTRIES))
    await build({
      entryPoints: [path.join(HERE, entry)],
      outfile: path.join(folder, name),
      bundle: true,
      format: name.endsWith(".js") ? "iife" : undefined,
      target: ["es2022"],
      minify: !debug,
      sourcemap: debug ? "linked" : false,
      legalComments: "none",
      charset: "utf8",
      external: ["/assets/*", "*.woff2"],
      logLevel: "warning",
    });
}

async function differing(folder: string): Promise<string[]> {
  const read = (at: string, name: string) => readFile(path.join(at, name), "utf8").catch(() => "");
  const pairs = await Promise.all(
    Object.keys(ENTRIES).map(async (name) => [name, (await read(folder, name)) === (await read(BUILT, name))] as const),
  );
  return pairs.filter(([, same]) => !same).map(([name]) => name);
}

if (check) {
  const aside = await mkdtemp(path.join(tmpdir(), "pybirch-built-"));
  await buildInto(aside);
  const stale = await differing(aside);
  await rm(aside, { recursive: true });
  if (stale.length) {
    console.error(`assets/built does not match the sources: ${stale.join(", ")}. Run: make frontend`);
    process.exit(1);
  }
} else {
  await buildInto(BUILT);
}
