// @ts-check
// How a file made in the background stands, and how large it is. No page.
import { number } from "../js/format.js";

/** @param {any} file @returns {"waiting" | "running" | "done" | "failed"} */
export function stateOf(file) {
  if (file.file) return "done";
  if (file.finished_at) return "failed";
  return file.rows_done > 0 ? "running" : "waiting";
}

const STEPS = ["B", "KB", "MB", "GB"];

/** "1.4 MB". @param {number} bytes */
export function sizeOf(bytes) {
  const step = bytes < 1 ? 0 : Math.min(STEPS.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
  return `${number(bytes / 1024 ** step, step ? 1 : 0)} ${STEPS[step]}`;
}
