package io.mallwatch.logs.pattern;

/// Cuts a line into tokens: words, which tell lines apart, and values, which don't. A value is
/// whatever holds a digit (numbers, identifiers, addresses, times, hex), a quoted text that is no
/// key, the path of a file, and what masking hid. ASCII and Chinese are cut where they meet; blanks
/// and punctuation belong to no token. Only the first line of a text counts, and of that
/// [#MAX_CHARS] characters and [#MAX_TOKENS] tokens.
///
/// Reused from line to line and then makes no objects; not thread-safe.
final class LineScan {

  static final int MAX_TOKENS = 64;
  static final int MAX_CHARS = 2_000;

  /// Hash of every value; words hash to something else.
  static final long VALUE = 0;

  private static final long PRIME = 0x9E3779B97F4A7C15L;
  private static final int MAX_QUOTED = 400;

  /// Where paths of files begin; those of requests begin otherwise, and tell lines apart.
  private static final String[] ROOTS = {
    "usr", "var", "etc", "home", "opt", "tmp", "bin", "sbin", "root", "dev", "proc", "lib", "lib64",
    "srv", "mnt", "data", "run", "app"
  };

  final long[] hash = new long[MAX_TOKENS];
  final int[] from = new int[MAX_TOKENS];
  final int[] to = new int[MAX_TOKENS];
  int count;

  /// Over all tokens; equal lines have equal ones.
  long whole;

  /// What each ASCII character is to a word.
  private static final byte NONE = 0;

  private static final byte LETTER = 1;
  private static final byte DIGIT = 2;
  private static final byte JOINT = 3;
  private static final byte[] KIND = kinds();

  private final char[] text = new char[MAX_CHARS];
  private int end;

  private static byte[] kinds() {
    byte[] kinds = new byte[128];
    for (char c = 'a'; c <= 'z'; c++) {
      kinds[c] = LETTER;
      kinds[c - 32] = LETTER;
    }
    for (char c = '0'; c <= '9'; c++) {
      kinds[c] = DIGIT;
    }
    kinds['_'] = LETTER;
    for (char c : new char[] {'-', '.', '@', '*', ':'}) {
      kinds[c] = JOINT;
    }
    return kinds;
  }

  private static byte kind(char c) {
    return c < 128 ? KIND[c] : NONE;
  }

  /// Scans `line`.
  void scan(String line) {
    end = Math.min(line.length(), MAX_CHARS);
    line.getChars(0, end, text, 0);
    count = 0;
    int i = 0;
    while (i < end && count < MAX_TOKENS) {
      char c = text[i];
      byte kind = kind(c);
      if (kind == LETTER || kind == DIGIT) {
        i = word(i);
      } else if (c >= 0x80 && isLetter(c)) {
        i = letters(i);
      } else if (c == '"' || c == '\'' || c == '“') {
        i = quoted(i, c);
      } else if (c == '*') {
        i = stars(i);
      } else if (c == '/') {
        i = path(i);
      } else if (c == '\n') {
        if (count > 0) {
          break;
        }
        i++;
      } else {
        i++;
      }
    }
    long all = count;
    for (int t = 0; t < count; t++) {
      all = mix(all * 31 + hash[t]);
    }
    whole = all;
  }

  /// A run of letters, digits and what joins them; a value when it has a digit.
  private int word(int start) {
    long h = 1;
    boolean digit = false;
    int i = start;
    while (i < end) {
      char c = text[i];
      byte kind = kind(c);
      if (kind == DIGIT) {
        digit = true;
      } else if (kind == LETTER) {
        h = (h ^ c) * PRIME;
      } else if (kind == JOINT && joins(i, c, digit)) {
        digit |= c == '*';
        h = (h ^ c) * PRIME;
      } else {
        break;
      }
      i++;
    }
    add(start, i, digit || isLiteral(start, i) ? VALUE : word(h));
    return i;
  }

  private boolean joins(int at, char c, boolean digit) {
    if (at + 1 >= end) {
      return false;
    }
    char next = text[at + 1];
    if (c == ':') {
      return digit && kind(next) == DIGIT;
    }
    return kind(next) == LETTER || kind(next) == DIGIT || next == '*';
  }

