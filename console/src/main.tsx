import '@/ui/mantine';
import '@/ui/tokens.css';
import '@/ui/base.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { newQueryClient } from '@/app/queryClient';
import { newRouter } from '@/app/routes';
import { startI18n } from '@/i18n';
import { cssVariables, theme } from '@/ui/theme';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const client = newQueryClient();
const router = newRouter();

void startI18n().then(() => {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <QueryClientProvider client={client}>
          <Notifications position="bottom-right" limit={4} />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
});
