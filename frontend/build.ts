/* Builds what browsers load from the modules in src/ into assets/built: `npm run build`; `npm run check` builds aside and
 * fails where what is committed differs; `npm run build -- --debug` writes readable scripts with source maps.
 *
 * What few pages need lies in parts/, beside what the parts share with the rest; names there tell the content. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
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

/** Files that are served as their package has them. */
const COPIES = { "socket.io.min.js": "socket.io-client/dist/socket.io.min.js", "LICENSE-socket.io.txt": "socket.io-client/LICENSE" };
/** Made by generate_types.ts. */
const TYPES = "realtime.d.mts";

async function buildInto(folder: string): Promise<void> {
  await rm(path.join(folder, "parts"), { recursive: true, force: true });
  const define = { "import.meta.url": '""' }; // plain scripts know their address from the page
  await build({ ...COMMON, entryPoints: ALONE, outdir: folder, format: "iife", define });
  await build({
    ...COMMON,
    entryPoints: { realtime: "src/realtime/index.ts" },
    outdir: folder,
    format: "esm",
    outExtension: { ".js": ".mjs" },
  });
  await build({
    ...COMMON,
    entryPoints: { pybirch: "src/main.ts" },
    outdir: folder,
    format: "esm",
    splitting: true,
    chunkNames: "parts/[name]-[hash]",
  });
  for (const [name, from] of Object.entries(COPIES)) {
    const text = await readFile(path.join(HERE, "node_modules", from), "utf8");
    await writeFile(path.join(folder, name), text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n")); // the map is not served
  }
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
  const stale = [...new Set([...made.keys(), ...committed.keys()])].filter(
    (name) => name !== TYPES && made.get(name) !== committed.get(name),
  );
  if (stale.length) {
    console.error(`assets/built does not match the sources: ${stale.join(", ")}. Run: make frontend`);
    process.exit(1);
  }
} else {
  await buildInto(BUILT);
}
