/** Stack traces read line by line: which frames are the shop's own, which may be folded away; no DOM. */
export type StackLine = {
  readonly text: string;
  /** `own` and `library` are frames; `head` names an exception or a cause; `other` is anything else. */
  readonly kind: 'head' | 'own' | 'library' | 'other';
};

export type StackPart = { readonly folded: false; readonly line: StackLine } | { readonly folded: true; readonly lines: readonly StackLine[] };

/** Frames next to each other that are worth folding. */
const FOLD_FROM = 2;

const JAVA_FRAME = /^\s*at (?:[\w.$@-]*\/)*([\w$.]+(?:\.<?\w+>?)?)\(/;
const SCRIPT_FRAME = /^\s*at .*?([^\s()]+):\d+(?::\d+)?\)?$/;
const PYTHON_FRAME = /^\s*File "([^"]+)", line \d+/;
const GO_FRAME = /^\t(\/[^\s]+\.go):\d+/;
const MORE = /^\s*\.\.\. \d+ (?:more|common frames omitted)/;

const JAVA_LIBRARIES =
  /^(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|scala|groovy|org\.(?:springframework|apache|hibernate|eclipse|jboss|mybatis|redisson|slf4j|junit|codehaus|aspectj|postgresql|mariadb|elasticsearch)|com\.(?:mysql|zaxxer|fasterxml|google|alibaba|baomidou|netflix|linecorp|rabbitmq|github)|io\.(?:netty|grpc|lettuce|undertow|micrometer|opentelemetry|reactivex|vertx|projectreactor)|reactor|okhttp3|okio|redis\.clients|ch\.qos|net\.sf|feign|lombok)\./;
const PATH_LIBRARIES = /(?:^|\/)(?:node_modules|site-packages|dist-packages|lib\/python[\d.]+|go\/pkg\/mod|usr\/local\/go|internal)\/|^node:|<anonymous>|<frozen /;

export function readStack(text: string): StackLine[] {
  const lines = text.replace(/\s+$/, '').split(/\r?\n/);
  let before: StackLine['kind'] = 'other';
  return lines.map((line, at): StackLine => {
    const kind = kindOf(line, at, before);
    before = kind;
    return { text: line, kind };
  });
}

function kindOf(line: string, at: number, before: StackLine['kind']): StackLine['kind'] {
  if (MORE.test(line)) return 'library';
  const script = /\.(?:[cm]?[jt]sx?|vue)[:)]|node:/.test(line);
  const java = script ? null : JAVA_FRAME.exec(line);
  if (java !== null) return JAVA_LIBRARIES.test(java[1] ?? '') ? 'library' : 'own';
  const path = (SCRIPT_FRAME.exec(line) ?? PYTHON_FRAME.exec(line) ?? GO_FRAME.exec(line))?.[1];
  if (path !== undefined) return PATH_LIBRARIES.test(path) ? 'library' : 'own';
  // Under a frame of Python stands its line of code.
  if (/^ {4}\S/.test(line) && (before === 'own' || before === 'library')) return before;
  if (at === 0 || /^\s*(?:Caused by|Suppressed|Wrapped by): /.test(line) || /^[\w.$]+(?:Error|Exception)\b/.test(line)) return 'head';
  return 'other';
}

/** Frames of libraries folded where several stand together; a stack of libraries alone keeps the first of each run. */
export function foldStack(lines: readonly StackLine[]): StackPart[] {
  const parts: StackPart[] = [];
  let run: StackLine[] = [];
  const anyOwn = lines.some(({ kind }) => kind === 'own');
  const finish = (): void => {
    const shown = anyOwn ? [] : run.slice(0, 1);
    const rest = run.slice(shown.length);
    for (const line of shown) parts.push({ folded: false, line });
    if (rest.length >= FOLD_FROM) parts.push({ folded: true, lines: rest });
    else for (const line of rest) parts.push({ folded: false, line });
    run = [];
  };
  for (const line of lines) {
    if (line.kind === 'library') run.push(line);
    else {
      finish();
      parts.push({ folded: false, line });
    }
  }
  finish();
  return parts;
}
