/* Builds what browsers load from the modules in src/ into assets/built: `npm run build`; `npm run check` builds aside and
 * fails where what is committed differs; `npm run build -- --debug` writes readable scripts with source maps.
 *
 * What few pages need lies in parts/, beside what the parts share with the rest; names there tell the content. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build, type BuildOptions } from "esbuild";

const HERE = import.meta.dirname;
const BUILT = path.join(HERE, "..", "assets", "built");
const debug = process.argv.includes("--debug");
const check = process.argv.includes("--check");

const COMMON: BuildOptions = {
  absWorkingDir: HERE,
  bundle: true,
  target: ["es2022"],
  minify: !debug,
  sourcemap: debug ? "linked" : false,
  legalComments: "none",
  charset: "utf8",
  external: ["/assets/*", "*.woff2"],
  logLevel: "warning",
};

/** Scripts and style sheets that stand alone, by the name of their file. */
const ALONE = { realtime: "src/realtime_script.ts", language: "src/language.ts", pybirch: "styles.css" };

async function buildInto(folder: string): Promise<void> {
  await rm(path.join(folder, "parts"), { recursive: true, force: true });
  await build({ ...COMMON, entryPoints: ALONE, outdir: folder, format: "iife" });
  await build({
    ...COMMON,
    entryPoints: { pybirch: "src/main.ts" },
    outdir: folder,
    format: "esm",
    splitting: true,
    chunkNames: "parts/[name]-[hash]",
  });
}

/** Content of every file in a folder, by its path there. */
async function contents(folder: string): Promise<Map<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = files.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  return new Map(await Promise.all(paths.map(async (name) => [name, await readFile(path.join(folder, name), "utf8")] as const)));
}

if (check) {
  const aside = await mkdtemp(path.join(tmpdir(), "pybirch-built-"));
  await buildInto(aside);
  const [made, committed] = [await contents(aside), await contents(BUILT)];
  await rm(aside, { recursive: true });
  const stale = [...new Set([...made.keys(), ...committed.keys()])].filter((name) => made.get(name) !== committed.get(name));
  if (stale.length) {
    console.error(`assets/built does not match the sources: ${stale.join(", ")}. Run: make frontend`);
    process.exit(1);
  }
} else {
  await buildInto(BUILT);
}
