// The page of the search. One behaviour a file, in search/.
import "./find.js";
import "./keys.js";
import "./search/typing.js";
import "./steps.js";
