package io.mallwatch.logs.lines;

/// A place in a line that moves forward. Nothing it does throws: what is not there is empty.
final class Cursor {

  final String text;
  int at;

  Cursor(String text) {
    this.text = text;
  }

  boolean isAtEnd() {
    return at >= text.length();
  }

  /// The next character, 0 at the end.
  char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  Cursor spaces() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
    return this;
  }

  /// Steps over `wanted` when it is next.
  boolean take(String wanted) {
    if (text.startsWith(wanted, at)) {
      at += wanted.length();
      return true;
    }
    return false;
  }

  /// Up to the next blank or the end.
  String word() {
    int from = Math.min(at, text.length());
    at = from;
    while (at < text.length() && text.charAt(at) > ' ') {
      at++;
    }
    return text.substring(from, at);
  }

  /// What lies between `open`, which must be next, and the `close` after it; empty without moving
  /// when it is not so.
  String between(char open, char close) {
    if (peek() != open) {
      return "";
    }
    int end = text.indexOf(close, at + 1);
    if (end < 0) {
      return "";
    }
    String inside = text.substring(at + 1, end);
    at = end + 1;
    return inside;
  }

  /// A text in double quotes, in which a backslash escapes a quote; empty when there is none.
  String quoted() {
    if (peek() != '"') {
      return "";
    }
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    int stop = Math.min(end, text.length());
    String inside = text.substring(at + 1, stop);
    at = Math.min(stop + 1, text.length());
    return inside;
  }

  /// A whole number, -1 when there is none.
  long number() {
    int from = Math.min(at, text.length());
    at = from;
    while (at < text.length() && at - from < 18 && Character.isDigit(text.charAt(at))) {
      at++;
    }
    return at == from ? -1 : Long.parseLong(text, from, at, 10);
  }

  String rest() {
    return text.substring(Math.min(at, text.length()));
  }
}
