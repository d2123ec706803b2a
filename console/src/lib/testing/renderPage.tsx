/** For tests of components that need words, a query client and a URL: renders one page in a memory router. */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
  type AnyRouter,
} from '@tanstack/react-router';
import { render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { parseSearch, stringifySearch } from '@/app/search';
import { startI18n } from '@/i18n';

/** What the stubbed server answers to a request; `undefined` is 404. */
export type Answers = (url: URL, form: URLSearchParams) => unknown;

export type Page = RenderResult & {
  /** Path and search, as they stand now. */
  readonly address: () => string;
  /** The requests made so far, path and search. */
  readonly requests: readonly string[];
};

/** Gives boxes a size, which happy-dom's do not have: virtual lists show rows, charts draw. */
export function giveSize(width = 800, height = 400): void {
  for (const [name, value] of Object.entries({
    clientWidth: width,
    offsetWidth: width,
    clientHeight: height,
    offsetHeight: height,
  })) {
    vi.spyOn(HTMLElement.prototype, name as 'clientWidth', 'get').mockReturnValue(value);
  }
}

export function stubServer(answers: Answers): string[] {
  const requests: string[] = [];
  vi.stubGlobal('fetch', (input: string, init?: RequestInit) => {
    const url = new URL(input, 'http://mallwatch.test');
    requests.push(url.pathname + url.search);
    const answer = answers(url, new URLSearchParams(typeof init?.body === 'string' ? init.body : ''));
    if (answer instanceof Response) return Promise.resolve(answer);
    const body = answer === undefined ? { title: 'not stubbed', detail: url.pathname } : answer;
    return Promise.resolve(new Response(JSON.stringify(body), { status: answer === undefined ? 404 : 200 }));
  });
  return requests;
}

/** Renders `page` at `address` (such as `/logs?q=x`); `path` is its route. */
export async function renderPage(
  page: () => ReactNode,
  path: string,
  address: string,
  answers: Answers,
): Promise<Page> {
  await startI18n('zh-CN');
  const requests = stubServer(answers);
  const root = createRootRoute();
  const anywhere = createRoute({ getParentRoute: () => root, path: '$', component: () => <p>elsewhere</p> });
  const route = createRoute({ getParentRoute: () => root, path, component: page });
  const router: AnyRouter = createRouter({
    routeTree: root.addChildren([route, anywhere]),
    history: createMemoryHistory({ initialEntries: [address] }),
    parseSearch,
    stringifySearch,
  });
  await router.load();
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: Infinity } } });
  const result = render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return Object.assign(result, { address: () => router.history.location.href, requests });
}
