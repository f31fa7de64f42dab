// Loads one of the theme's scripts as the browser does: as a module, whatever its name ends in.
import { readFile } from 'node:fs/promises';

export async function load(name) {
  const source = await readFile(new URL(`../../../themes/_shared/assets/${name}`, import.meta.url), 'utf8');
  return import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`);
}
