import { Fragment, type ReactNode, useMemo } from 'react';
import { interpolate } from '@/rooms/dashboards/model/interpolate';
import { text } from '@/rooms/dashboards/model/json';
import type { DrawnPanel } from './drawn';
import { inlineParts, readMarkdown, withoutTags, type Block } from './markdown';
import styles from './panels.module.css';

/** Words: Markdown as blocks of our own, HTML by its text alone. Nothing in it runs. */
export function TextPanel({ panel, scope }: Pick<DrawnPanel, 'panel' | 'scope'>) {
  const mode = text(panel.options['mode'], 'markdown');
  const content = interpolate(text(panel.options['content']), scope, 'text');
  const blocks = useMemo(() => (mode === 'code' ? [{ kind: 'code' as const, text: content }] : readMarkdown(mode === 'html' ? withoutTags(content) : content)), [content, mode]);
  return (
    <div className={styles.text}>
      {blocks.map((block, index) => (
        <Fragment key={index}>{blockOf(block)}</Fragment>
      ))}
    </div>
  );
}

function blockOf(block: Block): ReactNode {
  switch (block.kind) {
    case 'heading':
      // The page has its own first and second headings.
      return <h3>{inline(block.text)}</h3>;
    case 'list':
      return block.ordered ? <ol>{block.items.map((item, index) => <li key={index}>{inline(item)}</li>)}</ol> : <ul>{block.items.map((item, index) => <li key={index}>{inline(item)}</li>)}</ul>;
    case 'code':
      return <pre>{block.text}</pre>;
    case 'paragraph':
      return <p>{inline(block.text)}</p>;
  }
}

function inline(written: string): ReactNode {
  return inlineParts(written).map((part, index) => {
    switch (part.kind) {
      case 'link':
        return (
          <a key={index} href={part.url} rel="noreferrer noopener" target={part.url.startsWith('/') ? undefined : '_blank'}>
            {part.text}
          </a>
        );
      case 'strong':
        return <strong key={index}>{part.text}</strong>;
      case 'code':
        return <code key={index}>{part.text}</code>;
      default:
        return <Fragment key={index}>{part.text}</Fragment>;
    }
  });
}
