/* The scripts of the page "New scan" in the order in which the browser loads them. */
"use strict";
const folder = "../../assets/js";
require(`${folder}/core/dispatch.js`);
require(`${folder}/core/format.js`);
require(`${folder}/core/numerals.js`);
require(`${folder}/core/typed.js`);
for (const name of ["bench", "checker", "naming", "positions", "problems", "session", "templates", "trace", "tree"]) require(`${folder}/newscan/${name}.js`);
for (const name of ["files", "picture", "step_procedure", "step_repeat", "summary", "target"]) require(`${folder}/newscan/form/${name}.js`);

module.exports = globalThis.PyBirch.newscan;
