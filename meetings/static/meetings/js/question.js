// The page of one question. Its keys are those of the minutes; without a row in hand they are for the question itself.
import "./find.js";
import "./keys.js";
import { currentRow } from "./live/current.js";
import { hearStrokes, strokeRow } from "./live/rowstrokes.js";

const question = document.querySelector('[data-noun="question"]');
const answer = document.querySelector('[data-add="answer"]');

hearStrokes((event) => {
  if (strokeRow(event, currentRow() ?? question)) return true;
  if (event.code !== "KeyR" || event.altKey || !answer) return false;
  answer.click();
  return true;
});
