"use strict";
/* Every script alone: pages get them all in one piece, where one that does not parse would take the others with it. */
const test = require("node:test");
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const FOLDER = path.join(__dirname, "..", "..", "assets", "js");
const files = fs.readdirSync(FOLDER, { recursive: true }).filter((name) => name.endsWith(".js")).sort();

test("there are scripts", () => assert.ok(files.length > 100));

for (const file of files) {
  test(`${file} parses, and is one strict function that is called at once`, () => {
    const text = fs.readFileSync(path.join(FOLDER, file), "utf8");
    new vm.Script(text, { filename: file });
    const code = text.replace(/^(\s*\/\*.*?\*\/)*\s*/s, "");
    assert.match(code, /^\(function \(\w*\) \{\n {2}"use strict";\n/);
    assert.match(code, /\n\}\)\(.*\);\n$/);
  });
}
