// The editor on a page of its own: a plain text field that works without any of this.
import "./find.js";
import "./elements.js";
import "./editing.js";
