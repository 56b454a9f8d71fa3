// The signs of the network, painted from the tokens: a switch is filled while it is closed and hollow while it is open;
// what is not in its normal position has a ring; transformers are two circles, substations a framed square.
import { token } from "../../theme.js";
import { paint, putImage } from "../symbols.js";

const SIZE = 18;

const square = (pen, half) => {
  pen.beginPath();
  pen.rect(-half, -half, 2 * half, 2 * half);
};

function filled(pen, colour) {
  pen.fillStyle = token(colour);
  pen.fill();
}

function edged(pen, colour, width) {
  pen.lineWidth = width;
  pen.strokeStyle = token(colour);
  pen.stroke();
}

const closed = (pen) => {
  square(pen, 4);
  edged(pen, "map-land", 3);
  filled(pen, "fg1");
};

const open = (pen) => {
  square(pen, 4);
  edged(pen, "map-land", 4);
  filled(pen, "map-land");
  edged(pen, "fg1", 1.8);
};

const ringed = (draw) => (pen) => {
  draw(pen);
  pen.beginPath();
  pen.arc(0, 0, 8, 0, 7);
  edged(pen, "fg0", 1.6);
};

const SIGNS = {
  "net-closed": closed,
  "net-open": open,
  "net-closed-off-normal": ringed(closed),
  "net-open-off-normal": ringed(open),
  "net-transformer": (pen) => {
    for (const y of [-2.2, 2.2]) {
      pen.beginPath();
      pen.arc(0, y, 3.4, 0, 7);
      if (y < 0) filled(pen, "map-land");
      edged(pen, "fg1", 1.5);
    }
  },
  "net-transformer-open": ringed((pen) => {
    for (const y of [-2.2, 2.2]) {
      pen.beginPath();
      pen.arc(0, y, 3.4, 0, 7);
      filled(pen, "map-land");
      edged(pen, "fg2", 1.5);
    }
  }),
  "net-substation": (pen) => {
    square(pen, 7);
    edged(pen, "map-land", 4);
    filled(pen, "map-land");
    edged(pen, "fg0", 2);
    square(pen, 3);
    filled(pen, "fg0");
  },
};

/** Puts the signs into the map in the present theme. */
export function addNetworkSymbols(map) {
  for (const [name, draw] of Object.entries(SIGNS)) putImage(map, name, paint(SIZE, draw));
}
