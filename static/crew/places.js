/** Hands a place to the phone's own map; the page itself never draws roads it does not have. */
import { toGcj02 } from "../js/gcj02.js";

/** Opens Amap (app or web), which expects GCJ-02. @param {{lat: number, lon: number, place: string}} order */
export function amapLink({ lat, lon, place }) {
  const to = toGcj02(lat, lon);
  const query = new URLSearchParams({
    to: `${to.lon.toFixed(6)},${to.lat.toFixed(6)},${place}`,
    mode: "car",
    coordinate: "gaode",
    callnative: "1",
    src: "command-centre",
  });
  return `https://uri.amap.com/navigation?${query}`;
}

/** RFC 5870: WGS-84, opens whichever map the phone prefers. @param {{lat: number, lon: number}} order */
export const geoLink = ({ lat, lon }) => `geo:${lat.toFixed(6)},${lon.toFixed(6)}`;
