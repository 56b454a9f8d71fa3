/** Photos leave the phone small: a 12-megapixel picture over a village network costs the crew minutes. */
const LONGEST_SIDE = 1600;
const QUALITY = 0.8;

/** @param {File} file @returns {Promise<Blob>} JPEG, at most 1600 px, upright; re-encoding also drops the GPS tags */
export async function shrinkPhoto(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("photo"))), "image/jpeg", QUALITY);
  });
}
