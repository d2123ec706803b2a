package io.mallwatch.logs.lines;

/// What a line looks like from its first characters.
enum LineShape {
  /// A JSON object, which is whole by itself.
  OBJECT,
  /// It begins with a time, as the first line of an event does.
  TIMED,
  /// It goes on with what was said before: indented, or `Caused by:` and its like.
  CONTINUED,
  BLANK,
  OTHER;

  static LineShape of(CharSequence line) {
    int length = line.length();
    int at = 0;
    while (at < length && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    if (at == length) {
      return BLANK;
    }
    char first = line.charAt(at);
    if (at == 0) {
      if (first == '{') {
        return OBJECT;
      }
      if (isTimed(line)) {
        return TIMED;
      }
      return startsWith(line, "Caused by: ") || startsWith(line, "Suppressed: ")
          ? CONTINUED
          : OTHER;
    }
    // MySQL and others pad a time to the right; everything else that is indented goes on
    return CONTINUED;
  }

  /// Whether the line begins with a date or a time of day, perhaps in brackets or behind a level.
  private static boolean isTimed(CharSequence line) {
    int at = 0;
    int length = Math.min(line.length(), 40);
    while (at < length && (line.charAt(at) == '[' || line.charAt(at) == '<')) {
      at++;
    }
    if (timeAt(line, at, length)) {
      return true;
    }
    int word = at; // INFO 2026-..., [WARN] 2026-..., 1:C 02 Nov 2026 ...
    while (at < length && at - word < 12 && line.charAt(at) != ' ') {
      at++;
    }
    while (at < length && line.charAt(at) == ' ') {
      at++;
    }
    return at > word && timeAt(line, at, length);
  }

  private static boolean timeAt(CharSequence line, int at, int length) {
    return digits(line, at, length) >= 1
        ? isDate(line, at, length)
        : isMonth(line, at, length); // Mar 27 13:06:56
  }

  private static boolean isDate(CharSequence line, int at, int length) {
    int digits = digits(line, at, length);
    int next = at + digits;
    char after = next < length ? line.charAt(next) : 0;
    if (digits == 4 && (after == '-' || after == '/' || after == '.')) {
      return digits(line, next + 1, length) >= 1;
    }
    if (digits == 2 && after == ':') {
      return digits(line, next + 1, length) == 2 && next + 3 < length;
    }
    if (digits <= 2 && (after == ' ' || after == '/' || after == '-')) {
      return isMonth(line, next + 1, length);
    }
    return (digits == 8 || digits == 6) && after == ' '; // 20261102 10:00:00, 261102 10:00:00
  }

  private static boolean isMonth(CharSequence line, int at, int length) {
    if (at + 3 >= length) {
      return false;
    }
    char after = line.charAt(at + 3);
    return (after == ' ' || after == '/' || after == '-')
        && Months.number(line, at) > 0
        && at + 4 < length
        && (Character.isDigit(line.charAt(at + 4)) || line.charAt(at + 4) == ' ');
  }

  private static int digits(CharSequence line, int at, int length) {
    int end = at;
    while (end < length && line.charAt(end) >= '0' && line.charAt(end) <= '9') {
      end++;
    }
    return Math.max(0, end - at);
  }

  private static boolean startsWith(CharSequence line, String begin) {
    return line.length() >= begin.length()
        && CharSequence.compare(line.subSequence(0, begin.length()), begin) == 0;
  }
}
