import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// Conditions are awaited for as long as a slow machine may need; a failure names what was missing, not the whole page.
configure({ asyncUtilTimeout: 15_000, defaultHidden: true, getElementError: (message) => new Error(message ?? 'not found') });

afterEach(() => {
  cleanup();
  localStorage.clear();
});

// What happy-dom lacks and Mantine asks for.
window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
    dispatchEvent: () => false,
  }) as MediaQueryList;

const fonts = { addEventListener: () => undefined, removeEventListener: () => undefined };
if (document.fonts === undefined) Object.defineProperty(document, 'fonts', { value: fonts });
