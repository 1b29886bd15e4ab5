// Runs in QuickJS after katex.min.js and before any formula. `set(tex, display)` answers "=" and HTML, or "!" and JSON.
//
// A formula is first given to KaTeX as it is. What KaTeX refuses is tried again with what authors use beyond it, and
// once more with slips mended that can mean only one thing. The annotation always holds the source as it was typed.

const OPERATORS = "argsort Bias conv Corr Cov cov CE diag dist ELBO erf IoU JS KL lcm logit MAE MSE proj prob prox rank " +
  "relu ReLU RMSE sech csch sgn sigmoid sign sinc softmax softmin softplus Span span std supp Tr tr trace Var var";

// Environments that KaTeX lacks, by what comes nearest.
const ENVIRONMENTS = {
  multline: ["\\begin{gather*}", "\\end{gather*}"],
  eqnarray: ["\\begin{darray}{rcl}", "\\end{darray}"],
  flalign: ["\\begin{align}", "\\end{align}"],
  "flalign*": ["\\begin{align*}", "\\end{align*}"],
  "cases*": ["\\begin{cases}", "\\end{cases}"],
  "dcases*": ["\\begin{dcases}", "\\end{dcases}"],
  psmallmatrix: ["\\left(\\begin{smallmatrix}", "\\end{smallmatrix}\\right)"],
  bsmallmatrix: ["\\left[\\begin{smallmatrix}", "\\end{smallmatrix}\\right]"],
  Bsmallmatrix: ["\\left\\{\\begin{smallmatrix}", "\\end{smallmatrix}\\right\\}"],
  vsmallmatrix: ["\\left|\\begin{smallmatrix}", "\\end{smallmatrix}\\right|"],
  Vsmallmatrix: ["\\left\\|\\begin{smallmatrix}", "\\end{smallmatrix}\\right\\|"],
};
ENVIRONMENTS["multline*"] = ENVIRONMENTS.multline;
ENVIRONMENTS["eqnarray*"] = ENVIRONMENTS.eqnarray;
for (const name of ["subequations", "displaymath", "math", "dmath", "dmath*", "center", "small", "footnotesize"])
  ENVIRONMENTS[name] = ["\\begingroup", "\\endgroup"];

const nameOf = argument => argument.tokens.map(token => token.text).reverse().join("");

