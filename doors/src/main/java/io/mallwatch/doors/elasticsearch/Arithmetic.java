package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import java.util.Map;

/// Arithmetic and comparisons over named numbers, as scripts of `bucket_script` and
/// `bucket_selector` have them: `params.errors / params.total * 100 > 5 && params.total >= 10`.
/// True is 1 and false 0.
final class Arithmetic {

  private static final int MAX_DEPTH = 50;

  private final String text;
  private int at;
  private int depth;
  private Map<String, Double> variables = Map.of();

  private Arithmetic(String text) {
    this.text = text;
  }

  static Arithmetic of(String script) {
    return new Arithmetic(script.strip().replaceFirst("^return\\s+", "").replaceFirst(";$", ""));
  }

  double value(Map<String, Double> named) {
    variables = named;
    at = 0;
    double value = choice();
    if (peek() != 0) {
      throw bad();
    }
    return value;
  }

  private RuntimeException bad() {
    return ElasticErrors.illegal(
        "compile error: scripts have numbers, params, + - * / %% ( ) and comparisons only: [%s] at"
                .formatted(text)
            + " "
            + at);
  }

  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean take(String token) {
    peek();
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  private double choice() {
    if (++depth > MAX_DEPTH) {
      throw bad();
    }
    double value = or();
    if (take("?")) {
      double yes = choice();
      if (!take(":")) {
        throw bad();
      }
      double no = choice();
      value = value != 0 ? yes : no;
    }
    depth--;
    return value;
  }

  private double or() {
    double value = and();
    while (take("||")) {
      double right = and();
      value = value != 0 || right != 0 ? 1 : 0;
    }
    return value;
  }

  private double and() {
    double value = comparison();
    while (take("&&")) {
      double right = comparison();
      value = value != 0 && right != 0 ? 1 : 0;
    }
    return value;
  }

  private double comparison() {
    double left = sum();
    for (String sign : new String[] {"<=", ">=", "==", "!=", "<", ">"}) {
      if (take(sign)) {
        double right = sum();
        boolean holds =
            switch (sign) {
              case "<=" -> left <= right;
              case ">=" -> left >= right;
              case "==" -> left == right;
              case "!=" -> left != right;
              case "<" -> left < right;
              default -> left > right;
            };
        return holds ? 1 : 0;
      }
    }
    return left;
  }

  private double sum() {
    double value = product();
    while (true) {
      if (take("+")) {
        value += product();
      } else if (take("-")) {
        value -= product();
      } else {
        return value;
      }
    }
  }

  private double product() {
    double value = unary();
    while (true) {
      if (take("*")) {
        value *= unary();
      } else if (take("/")) {
        value /= unary();
      } else if (take("%")) {
        value %= unary();
      } else {
        return value;
      }
    }
  }

  private double unary() {
    if (++depth > MAX_DEPTH) {
      throw bad();
    }
    double value;
    if (take("-")) {
      value = -unary();
    } else if (peek() == '!' && !text.startsWith("!=", at)) {
      at++;
      value = unary() == 0 ? 1 : 0;
    } else if (take("(")) {
      value = choice();
      if (!take(")")) {
        throw bad();
      }
    } else {
      value = operand();
    }
    depth--;
    return value;
  }

  private double operand() {
    char first = peek();
    int start = at;
    if (Character.isDigit(first) || first == '.') {
      while (at < text.length() && "0123456789.".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      try {
        double value = Double.parseDouble(text.substring(start, at));
        if (at < text.length() && "dDfFlL".indexOf(text.charAt(at)) >= 0) {
          at++;
        }
        return value;
      } catch (NumberFormatException e) {
        throw bad();
      }
    }
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_.".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    String name = text.substring(start, at);
    Double value =
        variables.get(name.startsWith("params.") ? name.substring("params.".length()) : name);
    if (name.isEmpty() || value == null) {
      throw bad();
    }
    return value;
  }
}
