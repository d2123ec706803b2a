/** As much of Markdown as text panels use: headings, lists, code, paragraphs; links, bold, code within a line. No HTML comes through. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string };

export function readMarkdown(written: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let code: string[] | null = null;
  let items: string[] = [];
  let ordered = false;
  const close = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', text: paragraph.join(' ') });
    if (items.length > 0) blocks.push({ kind: 'list', ordered, items });
    paragraph = [];
    items = [];
  };
  for (const line of withoutComments(written).split('\n')) {
    if (line.startsWith('```')) {
      if (code === null) close();
      else blocks.push({ kind: 'code', text: code.join('\n') });
      code = code === null ? [] : null;
      continue;
    }
    if (code !== null) {
      code.push(line);
      continue;
    }
    const heading = /^#{1,6}\s+(.*)$/.exec(line)?.[1];
    const item = /^\s*(?:([-*+])|\d+\.)\s+(.*)$/.exec(line);
    if (heading !== undefined) {
      close();
      blocks.push({ kind: 'heading', text: heading });
    } else if (item !== null) {
      if (paragraph.length > 0) close();
      ordered = item[1] === undefined;
      items.push(item[2] ?? '');
    } else if (line.trim() === '') {
      close();
    } else {
      if (items.length > 0) close();
      paragraph.push(line.trim());
    }
  }
  if (code !== null) blocks.push({ kind: 'code', text: code.join('\n') });
  close();
  return blocks;
}

const withoutComments = (written: string): string => written.replaceAll(/<!--[\s\S]*?-->/g, '');

/** What HTML says, line by line; links stay, as Markdown. */
export function withoutTags(html: string): string {
  return withoutComments(html)
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/gi, '')
    .replaceAll(/<a\s[^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/gi, '[$2]($1)')
    .replaceAll(/<h[1-6][^>]*>/gi, '\n# ')
    .replaceAll(/<li[^>]*>/gi, '\n- ')
    .replaceAll(/<(br|p|div|tr|\/h[1-6]|\/p|\/div|\/tr|\/ul|\/ol)[^>]*>/gi, '\n')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

export type Part =
  | { readonly kind: 'plain' | 'strong' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export function inlineParts(written: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of written.matchAll(/!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)|\*\*(.+?)\*\*|`([^`]+)`/g)) {
    if (match.index > from) parts.push({ kind: 'plain', text: written.slice(from, match.index) });
    const [whole, label, url = '', strong, code] = match;
    if (strong !== undefined) parts.push({ kind: 'strong', text: strong });
    else if (code !== undefined) parts.push({ kind: 'code', text: code });
    else parts.push(safe(url) ? { kind: 'link', text: label || url, url } : { kind: 'plain', text: label ?? whole });
    from = match.index + whole.length;
  }
  if (from < written.length) parts.push({ kind: 'plain', text: written.slice(from) });
  return parts;
}

/** Only where a link leads to a page: never a script. */
export const safe = (url: string): boolean => /^(https?:\/\/|\/(?!\/)|#|mailto:)/i.test(url);
