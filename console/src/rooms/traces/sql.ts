/** Lays a statement out in lines, one clause each; only white space changes. */

const BREAKS =
  /^(?:select|from|where|and|or|(?:left|right|inner|outer|cross|full|natural)(?:\s+outer)?\s+join|join|straight_join|group\s+by|order\s+by|having|limit|offset|union(?:\s+all)?|values|set|insert\s+into|replace\s+into|delete\s+from|update|on\s+duplicate\s+key\s+update|returning|for\s+update|with|window|except|intersect)\b/i;
const CONDITIONS = /^(?:and|or)\b/i;
/** A text, a quoted name, a comment, a bracket, a word with what belongs to it, or anything else. */
const TOKEN = /'(?:[^'\\]|\\.|'')*'?|"(?:[^"\\]|\\.)*"?|`[^`]*`?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[()]|[\w$@.:]+|\s+|[^\s\w]/g;
const LONGEST = 20_000;

/** Statements that are short, or too long to read, stay as they are. */
export function formatSql(text: string): string {
  if (text.length > LONGEST || /\n\s*\w/.test(text.trim())) return text.trim();
  let line = '';
  let between = false;
  // Per open bracket: whether a statement is inside, which is then indented.
  const inside: boolean[] = [];
  const lines: string[] = [];
  const depth = (): number => inside.filter(Boolean).length;
  const end = (): void => {
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = '';
  };
  const trimmed = text.trim();
  for (const match of trimmed.matchAll(TOKEN)) {
    const token = match[0];
    const rest = trimmed.slice(match.index);
    if (/^\s+$/.test(token)) {
      if (line.trim() !== '') line += ' ';
      continue;
    }
    // AND of `BETWEEN a AND b` joins no conditions.
    const joins = !(between && /^and$/i.test(token));
    if (/^between$/i.test(token)) between = true;
    else if (!joins) between = false;
    const plain = inside.length === 0 || inside.at(-1) === true;
    if (plain && joins && BREAKS.test(rest) && !continues(line, token)) {
      end();
      line = '  '.repeat(depth()) + (CONDITIONS.test(rest) ? '  ' : '');
    }
    if (token === '(') {
      const statement = /^\(\s*(?:select|with)\b/i.test(rest);
      line += token;
      inside.push(statement);
      if (statement) end();
      continue;
    }
    if (token === ')' && inside.pop() === true) {
      end();
      line = '  '.repeat(depth());
    }
    line += token;
  }
  end();
  return lines.length <= 2 && trimmed.length <= 80 ? trimmed.replaceAll(/\s+/g, ' ') : lines.join('\n');
}

/** The second word of `left join`, `order by`, `for update`: the line began with the first. */
function continues(line: string, token: string): boolean {
  const before = line.trim().toLowerCase();
  if (/^(?:left|right|inner|outer|cross|full|natural)(?:\s+outer)?$/.test(before)) return true;
  if (/^(?:join)$/i.test(token) && /\b(?:left|right|inner|outer|cross|full|natural)$/.test(before)) return true;
  return /^update$/i.test(token) && /\b(?:for|key)$/.test(before);
}
