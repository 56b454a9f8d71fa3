// @ts-check
// Security keys (WebAuthn): the browser speaks in bytes, the server in JSON with base64url; here one becomes the other.

/** @param {ArrayBuffer} bytes @returns {string} base64url without padding */
export function toText(bytes) {
  const letters = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text base64url @returns {Uint8Array<ArrayBuffer>} */
export function toBytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

/** Whether this browser shows keys on this page at all: on HTTPS or localhost, and never for a number of a host. */
export const keysWork = () => "PublicKeyCredential" in globalThis && !/^[\d.]+$|:/.test(location.hostname);

const withBytes = (/** @type {any[]} */ credentials = []) =>
  credentials.map((each) => ({ ...each, id: toBytes(each.id) }));

/** @param {any} credential @param {string[]} parts of its response */
function told(credential, parts) {
  const found = parts.filter((part) => credential.response[part]);
  return {
    id: credential.id, type: credential.type, rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(found.map((part) => [part, toText(credential.response[part])])),
  };
}

/**
 * Makes a new key. Rejects when the person turns away or the key is known already.
 * @param {any} options the server's creation options @returns {Promise<string>} what it answers, as JSON
 */
export async function makeKey({ publicKey }) {
  const { challenge, user, excludeCredentials } = publicKey;
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey, challenge: toBytes(challenge), user: { ...user, id: toBytes(user.id) },
      excludeCredentials: withBytes(excludeCredentials),
    },
  });
  return JSON.stringify(told(made, ["clientDataJSON", "attestationObject"]));
}

/**
 * Asks for a key that is there. Rejects when the person turns away or has none of them.
 * @param {any} options the server's request options @returns {Promise<string>} what it answers, as JSON
 */
export async function showKey({ publicKey }) {
  const { challenge, allowCredentials } = publicKey;
  const shown = await navigator.credentials.get({
    publicKey: { ...publicKey, challenge: toBytes(challenge), allowCredentials: withBytes(allowCredentials) },
  });
  return JSON.stringify(told(shown, ["clientDataJSON", "authenticatorData", "signature", "userHandle"]));
}

/** Why nothing came of it, for the person. @param {unknown} problem @returns {string} */
export function whyNoKey(problem) {
  const name = problem instanceof DOMException ? problem.name : "";
  if (name === "InvalidStateError") return gettext("This key has been added already.");
  if (name === "SecurityError" || !keysWork()) {
    return gettext("Keys need HTTPS and the name of the site instead of its number.");
  }
  return gettext("No key was shown. Please try again.");
}
