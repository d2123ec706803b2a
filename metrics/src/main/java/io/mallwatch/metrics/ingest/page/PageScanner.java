package io.mallwatch.metrics.ingest.page;

import io.mallwatch.metrics.ingest.FloatParser;
import io.mallwatch.metrics.ingest.LabelPairs;
import io.mallwatch.metrics.ingest.MalformedExpositionException;
import io.mallwatch.metrics.ingest.TextCache;
import io.mallwatch.model.Labels;
import java.nio.charset.StandardCharsets;

/// Walks over the bytes of a page of text. Strict as OpenMetrics has it, or with blanks wherever
/// the older format allows them. Not thread-safe; used for page after page.
final class PageScanner {

  private static final byte[] NOTHING = {};

  private final TextCache texts;
  private byte[] bytes = NOTHING;
  private byte[] plain = new byte[64];
  private boolean strict;
  private int end;
  private int at;
  private int lineStart;

  PageScanner(TextCache texts) {
    this.texts = texts;
  }

  void reset(byte[] page, int length, boolean strictly) {
    bytes = page;
    end = length;
    at = 0;
    lineStart = 0;
    strict = strictly;
  }

  /// Lets the page go.
  void close() {
    bytes = NOTHING;
    end = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int end() {
    return end;
  }

  int position() {
    return at;
  }

  void seek(int position) {
    at = position;
  }

  /// Says that a line begins here.
  void beginLine() {
    lineStart = at;
  }

  boolean atEnd() {
    return at >= end;
  }

  /// The byte here; a line feed at the end of the page.
  byte peek() {
    return at < end ? bytes[at] : (byte) '\n';
  }

  boolean take(char expected) {
    if (at < end && bytes[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  /// Steps over blanks, where they are allowed.
  void skipBlanks() {
    if (!strict) {
      while (at < end && isBlank(bytes[at])) {
        at++;
      }
    }
  }

  /// Steps over what must be between two parts of a line: one space, or any blanks.
  void separator(String before) {
    if (!strict) {
      skipBlanks();
    } else if (!take(' ')) {
      throw malformed("expected a space before %s".formatted(before));
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  /// The place after the bytes up to the next blank or line feed.
  int wordEnd() {
    int to = at;
    while (to < end) {
      byte b = bytes[to];
      if (b == '\n' || b == ' ' || (!strict && isBlank(b))) {
        break;
      }
      to++;
    }
    return to;
  }

  /// The place of the line feed that ends this line, or the end of the page.
  int lineEnd() {
    int to = at;
    while (to < end && bytes[to] != '\n') {
      to++;
    }
    return to;
  }

  /// Steps over the line feed.
  void endLine() {
    skipBlanks();
    if (at < end && !take('\n')) {
      throw malformed("something follows the sample");
    }
  }

  double number(String what) {
    int to = wordEnd();
    try {
      double value = FloatParser.parse(bytes, at, to);
      at = to;
      return value;
    } catch (NumberFormatException e) {
      throw malformed("%s is no number: \"%s\"".formatted(what, e.getMessage()));
    }
  }

  /// A whole number of at most 18 digits.
  long integer(String what) {
    int to = wordEnd();
    int from = at;
    boolean negative = take('-');
    long value = 0;
    int digits = 0;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9' && digits++ < 18) {
      value = value * 10 + bytes[at++] - '0';
    }
    if (at < to || digits == 0) {
      at = from;
      throw malformed(
          "%s is no whole number: \"%s\"".formatted(what, text(at, Math.min(to, at + 40))));
    }
    return negative ? -value : value;
  }

  /// Seconds as milliseconds.
  long seconds(String what) {
    double seconds = number(what);
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      throw malformed("%s is not finite".formatted(what));
    }
    return (long) (seconds * 1000);
  }

  /// The place after the name and labels that begin here, without looking at them closely; -1 when
  /// they do not end.
  int seriesEnd() {
    int to = at;
    while (to < end && isNameByte(bytes[to])) {
      to++;
    }
    int brace = to;
    while (!strict && brace < end && isBlank(bytes[brace])) {
      brace++;
    }
    if (brace >= end || bytes[brace] != '{') {
      return to == at ? -1 : to;
    }
    boolean quoted = false;
    for (int i = brace + 1; i < end; i++) {
      byte b = bytes[i];
      if (quoted) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          quoted = false;
        }
      } else if (b == '"') {
        quoted = true;
      } else if (b == '}') {
        return i + 1;
      } else if (b == '\n') {
        return -1;
      }
    }
    return -1;
  }

  private static boolean isNameByte(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= ':') || b == '_';
  }

  private static boolean isNameStart(byte b, boolean colon) {
    return isNameByte(b) && (b < '0' || b > '9') && (colon || b != ':');
  }

  /// Reads a sample's name and labels: `name{a="b"}`, or with the name in quotes in the braces.
  void series(LabelPairs into) {
    into.clear();
    boolean named = peek() != '{';
    if (named) {
      into.add(Labels.METRIC_NAME, metricName());
      skipBlanks();
    }
    if (take('{')) {
      labels(into, !named);
    }
    if (!into.has(Labels.METRIC_NAME)) {
      throw malformed("a sample has no metric name");
    }
    checkNames(into);
  }

  /// Reads the labels of an exemplar, braces included.
  void exemplarLabels(LabelPairs into) {
    into.clear();
    if (!take('{')) {
      throw malformed("an exemplar has no labels");
    }
    labels(into, false);
    checkNames(into);
  }

  private void checkNames(LabelPairs pairs) {
    String twice = pairs.repeated();
    if (twice != null) {
      throw malformed("label %s comes twice".formatted(twice));
    }
    if (pairs.has("")) {
      throw malformed("a label has no name");
    }
  }

  private void labels(LabelPairs into, boolean nameless) {
    boolean nameWanted = nameless;
    skipBlanks();
    while (!take('}')) {
      nameWanted &= !label(into, nameWanted);
      if (into.size() > LabelPairs.MOST) {
        throw malformed("a series has more than %d labels".formatted(LabelPairs.MOST));
      }
      skipBlanks();
      if (!take(',') && peek() != '}') {
        throw malformed("expected , or } at column %d".formatted(at - lineStart + 1));
      }
      skipBlanks();
    }
  }

  /// Reads a label, or the metric's name in quotes; whether it was the latter.
  private boolean label(LabelPairs into, boolean nameWanted) {
    boolean inQuotes = peek() == '"';
    String name = inQuotes ? quoted() : plainName(false, "a label name");
    skipBlanks();
    if (!take('=')) {
      if (!inQuotes || !nameWanted || name.isEmpty()) {
        throw malformed("expected = at column %d".formatted(at - lineStart + 1));
      }
      into.add(Labels.METRIC_NAME, name);
      return true;
    }
    skipBlanks();
    if (peek() != '"') {
      throw malformed("the value of label %s is not in quotes".formatted(name));
    }
    into.add(name, quoted());
    return false;
  }

  /// A metric name, plain or in quotes.
  String metricName() {
    return peek() == '"' ? quoted() : plainName(true, "a metric name");
  }

  private String plainName(boolean colon, String what) {
    int from = at;
    if (at < end && isNameStart(bytes[at], colon)) {
      at++;
      while (at < end && isNameByte(bytes[at]) && (colon || bytes[at] != ':')) {
        at++;
      }
    }
    if (from == at) {
      throw malformed("%s is missing at column %d".formatted(what, at - lineStart + 1));
    }
    return text(from, at);
  }

  /// A text in quotes; `\\`, `\"` and `\n` are resolved.
  private String quoted() {
    int from = ++at;
    boolean escaped = false;
    while (at < end && bytes[at] != '"') {
      if (bytes[at] == '\n' && strict) {
        break;
      }
      escaped |= bytes[at] == '\\';
      at += bytes[at] == '\\' ? 2 : 1;
    }
    if (at >= end || bytes[at] != '"') {
      throw malformed("a quoted text has no end");
    }
    int to = at++;
    return escaped ? unescaped(from, to, true) : text(from, to);
  }

  /// The text from here to the end of the line, with `\\` and `\n` resolved, and `\"` in strict
  /// pages.
  String helpText(int to) {
    int from = at;
    at = to;
    return unescaped(from, to, strict);
  }

  private String unescaped(int from, int to, boolean quotes) {
    if (plain.length < to - from) {
      plain = new byte[to - from];
    }
    int size = 0;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      byte next = b == '\\' && i + 1 < to ? bytes[i + 1] : 0;
      if (next == 'n') {
        plain[size++] = '\n';
        i++;
      } else if (next == '\\' || (quotes && next == '"')) {
        plain[size++] = next;
        i++;
      } else {
        plain[size++] = b;
      }
    }
    return text(plain, 0, size);
  }

  String text(int from, int to) {
    return text(bytes, from, to);
  }

  private String text(byte[] of, int from, int to) {
    String text = texts.text(of, from, to);
    if (text == null) {
      throw malformed("a text is not UTF-8");
    }
    return text;
  }

  MalformedExpositionException malformed(String message) {
    int number = 1;
    for (int i = 0; i < lineStart; i++) {
      number += bytes[i] == '\n' ? 1 : 0;
    }
    int to = lineStart;
    while (to < end && bytes[to] != '\n' && to - lineStart < 200) {
      to++;
    }
    String shown = new String(bytes, lineStart, to - lineStart, StandardCharsets.UTF_8);
    return new MalformedExpositionException(
        number, message + " in " + shown + (to - lineStart == 200 ? "..." : ""));
  }
}
