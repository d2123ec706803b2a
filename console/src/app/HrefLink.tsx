import { useRouter } from '@tanstack/react-router';
import type { CSSProperties, MouseEvent, ReactNode } from 'react';

export interface HrefLinkProps {
  /** A path within the console with its search, as the server writes links: `/logs?q=traceId:…`. */
  readonly href: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
  readonly title?: string | undefined;
  readonly style?: CSSProperties | undefined;
  readonly 'aria-label'?: string | undefined;
}

/** A link that stays in the page; with a modifier key it opens a tab as any link does. */
export function HrefLink({ href, children, ...rest }: HrefLinkProps) {
  const router = useRouter();
  const onClick = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.history.push(href);
  };
  return (
    <a href={href} onClick={onClick} {...rest}>
      {children}
    </a>
  );
}

/** Sends the browser to `href` within the console, keeping Back. */
export function useGoTo(): (href: string) => void {
  const router = useRouter();
  return (href) => router.history.push(href);
}
