// @ts-check
/** Reads codes beside the page: gets pictures, answers with their texts. */

/** Where its reader lies: the page gives it as the name of this worker. */
const VENDOR = self.name;
const OPTIONS = { formats: ['QRCode', 'DataMatrix', 'EANUPC', 'Code128', 'ITF', 'DataBar'], tryDenoise: false, maxNumberOfSymbols: 12 };

/** The binary of this very version, from our own host: its maker's default is a foreign one. */
const loading = import(/** @type {string} */ (`${VENDOR}reader/index.js`)).then(async (zxing) => {
  await zxing.prepareZXingModule({
    overrides: { locateFile: (/** @type {string} */ file) => `${VENDOR}reader/${file}` },
    fireImmediately: true,
  });
  return zxing;
});

addEventListener('message', async ({ data: { id, picture } }) => {
  try {
    const zxing = await loading;
    const found = await zxing.readBarcodes(picture, OPTIONS);
    postMessage({ id, texts: found.map((/** @type {any} */ one) => one.text) });
  } catch (fault) {
    postMessage({ id, fault: String(fault) });
  }
});
loading.then(() => postMessage({ id: 0, texts: [] }), (fault) => postMessage({ id: 0, fault: String(fault) }));
