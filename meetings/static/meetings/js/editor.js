// The editor: a plain text field that works without any of this. One behaviour a file.
import "./growing.js";
import "./toolbar.js";
import "./formulas.js";
import "./pictures.js";
import "./completions.js";
import "./paste.js";
import "./lists.js";
import "./preview.js";
import "./drafts.js";
import "./keys.js";
import "./shortcuts.js";
