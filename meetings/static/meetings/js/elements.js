// What the editor does with GitHub's elements, which weigh more than the rest of it.
import "./toolbar.js";
import "./completions.js";
import "./paste.js";
