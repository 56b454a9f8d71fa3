// Dates, durations and numbers as people in the control room read them. Time zone: that of the province.
import { fill } from "./text.js";

/** As the API tells it, or milliseconds. @typedef {string | number} Moment */

const ZONE = "Asia/Shanghai";
const language = () => (document.documentElement.lang.startsWith("zh") ? "zh-CN" : "en-GB");
/** @type {Map<string, any>} */
const formatters = new Map();

/** @param {string} name @param {Intl.DateTimeFormatOptions} options @returns {Intl.DateTimeFormat} */
function formatter(name, options) {
  const key = `${language()} ${name}`;
  if (!formatters.has(key))
    formatters.set(key, new Intl.DateTimeFormat(language(), { timeZone: ZONE, hourCycle: "h23", ...options }));
  return formatters.get(key);
}

/** "00:16:52" @param {Moment} moment */
export function clock(moment) {
  return formatter("clock", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(new Date(moment));
}

/** "00:16" @param {Moment} moment */
export function hourMinute(moment) {
  return formatter("hm", { hour: "2-digit", minute: "2-digit" }).format(new Date(moment));
}

/** "07/19 周二" @param {Moment} moment */
export function day(moment) {
  const date = formatter("date", { month: "2-digit", day: "2-digit" }).format(new Date(moment));
  return `${date} ${formatter("weekday", { weekday: "short" }).format(new Date(moment))}`;
}

/** "07/19 00:16" @param {Moment} moment */
export function dayTime(moment) {
  return formatter("dayTime", { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" }).format(
    new Date(moment),
  );
}

/**
 * "07/19 00:16", of another year "2024/07/19 00:16": for lists that reach far back.
 * @param {Moment} moment @param {number} now
 */
export function fullMoment(moment, now) {
  const year = formatter("year", { year: "numeric" });
  const thisYear = year.format(new Date(now)) === year.format(new Date(moment));
  if (thisYear) return dayTime(moment);
  return formatter("full", {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).format(new Date(moment));
}

const ONE_DAY_ONLY_MS = 12 * 3_600_000;

/**
 * "00:16", with seconds "00:16:52", while no other day can be meant; else "07/19 00:16".
 * @param {string} moment @param {number} now
 */
export function shortMoment(moment, now, { seconds = false } = {}) {
  if (Math.abs(now - Date.parse(moment)) > ONE_DAY_ONLY_MS) return dayTime(moment);
  return seconds ? clock(moment) : hourMinute(moment);
}

/** "3 分钟前" under an hour, the clock time above. @param {string} moment @param {number} now */
export function ago(moment, now) {
  const minutes = Math.round((now - Date.parse(moment)) / 60_000);
  if (minutes >= 60) return shortMoment(moment, now);
  if (minutes < 1) return gettext("just now");
  return fill(ngettext("{n} minute ago", "{n} minutes ago", minutes), { n: minutes });
}

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/**
 * Milliseconds left as "02:18" (minutes:seconds), from 100 minutes on "2:58:10"; the sign is the caller's matter.
 * @param {number} leftMs
 */
export function countdown(leftMs) {
  const seconds = Math.floor(Math.abs(leftMs) / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 100) return `${two(minutes)}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/**
 * "45 分", "3 小时" or "92 天"; of working hours only, that is said.
 * @param {number} minutes @param {boolean} [working]
 */
export function duration(minutes, working = false) {
  if (working && minutes % 60 === 0) return fill(gettext("{n} working h"), { n: minutes / 60 });
  if (!working && minutes >= 2880 && minutes % 1440 === 0) return fill(gettext("{n} d"), { n: minutes / 1440 });
  if (minutes >= 120 && minutes % 60 === 0) return fill(gettext("{n} h"), { n: minutes / 60 });
  return fill(gettext("{n} min"), { n: Math.round(minutes) });
}

/**
 * Thousands separated, at most `digits` decimals, a real minus sign; "—" for nothing.
 * @param {number | null | undefined} value
 */
export function number(value, digits = 0) {
  if (value === null || value === undefined) return "—";
  const key = `${language()} number ${digits}`;
  // Making a formatter costs more than a thousand uses of it.
  if (!formatters.has(key)) formatters.set(key, new Intl.NumberFormat(language(), { maximumFractionDigits: digits }));
  return formatters.get(key).format(value).replace("-", "−");
}

/** With all its digits: figures that are reported keep their zeros. @param {number} value @param {number} digits */
export function reported(value, digits) {
  const key = `${language()} reported ${digits}`;
  const always = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  if (!formatters.has(key)) formatters.set(key, new Intl.NumberFormat(language(), always));
  return formatters.get(key).format(value).replace("-", "−");
}

/** "850 m", "2.1 km" @param {number | null | undefined} km */
export function distance(km) {
  if (km === null || km === undefined) return "—";
  return km < 1 ? `${Math.round(km * 100) * 10} m` : `${number(km, 1)} km`;
}
