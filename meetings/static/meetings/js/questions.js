// Lists of questions. One behaviour a file.
import "./find.js";
import "./keys.js";
import "./steps.js";
