// Reads JSON lines [tex, display], writes for each what KaTeX makes of it with the options of ours, or null.
const [, , file] = process.argv;
const katex = require(file);
const lines = require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
for (const line of lines) {
  const [tex, displayMode] = JSON.parse(line);
  let html = null;
  try {
    html = katex.renderToString(tex, {
      displayMode, output: "htmlAndMathml", throwOnError: true, trust: false, strict: "ignore", maxExpand: 1000, maxSize: 20,
    });
  } catch (error) {
    if (!(error instanceof katex.ParseError)) throw error;
  }
  console.log(JSON.stringify(html));
}
