/** The page's live line: a socket, and a look every 10 s while there is none. A few lines, to stay light. */
const POLL_SECONDS = 10;
const SILENT_SECONDS = 20;
const ENDED = 4404;
const LONGEST_WAIT_SECONDS = 30;

/** @param {{path: string, onTrack: (track: object) => void, onBeat: () => void, poll: () => Promise<void>}} options */
export function listen({ path, onTrack, onBeat, poll }) {
  let socket = null;
  let heardAt = 0;
  let wait = 1;

  function open() {
    socket = new WebSocket(new URL(path, location.href.replace(/^http/, "ws")));
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      heardAt = Date.now();
      wait = 1;
      onBeat();
      if (frame.type === "track") onTrack(frame);
    };
    socket.onclose = ({ code }) => {
      if (code === ENDED) return location.reload();
      setTimeout(open, wait * 1000 * (0.7 + 0.6 * Math.random()));
      wait = Math.min(wait * 2, LONGEST_WAIT_SECONDS);
    };
  }
  function check() {
    if (Date.now() - heardAt < SILENT_SECONDS * 1000 || document.hidden) return;
    if (socket.readyState === WebSocket.OPEN) socket.close();
    poll().catch(() => {}); // no network: the age on the page says so, the next look comes in ten seconds
  }
  open();
  setInterval(check, POLL_SECONDS * 1000);
}
