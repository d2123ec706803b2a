const files = import.meta.glob<Record<string, unknown>>('./*.json', { eager: true, import: 'default' });

/** All namespaces of this language, named by their files. */
export const words: Record<string, Record<string, unknown>> = Object.fromEntries(
  Object.entries(files).map(([path, bundle]) => [path.slice(2, -'.json'.length), bundle]),
);
