// The hour goes on by itself, quietly: how much of it has passed, what is left, which item the meeting is at. Nothing is
// read out. What the server drew stands until the first look at the clock.
import { hear } from "./bell.js";

const EVERY = 15_000; // ms
const MINUTE = 60_000;

const skews = new WeakMap(); // the line under the heading → by how much this device's clock differs from the server's

function look() {
  const line = document.querySelector("[data-timebox][data-begins]");
  if (!line) return;
  if (!skews.has(line)) skews.set(line, Date.parse(line.dataset.now) - Date.now());
  const now = Date.now() + skews.get(line);
  const [begins, ends] = [Date.parse(line.dataset.begins), Date.parse(line.dataset.ends)];
  const isOn = begins <= now && now < ends && !("final" in line.dataset);
  const rows = [...document.querySelectorAll('#agenda [data-noun="agenda_item"]')];
  fill(rows, Math.floor((now - begins) / MINUTE));
  point(rows, isOn && line, Math.floor((now - begins) / MINUTE));
  say(line, isOn ? `${clockAt(now, line.dataset.zone)} · ${left(line, Math.ceil((ends - now) / MINUTE))}` : "");
}

function fill(rows, passed) {
  const timed = rows.filter((row) => Number(row.dataset.minutes) > 0);
  const pieces = [...document.querySelectorAll("#agenda-title .hour > i")];
  if (timed.length !== pieces.length) return; // an item has just come or gone, and the line comes after it
  let until = 0;
  timed.forEach((row, n) => {
    const minutes = Number(row.dataset.minutes);
    const part = Math.min(Math.max((passed - until) / minutes, 0), 1);
    pieces[n].style.setProperty("--passed", `${Math.round(part * 100)}%`);
    until += minutes;
  });
}

/** Mark the first item that isn't done, and say how long it still has. */
function point(rows, line, passed) {
  const current = line ? rows.find((row) => !row.classList.contains("is-done")) : null;
  let until = 0;
  for (const row of rows) {
    until += Number(row.dataset.minutes);
    row.classList.toggle("is-now", row === current);
    if (row !== current) row.querySelector(".minutes-left")?.remove();
    else if (Number(row.dataset.minutes)) say(leftIn(row), until > passed ? left(line, until - passed) : line.dataset.over);
  }
}

function leftIn(row) {
  const there = row.querySelector(".minutes-left");
  if (there) return there;
  const made = Object.assign(document.createElement("p"), { className: "row-hint minutes-left" });
  row.querySelector(".row-title").after(made);
  return made;
}

const left = ({ dataset }, minutes) => (minutes === 1 ? dataset.leftOne : dataset.left.replace("99", minutes));

function clockAt(now, timeZone) {
  const format = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  return new Intl.DateTimeFormat(document.documentElement.lang, format).format(now);
}

function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

look();
setInterval(look, EVERY);
hear("applied", look);
document.addEventListener("visibilitychange", () => document.hidden || look());
