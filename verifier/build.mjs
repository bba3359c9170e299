// Writes cli.mjs, detente-verifier.html and LICENSES.txt from src/, page/ and the packages that package-lock.json names. The same
// bytes on every machine: `make verifier`.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? here;
const banner = "// Built by `make verifier` from verifier/src. Licences of what is bundled: LICENSES.txt.";
const common = {
  bundle: true,
  absWorkingDir: here,
  write: false,
  charset: "ascii",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

async function bundled(options) {
  const { outputFiles, metafile } = await build({ ...common, ...options });
  return { text: outputFiles[0].text, inputs: Object.keys(metafile.inputs) };
}

function packages(inputs) {
  const found = new Set();
  for (const input of inputs) {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (name !== undefined) found.add(name);
  }
  return [...found].sort();
}

function licences(names) {
  const parts = names.map((name) => {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map((one) => join(folder, one)).find(existsSync);
    return `${name} ${version} (${license})\n${"=".repeat(72)}\n\n${readFileSync(file, "utf8").trim()}\n`;
  });
  const lead = "cli.mjs and detente-verifier.html contain, besides Detente's own code (Apache-2.0, see ../LICENSE):\n";
  return lead + "\n" + parts.join("\n\n");
}

const cli = await bundled({
  entryPoints: ["src/entry.mjs"],
  platform: "node",
  format: "esm",
  target: "node18",
  banner: { js: "#!/usr/bin/env node\n" + banner },
});
writeFileSync(join(out, "cli.mjs"), cli.text);

const page = await bundled({ entryPoints: ["page/page.mjs"], platform: "browser", format: "iife", target: "es2022", minify: true });
const style = await bundled({ entryPoints: ["page/style.css"], minify: true });
const script = page.text.trim().replaceAll("</script", "<\\/script");
const styles = style.text.trim();
const hash = (text) => "'sha256-" + createHash("sha256").update(text).digest("base64") + "'";
const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(styles)}; base-uri 'none'; form-action 'none'`;
const html = readFileSync(join(here, "page", "page.html"), "utf8")
  .replace("{policy}", () => policy)
  .replace("{style}", () => styles)
  .replace("{script}", () => script);
writeFileSync(join(out, "detente-verifier.html"), html);
writeFileSync(join(out, "LICENSES.txt"), licences(packages([...cli.inputs, ...page.inputs])));
