// What things cost now, from each product's price file: past every cache, so that no old price is taken for today's.

const PATIENCE_MS = 10000;

/** Map of path → price file, null where there is none any more. Rejects when one of them can't be had. */
export async function askPrices(paths, ask = fetch) {
  const asked = [...new Set(paths)].map(async (path) => [path, await priceFile(path, ask)]);
  return new Map(await Promise.all(asked));
}

async function priceFile(path, ask) {
  if (!path) return null;
  const answer = await ask(path, { cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout?.(PATIENCE_MS) });
  if (answer.status === 404 || answer.status === 410) return null;
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const file = await answer.json();
  if (!Array.isArray(file?.variants)) throw new Error(`${path}: not a price file`);
  return file;
}

/** What a price file says of a line's version. */
export function offerOf(line, file) {
  const variant = file?.variants.find(({ id }) => id === line.variant);
  return variant && { ...variant, validation_url: file.validation_url };
}

/** The line as it stands now. A price that is another one than the customer saw last has to be accepted. */
export function compared(line, file) {
  const { was, stop, ...known } = line;
  const offer = offerOf(line, file);
  if (!offer) return { ...known, stop: 'gone' };
  const now = { ...known, amount: offer.price, currency: offer.currency };
  const seen = was ?? { amount: line.amount, currency: line.currency };
  const changed = Number(seen.amount) !== Number(now.amount) || seen.currency !== now.currency;
  return { ...now, ...(changed && { was: seen }), ...(offer.availability !== 'in_stock' && { stop: 'out' }) };
}

export function accepted({ was, ...line }) {
  return line;
}

export function isSettled({ was, stop }) {
  return !was && !stop;
}
