// Re-creates static/vendor/ from npm and writes its manifest. Nothing else in the project needs node.
//   node tools/vendor.mjs <empty scratch folder>
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const VERSIONS = {
  preact: "11.2.0",
  "@preact/signals": "2.11.4",
  htm: "3.1.1",
  "maplibre-gl": "6.17.0",
  pmtiles: "4.5.0",
  fflate: "0.8.2",
  "@fontsource-variable/inter": "5.3.0",
  esbuild: "0.28.2",
};
const TARGET = new URL("../static/vendor/", import.meta.url).pathname;

// [file under node_modules (or the bundle), its place under static/vendor]
const COPIES = [
  ["preact.mjs", "preact/11.2.0/preact.mjs"],
  ["preact/LICENSE", "preact/11.2.0/LICENSE.preact"],
  ["@preact/signals/LICENSE", "preact/11.2.0/LICENSE.signals"],
  ["htm/LICENSE", "preact/11.2.0/LICENSE.htm"],
  ["maplibre-gl/dist/maplibre-gl.mjs", "maplibre-gl/6.17.0/maplibre-gl.mjs"],
  ["maplibre-gl/dist/maplibre-gl-worker.mjs", "maplibre-gl/6.17.0/maplibre-gl-worker.mjs"],
  ["maplibre-gl/dist/maplibre-gl-shared.mjs", "maplibre-gl/6.17.0/maplibre-gl-shared.mjs"],
  ["maplibre-gl/dist/maplibre-gl.css", "maplibre-gl/6.17.0/maplibre-gl.css"],
  ["maplibre-gl/LICENSE.txt", "maplibre-gl/6.17.0/LICENSE.txt"],
  ["pmtiles.mjs", "pmtiles/4.5.0/pmtiles.mjs"],
  ["../LICENSE.pmtiles", "pmtiles/4.5.0/LICENSE.pmtiles"],
  ["fflate/LICENSE", "pmtiles/4.5.0/LICENSE.fflate"],
  ["@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", "inter/5.3.0/inter-latin-wght-normal.woff2"],
  ["@fontsource-variable/inter/LICENSE", "inter/5.3.0/LICENSE"],
];

const PACKAGES = {
  preact: { version: "11.2.0", licence: "MIT", contains: "preact 11.2.0, hooks, @preact/signals 2.11.4 (MIT), htm 3.1.1 (Apache-2.0)" },
  "maplibre-gl": { version: "6.17.0", licence: "BSD-3-Clause" },
  pmtiles: { version: "4.5.0", licence: "BSD-3-Clause", contains: "pmtiles 4.5.0, fflate 0.8.2 (MIT)" },
  inter: { version: "5.3.0", licence: "OFL-1.1", contains: "@fontsource-variable/inter, latin subset, weight axis" },
};

const PREACT = `
export { h, render, Fragment, createContext } from "preact";
export { useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useContext, useId } from "preact/hooks";
export { signal, computed, effect, batch, untracked, useSignal, useComputed, useSignalEffect } from "@preact/signals";
import { h } from "preact";
import htm from "htm";
export const html = htm.bind(h);
`;

function install(folder) {
  writeFileSync(join(folder, "package.json"), '{"private":true,"type":"module"}');
  const wanted = Object.entries(VERSIONS).map(([name, version]) => `${name}@${version}`);
  execFileSync("npm", ["install", "--no-audit", "--no-fund", ...wanted], { cwd: folder, stdio: "inherit" });
}

const PMTILES = 'export { PMTiles, Protocol, TileType } from "pmtiles";';
// Its package names its licence and does not hold the text; the text of its repository, so that the copy is lawful.
const PMTILES_LICENCE = new URL("../static/vendor/pmtiles/4.5.0/LICENSE.pmtiles", import.meta.url).pathname;

function bundle(folder, entry, outfile) {
  writeFileSync(join(folder, "entry.js"), entry);
  const options = ["--bundle", "--format=esm", "--minify", "--target=es2022", "--legal-comments=none"];
  execFileSync("npx", ["esbuild", "entry.js", ...options, `--outfile=node_modules/${outfile}`], { cwd: folder });
}

function copyWithManifest(folder) {
  const files = {};
  for (const [from, to] of COPIES) {
    mkdirSync(join(TARGET, to, ".."), { recursive: true });
    copyFileSync(join(folder, "node_modules", from), join(TARGET, to));
    files[to] = createHash("sha256").update(readFileSync(join(TARGET, to))).digest("hex");
  }
  const manifest = { packages: PACKAGES, sha256: files };
  writeFileSync(join(TARGET, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
}

const folder = process.argv[2];
if (!folder) throw new Error("usage: node tools/vendor.mjs <empty scratch folder>");
install(folder);
copyFileSync(PMTILES_LICENCE, join(folder, "LICENSE.pmtiles"));
bundle(folder, PREACT, "preact.mjs");
bundle(folder, PMTILES, "pmtiles.mjs");
copyWithManifest(folder);