  /// Whether `null`, `true` or `false` stands behind `=` or `:`.
  private boolean isLiteral(int start, int behind) {
    int length = behind - start;
    if (length < 4 || length > 5 || start == 0 || "=: ".indexOf(text[start - 1]) < 0) {
      return false;
    }
    char before = text[start - 1];
    before = before == ' ' && start > 1 ? text[start - 2] : before;
    return (before == '=' || before == ':')
        && (begins("null", start) || begins("true", start) || begins("false", start));
  }

  private boolean begins(String word, int start) {
    for (int i = 0; i < word.length(); i++) {
      if (start + i >= end || text[start + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// A run of letters that are not ASCII, such as Chinese.
  private int letters(int start) {
    long h = 1;
    int i = start;
    while (i < end) {
      char c = text[i];
      if (c < 0x80 || !isLetter(c)) {
        break;
      }
      h = (h ^ c) * PRIME;
      i++;
    }
    add(start, i, word(h));
    return i;
  }

  /// A quoted text is a value, unless it is a key (`"status": ...`) or is not closed.
  private int quoted(int start, char quote) {
    boolean apostrophe = start > 0 && isAsciiWord(text[start - 1]);
    if (apostrophe) {
      return start + 1;
    }
    char wanted = quote == '“' ? '”' : quote;
    int close = start + 1;
    int last = Math.min(end, close + MAX_QUOTED);
    while (close < last && text[close] != wanted) {
      close++;
    }
    if (close == last || close == start + 1) {
      return start + 1;
    }
    int behind = close + 1;
    while (behind < end && text[behind] == ' ') {
      behind++;
    }
    if (behind < end && text[behind] == ':') {
      return start + 1;
    }
    add(start + 1, close, VALUE);
    return close + 1;
  }

  /// The path of a file is a value, whatever its length.
  private int path(int start) {
    if ((start > 0 && isPathChar(text[start - 1])) || !beginsAtRoot(start + 1)) {
      return start + 1;
    }
    int i = start + 1;
    while (i < end && isPathChar(text[i])) {
      i++;
    }
    while (text[i - 1] == '.' || text[i - 1] == ':') {
      i--;
    }
    add(start, i, VALUE);
    return i;
  }

  private boolean beginsAtRoot(int start) {
    for (String root : ROOTS) {
      int behind = start + root.length();
      if (begins(root, start) && behind < end && text[behind] == '/') {
        return true;
      }
    }
    return false;
  }

  private static boolean isPathChar(char c) {
    return kind(c) != NONE || c == '/' || c == '+' || c == '%' || (c >= 0x80 && isLetter(c));
  }

  /// What masking put in the place of a whole value.
  private int stars(int start) {
    int i = start;
    while (i < end && (text[i] == '*' || isAsciiWord(text[i]))) {
      i++;
    }
    if (i - start >= 3) {
      add(start, i, VALUE);
    }
    return i;
  }

  /// Values in a row with only commas between them are one: lists have no fixed length.
  private void add(int begin, int behind, long h) {
    if (h == VALUE && count > 0 && hash[count - 1] == VALUE && isList(to[count - 1], begin)) {
      to[count - 1] = behind;
      return;
    }
    from[count] = begin;
    to[count] = behind;
    hash[count] = h;
    count++;
  }

  private boolean isList(int begin, int behind) {
    boolean comma = false;
    for (int i = begin; i < behind; i++) {
      char c = text[i];
      if (c == ',' || c == '、') {
        comma = true;
      } else if (c != ' ' && c != '"' && c != '\'') {
        return false;
      }
    }
    return comma;
  }

  private static long word(long h) {
    long mixed = mix(h);
    return mixed == VALUE ? 1 : mixed;
  }

  static long mix(long h) {
    long a = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L;
    return a ^ (a >>> 32);
  }

  private static boolean isAsciiWord(char c) {
    return kind(c) == LETTER || kind(c) == DIGIT;
  }

  private static boolean isLetter(char c) {
    return (c >= 0x4e00 && c <= 0x9fff) || Character.isLetter(c) || Character.isSurrogate(c);
  }
}
