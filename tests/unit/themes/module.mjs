// Loads one of the theme's scripts as the browser does: as a module, with those it imports, whatever its name ends in.
import { readFile } from 'node:fs/promises';

const addresses = new Map();

async function addressOf(name) {
  if (!addresses.has(name)) addresses.set(name, written(name));
  return addresses.get(name);
}

async function written(name) {
  const file = new URL(`../../../themes/_shared/assets/${name}`, import.meta.url);
  let source = await readFile(file, 'utf8');
  for (const [, other] of source.matchAll(/from '\.\/([\w.-]+)'/g)) {
    source = source.replace(`'./${other}'`, `'${await addressOf(other)}'`);
  }
  return `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`;
}

export async function load(name) {
  return import(await addressOf(name));
}
