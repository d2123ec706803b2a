package io.mallwatch.metrics.ingest;

import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Walks over one line of either text format. Not thread-safe.
final class ExpositionLine {

  private final String text;
  private final int number;
  private int at;

  ExpositionLine(String text, int number) {
    this.text = text;
    this.number = number;
  }

  MalformedExpositionException malformed(String message) {
    String shown = text.length() <= 200 ? text : text.substring(0, 200) + "...";
    return new MalformedExpositionException(number, message + " in " + shown);
  }

  boolean hasMore() {
    return at < text.length();
  }

  char peek() {
    return at < text.length() ? text.charAt(at) : '\n';
  }

  /// Steps over spaces and tabs.
  void skipBlanks() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  boolean take(String expected) {
    if (text.startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }

  /// Everything up to the next blank or the end.
  String word() {
    int start = at;
    while (hasMore() && peek() != ' ' && peek() != '\t') {
      at++;
    }
    return text.substring(start, at);
  }

  String rest() {
    String rest = text.substring(at);
    at = text.length();
    return rest;
  }

  /// A metric name, plain or in quotes.
  String metricName() {
    if (peek() == '"') {
      return quoted();
    }
    int start = at;
    while (isNameChar(peek(), at == start, true)) {
      at++;
    }
    if (start == at) {
      throw malformed("a metric name is missing at column %d".formatted(at + 1));
    }
    return text.substring(start, at);
  }

  private static boolean isNameChar(char c, boolean first, boolean colon) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (colon && c == ':')
        || (!first && c >= '0' && c <= '9');
  }

  /// A text in quotes; `\\`, `\"` and `\n` are resolved.
  private String quoted() {
    at++;
    StringBuilder out = new StringBuilder();
    while (hasMore()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return out.toString();
      }
      if (c == '\\' && hasMore()) {
        char escaped = text.charAt(at++);
        switch (escaped) {
          case 'n' -> out.append('\n');
          case '"', '\\' -> out.append(escaped);
          default -> out.append('\\').append(escaped);
        }
      } else {
        out.append(c);
      }
    }
    throw malformed("a quoted text has no end");
  }

  /// A sample's name and labels: `name{a="b"}`, or with the name in quotes inside the braces.
  Labels series() {
    List<String> pairs = new ArrayList<>();
    if (peek() != '{') {
      pairs.add(Labels.METRIC_NAME);
      pairs.add(metricName());
      skipBlanks();
    }
    if (take("{")) {
      labels(pairs);
    }
    if (!pairs.contains(Labels.METRIC_NAME)) {
      throw malformed("a sample has no metric name");
    }
    return toLabels(pairs);
  }

  /// A brace and the labels of an exemplar.
  Labels exemplarLabels() {
    if (!take("{")) {
      throw malformed("an exemplar has no labels");
    }
    List<String> pairs = new ArrayList<>();
    labels(pairs);
    return toLabels(pairs);
  }

  private void labels(List<String> pairs) {
    skipBlanks();
    while (!take("}")) {
      label(pairs);
      skipBlanks();
      if (!take(",") && peek() != '}') {
        throw malformed("expected , or } at column %d".formatted(at + 1));
      }
      skipBlanks();
    }
  }

  private void label(List<String> pairs) {
    boolean inQuotes = peek() == '"';
    String name = inQuotes ? quoted() : labelName();
    skipBlanks();
    if (!take("=")) {
      if (!inQuotes || pairs.contains(Labels.METRIC_NAME)) {
        throw malformed("expected = at column %d".formatted(at + 1));
      }
      pairs.add(Labels.METRIC_NAME);
      pairs.add(name);
      return;
    }
    skipBlanks();
    if (peek() != '"') {
      throw malformed("the value of label %s is not in quotes".formatted(name));
    }
    pairs.add(name);
    pairs.add(quoted());
  }

  private String labelName() {
    int start = at;
    while (isNameChar(peek(), at == start, false)) {
      at++;
    }
    if (start == at) {
      throw malformed("a label name is missing at column %d".formatted(at + 1));
    }
    return text.substring(start, at);
  }

  private Labels toLabels(List<String> pairs) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      if (!names.add(pairs.get(i))) {
        throw malformed("label %s comes twice".formatted(pairs.get(i)));
      }
    }
    return Labels.of(pairs.toArray(String[]::new));
  }

  double number(String what) {
    String word = word();
    try {
      return GoNumbers.parse(word);
    } catch (NumberFormatException e) {
      throw malformed("%s is no number: \"%s\"".formatted(what, word));
    }
  }

  long integer(String what) {
    String word = word();
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw malformed("%s is no whole number: \"%s\"".formatted(what, word));
    }
  }

  /// Resolves `\\` and `\n` (and `\"` where `quotes`) in help texts.
  static String unescape(String help, boolean quotes) {
    if (help.indexOf('\\') < 0) {
      return help;
    }
    StringBuilder out = new StringBuilder(help.length());
    int i = 0;
    while (i < help.length()) {
      char c = help.charAt(i);
      char next = i + 1 < help.length() ? help.charAt(i + 1) : ' ';
      if (c == '\\' && (next == 'n' || next == '\\' || (quotes && next == '"'))) {
        out.append(next == 'n' ? '\n' : next);
        i += 2;
      } else {
        out.append(c);
        i++;
      }
    }
    return out.toString();
  }
}
