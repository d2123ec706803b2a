import type { Dashboard } from './model/dashboard';

/** The dashboard as the file that Grafana imports. */
export function saveJson({ json, title }: Dashboard): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(json, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${title}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
