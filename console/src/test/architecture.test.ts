import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

const sources = filesIn('src')
  .map((path) => relative('.', path))
  .filter((path) => /\.(ts|tsx)$/.test(path) && !/^src\/test\/|\/testing\//.test(path) && !path.endsWith('.d.ts'));
const shipped = sources.filter((path) => !/\.test\.tsx?$/.test(path));

function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/from '([^']+)'|import\('([^']+)'\)/g)].map(([, fixed, lazy]) => fixed ?? lazy ?? '');
}

/** What of the shell a room may use: the URL and its time range, links, who acts, and what two rooms show alike. */
const ROOM_ALLOWED_APP =
  /^@\/app\/(timeRange|ticker|urlState|search|HrefLink|SignalLinks|Ledger|status|useAction|useAcknowledge|useMarks|usePersonName)$/;

/** What `offends`, as `file -> import`. */
function offences(folders: RegExp, offends: (target: string, path: string) => boolean): string[] {
  return shipped
    .filter((path) => folders.test(path))
    .flatMap((path) => importsOf(path).filter((target) => offends(target, path)).map((target) => `${path} -> ${target}`));
}

test('rooms know nothing of other rooms', () => {
  const otherRoom = (target: string, path: string): boolean => {
    const room = /^@\/rooms\/([^/]+)/.exec(target)?.[1] ?? /^\.\.\/([^/.]+)\//.exec(target)?.[1];
    return room !== undefined && room !== path.split('/')[2];
  };
  expect(offences(/^src\/rooms\//, otherRoom)).toEqual([]);
});

test('rooms know little of the shell', () => {
  expect(offences(/^src\/rooms\//, (target) => target.startsWith('@/app/') && !ROOM_ALLOWED_APP.test(target))).toEqual([]);
});

test('charts, ui, api and lib stand below rooms and shell', () => {
  expect(offences(/^src\/(charts|ui|api|lib)\//, (target) => /^@\/(app|rooms)\//.test(target))).toEqual([]);
});

test('lib stands on nothing that draws', () => {
  expect(offences(/^src\/lib\//, (target) => /^@\/(app|rooms|charts|ui)\//.test(target))).toEqual([]);
});

test('only the client fetches', () => {
  for (const path of shipped.filter((file) => file !== 'src/api/client.ts')) {
    expect([path, /(?<![\w.])fetch\(/.test(readFileSync(path, 'utf8'))]).toEqual([path, false]);
  }
});

test('colours come from the tokens', () => {
  const styles = filesIn('src').filter((path) => path.endsWith('.css') && !path.endsWith('tokens.css'));
  // An icon of the tab is a document of its own, and Mantine's theme wants ten shades of each colour.
  const spelt = new Set(['src/ui/theme.ts', 'src/app/useFiringSign.ts']);
  for (const path of [...styles, ...shipped.filter((file) => !spelt.has(file))]) {
    const found = /(?<![\w&/-])#[0-9a-fA-F]{3,8}\b|\brgba?\(/.exec(readFileSync(path, 'utf8'))?.[0];
    expect([path, found]).toEqual([path, undefined]);
  }
});

test('files stay short', () => {
  for (const path of shipped) {
    expect([path, readFileSync(path, 'utf8').split('\n').length <= 300]).toEqual([path, true]);
  }
});
