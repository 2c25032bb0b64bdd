/* Style of the scripts, and their import law: core < dom, attention, realtime < chart, newscan < pages; no circles. */
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

const LAYERS = [["core"], ["dom", "attention", "realtime"], ["chart", "newscan"], ["pages"]];
const LAW = LAYERS.flatMap((layer, at) =>
  layer.map((folder) => ({
    target: `./src/${folder}`,
    from: [...LAYERS.slice(at + 1).flat(), ...layer.filter((other) => other !== folder)].map((each) => `./src/${each}`),
  })),
).filter(({ from }) => from.length);

export default tseslint.config({ ignores: ["node_modules"] }, ...tseslint.configs.recommended, {
  plugins: { "import-x": importX },
  settings: { "import-x/resolver": { typescript: true }, "import-x/extensions": [".ts"] },
  rules: {
    "import-x/no-cycle": "error",
    "import-x/no-restricted-paths": ["error", { zones: LAW, basePath: import.meta.dirname }],
    "import-x/first": "error",
    "import-x/no-duplicates": "error",
    "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true, argsIgnorePattern: "^_" }],
    "@typescript-eslint/ban-ts-comment": "off", // files that are not typed yet say so in their first line
    eqeqeq: ["error", "smart"],
    "no-var": "error",
    "prefer-const": "error",
  },
});
