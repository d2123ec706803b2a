/** A one-field PromQL editor: Prometheus's own language, completion from the server, colours from the tokens. Import lazily. */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, insertNewlineAndIndent } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState, Prec, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { PromQLExtension } from '@prometheus-io/codemirror-promql';

export type PromqlEditorOptions = {
  readonly doc: string;
  readonly label: string;
  readonly placeholder: string;
  readonly onChange: (text: string) => void;
  readonly onSubmit: (text: string) => void;
};

/** Where the server found the text wrong, counted from its start. */
export type EditorMark = { readonly offset: number; readonly message: string };

export type PromqlEditor = {
  /** Replaces the text without telling `onChange`. */
  readonly setText: (text: string) => void;
  /** Underlines the place, with the message on hover; null takes the mark away. */
  readonly mark: (mark: EditorMark | null) => void;
  readonly focus: () => void;
  readonly destroy: () => void;
};

const fromOutside = Annotation.define<boolean>();

const colors = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--mw-series-4)' },
  { tag: tags.function(tags.variableName), color: 'var(--mw-accent)' },
  { tag: tags.labelName, color: 'var(--mw-ok-text)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--mw-high-text)' },
  { tag: [tags.number, tags.literal], color: 'var(--mw-info-text)' },
  { tag: [tags.operator, tags.modifier, tags.paren, tags.brace], color: 'var(--mw-muted)' },
  { tag: tags.comment, color: 'var(--mw-muted)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--mw-critical-text)' },
]);

const look = EditorView.theme({
  '&': { fontSize: 'var(--mw-size-13)', backgroundColor: 'transparent', color: 'var(--mw-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mw-mono)', lineHeight: '20px', maxHeight: '160px' },
  '.cm-content': { padding: '5px 0', caretColor: 'var(--mw-accent)' },
  '.cm-line': { padding: '0 8px' },
  '.cm-placeholder': { color: 'var(--mw-muted)' },
  '.cm-cursor': { borderLeftColor: 'var(--mw-accent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--mw-accent-soft)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--mw-accent-soft)',
    outline: '1px solid var(--mw-accent)',
  },
  '.cm-tooltip': {
    border: '1px solid var(--mw-line-strong)',
    borderRadius: 'var(--mw-radius)',
    backgroundColor: 'var(--mw-raised)',
    color: 'var(--mw-text)',
    boxShadow: 'var(--mw-shadow-high)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxHeight: '288px',
    fontFamily: 'var(--mw-mono)',
    fontSize: 'var(--mw-size-12)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--mw-accent-soft)',
    color: 'var(--mw-text)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600', color: 'var(--mw-accent)' },
  '.cm-completionDetail': { color: 'var(--mw-muted)', fontStyle: 'normal' },
  '.cm-completionInfo': { maxWidth: '360px', fontSize: 'var(--mw-size-12)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--mw-critical)' },
});

/** Enter runs the query, Shift-Enter breaks the line; Enter in an open list takes the completion. */
function submitKeys(onSubmit: (text: string) => void): Extension {
  return Prec.highest(
    keymap.of([
      {
        key: 'Enter',
        run: (view) => {
          if (completionStatus(view.state) === 'active') return false;
          onSubmit(view.state.doc.toString());
          return true;
        },
      },
      { key: 'Shift-Enter', run: insertNewlineAndIndent },
      {
        key: 'Mod-Enter',
        run: (view) => {
          onSubmit(view.state.doc.toString());
          return true;
        },
      },
    ]),
  );
}

export function createPromqlEditor(parent: HTMLElement, options: PromqlEditorOptions): PromqlEditor {
  const promql = new PromQLExtension().setComplete({
    remote: {
      url: '/prometheus',
      httpMethod: 'GET',
      // Completion is a help, not an answer: while the server is away the editor goes on without it.
      httpErrorHandler: () => undefined,
    },
  });
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.doc,
      extensions: [
        submitKeys(options.onSubmit),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ icons: false, maxRenderedOptions: 100 }),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
        placeholder(options.placeholder),
        syntaxHighlighting(colors),
        promql.asExtension(),
        look,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': options.label, spellcheck: 'false' }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged || update.transactions.some((one) => one.annotation(fromOutside) === true)) return;
          options.onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    setText: (text) => {
      const { doc } = view.state;
      if (doc.toString() === text) return;
      view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, annotations: fromOutside.of(true) });
    },
    mark: (mark) => {
      const { length } = view.state.doc;
      const from = Math.max(0, Math.min(length - 1, mark?.offset ?? 0));
      const marks = mark === null ? [] : [{ from, to: Math.min(length, from + 1), severity: 'error' as const, message: mark.message }];
      view.dispatch(setDiagnostics(view.state, marks));
    },
    focus: () => view.focus(),
    destroy: () => {
      view.destroy();
      promql.destroy();
    },
  };
}
