// What the editor does by itself. One behaviour a file.
import "./growing.js";
import "./formulas.js";
import "./pictures.js";
import "./lists.js";
import "./preview.js";
import "./drafts.js";
import "./keys.js";
import "./shortcuts.js";
import "./similar.js";
import "./tags.js";