function environment(side, command) {
  return context => {
    const argument = context.consumeArg(), name = nameOf(argument), brace = argument.start;
    if (Object.hasOwn(ENVIRONMENTS, name))
      return ENVIRONMENTS[name][side].replace(/\\(?:begin|end)(?=\{)/, "\\@itself$&");
    if (brace.text !== "{") throw new katex.ParseError(`${command} without a name`, brace);
    const same = Object.assign(Object.create(Object.getPrototypeOf(brace)), brace, { text: command, noexpand: true });
    return { tokens: [argument.end, ...argument.tokens, brace, same], numArgs: 0 };
  };
}

// The next token is no macro, even if a macro has its name.
function itself(context) {
  const token = context.popToken();
  token.noexpand = true;
  return { tokens: [token], numArgs: 0 };
}

function textUpTo(context, end) {
  let text = "";
  for (let token = context.popToken(); token.text !== end && token.text !== "EOF"; token = context.popToken())
    text += /^\\[a-zA-Z@]/.test(token.text) ? token.text + " " : token.text;
  return text;
}

const isBracket = argument => argument.tokens.length === 1 && argument.tokens[0].text === "[";

// \newcommand and \renewcommand as one: KaTeX has names of its own, and notes define what they defined before.
function define(context) {
  context.consumeSpaces();
  if (context.future().text === "*") context.popToken();
  const name = nameOf(context.consumeArg());
  let numArgs = 0, usual = null, body = context.consumeArg();
  if (isBracket(body)) {
    numArgs = parseInt(textUpTo(context, "]"), 10) || 0;
    body = context.consumeArg();
    if (isBracket(body)) {
      usual = textUpTo(context, "]");
      body = context.consumeArg();
    }
  }
  const meaning = { tokens: body.tokens, numArgs };
  if (usual === null) {
    context.macros.set(name, meaning);
  } else {
    context.macros.set(name + "@", meaning);
    context.macros.set(name, inner => {
      inner.consumeSpaces();
      if (inner.future().text !== "[") return `${name}@{${usual}}`;
      inner.popToken();
      return `${name}@{${textUpTo(inner, "]")}}`;
    });
  }
  return "";
}

function character(context) {
  const code = nameOf(context.consumeArg()).trim();
  const number = /^0?x/i.test(code) ? parseInt(code.replace(/^0?x/i, ""), 16) : parseInt(code, 10);
  return String.fromCodePoint(number > 31 && number < 0xd800 ? number : 0xfffd);
}

// KaTeX writes on the tokens of a macro (\noexpand does): each use gets its own, or one formula would spoil the next.
function afresh(macro) {
  const copy = token => Object.assign(Object.create(Object.getPrototypeOf(token)), token);
  return () => ({ ...macro, tokens: macro.tokens.map(copy) });
}

let known = null;

function presets() {
  if (!known) {
    const macros = {};
    katex.renderToString(PRESETS, { macros, maxExpand: Infinity });
    for (const name in macros) macros[name] = afresh(macros[name]);
    for (const name of OPERATORS.split(" ")) macros["\\" + name] = `\\operatorname{${name}}`;
    known = Object.assign(macros, {
      "\\begin": environment(0, "\\begin"), "\\end": environment(1, "\\end"), "\\@itself": itself,
      "\\newcommand": define, "\\renewcommand": define, "\\unicode": character,
      "\\=": context => context.mode === "math" ? "=" : "\\@itself\\=", // Markdown authors escape it too
    });
  }
  return Object.assign({}, known);
}

// Slips that can mean only one thing: a percent sign is no comment, a prime needs no `^`, an `&` outside of any
// environment is the word or aligns lines, and pasted HTML holds `&lt;`.
function mended(tex) {
  let text = tex.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  text = text.replace(/\\.|%/gs, mark => (mark === "%" ? "\\%" : mark)).replace(/\^\s*(?='(?!['\s]*\^))/g, "");
  if (!/\\def|command|#\d/.test(text)) text = text.replace(/\\.|#/gs, mark => (mark === "#" ? "\\#" : mark));
  if (/\\begin\b|\\(?:p?matrix|cases)\b/.test(text)) return text;
  if (/\\\\/.test(text) && /&/.test(text)) return `\\begin{aligned}${text}\\end{aligned}`;
  return text.replace(/\\.|&/gs, mark => (mark === "&" ? "\\&" : mark));
}

function settled(tex, displayMode, macros) {
  return katex.renderToString(tex, {
    displayMode, macros, output: "htmlAndMathml", throwOnError: true, trust: false, strict: "ignore",
    maxExpand: 1000, maxSize: 20,
  });
}

const ANNOTATION = /(<annotation encoding="application\/x-tex">)[^<]*/;
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

function withSource(html, tex) {
  return html.replace(ANNOTATION, (_, tag) => tag + tex.replace(/[&<>"']/g, sign => SIGNS[sign]));
}

// Where in `tex` KaTeX stopped, unless that was within a macro: then the end of its message is no part of `tex`.
function place(error, tex) {
  const start = error.position, end = start + (error.length || 0);
  if (start === undefined) return {};
  const before = start > 15 ? "…" + tex.slice(start - 15, start) : tex.slice(0, start);
  const after = end + 15 < tex.length ? tex.slice(end, end + 15) + "…" : tex.slice(end);
  const here = before + tex.slice(start, end).replace(/[^]/g, "$&\u0332") + after;
  return error.message.endsWith(": " + here) ? { start: units(tex, start), end: units(tex, end) } : {};
}

// JavaScript counts UTF-16, Python characters.
const units = (tex, at) => [...tex.slice(0, at)].length;

function set(tex, displayMode) {
  let failure = null;
  const attempts = [
    () => settled(tex, displayMode, {}),
    () => settled(tex, displayMode, presets()),
    () => withSource(settled(mended(tex), displayMode, presets()), tex),
  ];
  for (const [number, attempt] of attempts.entries()) {
    try {
      return ("=" + attempt()).substring(0); // the binding cannot read the ropes that concatenation leaves
    } catch (error) {
      if (number < 2) failure = error;
      if (!(error instanceof katex.ParseError)) break;
    }
  }
  const reason = String(failure && (failure.rawMessage || failure.message)).slice(0, 200);
  return ("!" + JSON.stringify({ reason, ...(failure.position === undefined ? {} : place(failure, tex)) })).substring(0);
}
