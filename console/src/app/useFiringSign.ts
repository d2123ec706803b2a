import { useEffect } from 'react';

/** The tab tells how many alerts fire, in its title and on its icon. */
export function useFiringSign(firing: number, page: string, product: string): void {
  useEffect(() => {
    document.title = titleOf(firing, page, product);
  }, [firing, page, product]);
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon !== null) icon.href = firing === 0 ? '/favicon.svg' : `data:image/svg+xml,${encodeURIComponent(iconOf(firing))}`;
  }, [firing]);
}

export function titleOf(firing: number, page: string, product: string): string {
  return `${firing > 0 ? `(${firing}) ` : ''}${page} · ${product}`;
}

/** An icon is no document: it cannot read the tokens, so the level's colour is spelt out here. */
export function iconOf(firing: number): string {
  const text = firing > 9 ? '9+' : String(firing);
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#D32F2F"/>' +
    `<text x="16" y="23" font-family="sans-serif" font-size="20" font-weight="700" fill="#fff" text-anchor="middle">${text}</text></svg>`
  );
}
