// The pages for people: the repository's own, and all of docs/.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../wire/chatmock.mjs';

function pagesBelow(folder) {
  const entries = readdirSync(join(repository, folder), { withFileTypes: true });
  const below = entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? pagesBelow(path) : [path];
  });
  return below.filter((path) => path.endsWith('.md')).sort();
}

const own = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'];

export const pages = [...own, ...pagesBelow('docs')];

// Their examples run elsewhere: in tests/kits/.
export const kitPages = ['clients/js/README.md', 'clients/python/README.md'];

export const linesOf = (page) => readFileSync(join(repository, page), 'utf8').split('\n');
