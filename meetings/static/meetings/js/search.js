// The page of the search. One behaviour a file, in search/.
import "./find.js";
import "./search/typing.js";
import "./search/steps.js";
