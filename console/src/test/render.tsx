import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { newQueryClient } from '@/app/queryClient';
import { newRouter } from '@/app/routes';
import { startI18n } from '@/i18n';
import type { Locale } from '@/lib/format';
import { theme } from '@/ui/theme';

/** The whole console at `href`, as the browser would show it. */
export async function renderAt(href: string, locale: Locale = 'en') {
  await startI18n(locale);
  const history = createMemoryHistory({ initialEntries: [href] });
  const router = newRouter(history);
  const view = render(
    <MantineProvider theme={theme} env="test" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={newQueryClient()}>
        <Notifications />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...view, href: () => history.location.href };
}

/** One component with words and theme, without a router. */
export async function renderAlone(children: ReactNode, locale: Locale = 'en'): Promise<RenderResult> {
  await startI18n(locale);
  return render(
    <MantineProvider theme={theme} env="test" withCssVariables={false} withGlobalClasses={false}>
      {children}
    </MantineProvider>,
  );
}
