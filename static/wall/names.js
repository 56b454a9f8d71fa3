// Names of units in the language of the screen, and how loud a mark is.
import { named } from "../js/names/names.js";

const isChinese = () => document.documentElement.lang.startsWith("zh");

/** @param {{name: string, name_en: string}} unit */
export const nameOf = (unit) => (isChinese() ? unit.name : unit.name_en || named(unit.name));

const KIND = /(供电服务指挥中心|供电公司|供电所|市|州|县)$/;
const KIND_EN = / (Supply Station|Service Station|County|Prefecture|City|District)$/;

/**
 * Without the word for the kind of place, which every one of them has: 恩施州 is 恩施, Xianfeng County Xianfeng.
 * @param {{name: string, name_en: string}} unit
 */
export const shortName = (unit) =>
  isChinese() ? unit.name.replace(KIND, "") || unit.name : nameOf(unit).replace(KIND_EN, "");

/** In English, which is longer, without the kind. @param {{name: string, name_en: string}} unit */
const inLine = (unit) => (isChinese() ? nameOf(unit) : shortName(unit));
/** @param {{centre: string, centre_en: string}} line */
export const centreOf = (line) => inLine({ name: line.centre, name_en: line.centre_en });
/** @param {{unit: string, unit_en: string}} line */
export const unitOf = (line) => inLine({ name: line.unit, name_en: line.unit_en });

let tones = {};
/** @param {Record<string, string>} told */
export const setTones = (told) => (tones = told ?? {});
/** @param {string} mark */
export const toneOf = (mark) => tones[mark] ?? "";
