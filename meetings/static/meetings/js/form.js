// A form without a text, on a page of its own.
import "./find.js";
import "./shortcuts.js";
