import { useEffect, useRef } from 'react';
import { createPromqlEditor, type EditorMark, type PromqlEditor } from '@/lib/promql/editor';

export type QueryEditorProps = {
  text: string;
  label: string;
  placeholder: string;
  /** A place in the text that the server found wrong. */
  mark: EditorMark | null;
  onChange: (text: string) => void;
  onSubmit: (text: string) => void;
};

/** The PromQL editor as a component; its code is a chunk of its own. */
export function QueryEditor({ text, label, placeholder, mark, onChange, onSubmit }: QueryEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<PromqlEditor | null>(null);
  const latest = useRef({ text, onChange, onSubmit });
  useEffect(() => {
    latest.current = { text, onChange, onSubmit };
  });
  useEffect(() => {
    if (box.current === null) return undefined;
    const made = createPromqlEditor(box.current, {
      doc: latest.current.text,
      label,
      placeholder,
      onChange: (next) => latest.current.onChange(next),
      onSubmit: (next) => latest.current.onSubmit(next),
    });
    editor.current = made;
    return () => {
      editor.current = null;
      made.destroy();
    };
  }, [label, placeholder]);
  useEffect(() => editor.current?.setText(text), [text]);
  useEffect(() => editor.current?.mark(mark), [mark]);
  return <div ref={box} />;
}
