// Map symbols painted from the tokens: orders by grade (diamond 1, triangle 2, ring 3), crews by state.
// Shape, colour and number say the same thing three times, so the map also reads in grey.
import { token } from "../theme.js";

const RATIO = 2; // painted at twice the size for sharp screens

export function paint(size, draw) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * RATIO;
  const pen = canvas.getContext("2d");
  pen.scale(RATIO, RATIO);
  pen.translate(size / 2, size / 2);
  draw(pen, size / 2);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

function polygon(pen, points) {
  pen.beginPath();
  points.forEach(([x, y]) => pen.lineTo(x, y));
  pen.closePath();
}

function fillWithEdge(pen, colour) {
  pen.lineJoin = "round";
  pen.lineWidth = 3;
  pen.strokeStyle = token("map-land");
  pen.stroke();
  pen.fillStyle = token(colour);
  pen.fill();
}

function digit(pen, text, colour, y = 0.5) {
  pen.fillStyle = token(colour);
  pen.font = `700 11px "Inter Variable", sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(text, 0, y);
}

const GRADES = {
  1: (pen, r) => {
    polygon(pen, [[0, -r + 2], [r - 2, 0], [0, r - 2], [-r + 2, 0]]);
    fillWithEdge(pen, "p1");
    digit(pen, "1", "bg0");
  },
  2: (pen, r) => {
    polygon(pen, [[0, -r + 2.5], [r - 2, r - 4], [-r + 2, r - 4]]);
    fillWithEdge(pen, "p2");
    digit(pen, "2", "bg0", 3);
  },
  3: (pen, r) => {
    pen.beginPath();
    pen.arc(0, 0, r - 5, 0, 7);
    pen.fillStyle = token("map-land");
    pen.fill();
    pen.lineWidth = 2.5;
    pen.strokeStyle = token("p3");
    pen.stroke();
    digit(pen, "3", "p3");
  },
};

const OUTAGES = {
  planned: (pen) => {
    polygon(pen, [[-7, -7], [7, -7], [7, 7], [-7, 7]]);
    pen.fillStyle = token("map-land");
    pen.fill();
    pen.lineWidth = 2.5;
    pen.strokeStyle = token("plan");
    pen.stroke();
    digit(pen, "4", "plan");
  },
  back: (pen, r) => {
    pen.beginPath();
    pen.arc(0, 0, r - 6, 0, 7);
    pen.fillStyle = token("map-land");
    pen.fill();
    pen.lineWidth = 2;
    pen.strokeStyle = token("fg2");
    pen.stroke();
    pen.beginPath();
    [[-3.5, 0.5], [-1, 3], [4, -3]].forEach(([x, y]) => pen.lineTo(x, y));
    pen.stroke();
  },
};

const CREWS = {
  IDLE: (pen) => disc(pen, 3, "fg2"),
  OFFERED: (pen) => {
    disc(pen, 5, "map-land");
    pen.lineWidth = 2;
    pen.strokeStyle = token("acc");
    pen.stroke();
  },
  ASSIGNED: (pen) => disc(pen, 4.5, "acc"),
  EN_ROUTE: (pen) => {
    polygon(pen, [[0, -8], [6, 7], [0, 3.5], [-6, 7]]);
    fillWithEdge(pen, "acc");
  },
  ON_SITE: (pen) => {
    polygon(pen, [[-5, -5], [5, -5], [5, 5], [-5, 5]]);
    fillWithEdge(pen, "site");
  },
};

function disc(pen, radius, colour) {
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 7);
  pen.fillStyle = token(colour);
  pen.fill();
}

export function putImage(map, name, image) {
  if (map.hasImage(name)) map.removeImage(name);
  map.addImage(name, image, { pixelRatio: RATIO });
}

/** Puts `grade-1…3`, `crew-<STATE>`, `outage-planned`, `outage-back` and `home` into the map in the present theme. */
export function addSymbols(map) {
  for (const [grade, draw] of Object.entries(GRADES)) putImage(map, `grade-${grade}`, paint(26, draw));
  for (const [name, draw] of Object.entries(OUTAGES)) putImage(map, `outage-${name}`, paint(26, draw));
  for (const [state, draw] of Object.entries(CREWS)) putImage(map, `crew-${state}`, paint(20, draw));
  putImage(map, "home", paint(26, (pen) => {
    polygon(pen, [[0, -10], [10, -1], [7, -1], [7, 9], [-7, 9], [-7, -1], [-10, -1]]);
    fillWithEdge(pen, "fg0");
  }));
}
