// Milliseconds that textlint with prh, and prh alone with its rules read once, take for each post; see peers.py.
import { readFileSync } from "node:fs";
import { TextlintKernelDescriptor } from "@textlint/kernel";
import { moduleInterop } from "@textlint/module-interop";
import textPlugin from "@textlint/textlint-plugin-text";
import { fromYAMLFilePath } from "prh";
import { createLinter } from "textlint";
import prhRule from "textlint-rule-prh";

const [rulePath, postsPath] = process.argv.slice(2);
const posts = JSON.parse(readFileSync(postsPath, "utf8"));

const descriptor = new TextlintKernelDescriptor({
  rules: [{ ruleId: "prh", rule: moduleInterop(prhRule), options: { rulePaths: [rulePath] } }],
  plugins: [{ pluginId: "text", plugin: moduleInterop(textPlugin) }],
  filterRules: [],
});
const linter = createLinter({ descriptor });
const engine = fromYAMLFilePath(rulePath);

async function measured(check, some) {
  const milliseconds = [];
  let findings = 0;
  for (const texts of some) {
    const start = performance.now();
    for (const text of texts) {
      findings += await check(text);
    }
    milliseconds.push(performance.now() - start);
  }
  return { milliseconds: milliseconds.slice(1), findings };
}

const textlint = await measured(async (text) => (await linter.lintText(text, "post.txt")).messages.length, posts);
const prh = await measured((text) => engine.makeChangeSet("post.txt", text).diffs.length, posts);
process.stdout.write(JSON.stringify({ textlint, prh }));
