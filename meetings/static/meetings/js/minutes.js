// The minutes, read and written by all at once. One behaviour a file, in live/.
import "./find.js";
import "./editing.js";
import "./live/acts.js";
import "./live/strokes.js";
import "./live/entering.js";
import "./live/light.js";
import "./live/notice.js";
import "./live/unsent.js";
import "./live/presence.js";
import "./live/renewal.js";
import "./live/titles.js";
import "./live/phone.js";
import "./live/timebox.js";
import "./live/attendance.js";
import "./live/readiness.js";
import { poll } from "./live/poll.js";
import { takeOver } from "./live/postman.js";

poll();
takeOver();
