package io.mallwatch.logs.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Whether a processor runs: the part of Painless that conditions are written in. Fields
/// (`ctx.a.b`, `ctx?.a?.b`, `ctx['a']`), texts, numbers, `true`, `false`, `null`; `==`, `!=`, `<`,
/// `<=`, `>`, `>=`; `&&`, `||`, `!`, parentheses; `.contains(x)`, `.startsWith(x)`, `.endsWith(x)`,
/// `.equals(x)`, `.equalsIgnoreCase(x)`, `.containsKey(x)`, `.isEmpty()`, `.toLowerCase()`,
/// `.toUpperCase()`, `.length()`, `.size()`. Other than in Painless, asking a field that is not
/// there is no error: its methods and comparisons are false.
final class Condition {

  private final String text;
  private final Expression root;

  private Condition(String text, Expression root) {
    this.text = text;
    this.root = root;
  }

  /// Reads a condition.
  ///
  /// @throws BadPipelineException when it goes beyond what is understood; the message says where
  static Condition parse(String text) {
    return new Condition(text, new Parser(text).whole());
  }

  boolean holds(Document document) {
    return isTrue(root.value(document));
  }

  @Override
  public String toString() {
    return text;
  }

  @FunctionalInterface
  private interface Expression {
    @Nullable Object value(Document document);
  }

  private static boolean isTrue(@Nullable Object value) {
    return Boolean.TRUE.equals(value);
  }

  private static boolean same(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return Double.compare(a.doubleValue(), b.doubleValue()) == 0;
    }
    return Objects.equals(left, right);
  }

  private static final class Parser {
    private static final int MAX_NESTING = 50;

    private final String text;
    private int at;
    private int nesting;

    Parser(String text) {
      this.text = text;
    }

    Expression whole() {
      skip("return ");
      Expression all = or();
      skip(";");
      blank();
      if (at < text.length()) {
        throw wrong("'" + text.substring(at) + "' is not understood");
      }
      return all;
    }

    private Expression or() {
      if (++nesting > MAX_NESTING) {
        throw wrong("it is nested too deep");
      }
      Expression left = and();
      while (skip("||")) {
        Expression first = left;
        Expression second = and();
        left = document -> isTrue(first.value(document)) || isTrue(second.value(document));
      }
      nesting--;
      return left;
    }

    private Expression and() {
      Expression left = comparison();
      while (skip("&&")) {
        Expression first = left;
        Expression second = comparison();
        left = document -> isTrue(first.value(document)) && isTrue(second.value(document));
      }
      return left;
    }

    private Expression comparison() {
      Expression left = unary();
      for (String sign : List.of("===", "!==", "==", "!=", "<=", ">=", "<", ">")) {
        if (skip(sign)) {
          Expression right = unary();
          return document -> compare(sign, left.value(document), right.value(document));
        }
      }
      return left;
    }

    private static boolean compare(String sign, @Nullable Object left, @Nullable Object right) {
      if (sign.startsWith("==")) {
        return same(left, right);
      }
      if (sign.startsWith("!=")) {
        return !same(left, right);
      }
      if (!(left instanceof Number a) || !(right instanceof Number b)) {
        return false;
      }
      int order = Double.compare(a.doubleValue(), b.doubleValue());
      return switch (sign) {
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    }

    private Expression unary() {
      blank();
      if (at < text.length() && text.charAt(at) == '!' && !text.startsWith("!=", at)) {
        at++;
        if (++nesting > MAX_NESTING) {
          throw wrong("it is nested too deep");
        }
        Expression inner = unary();
        nesting--;
        return document -> !isTrue(inner.value(document));
      }
      return methods(primary());
    }

    private Expression primary() {
      blank();
      if (at >= text.length()) {
        throw wrong("it ends too early");
      }
      char c = text.charAt(at);
      if (c == '(') {
        at++;
        Expression inner = or();
        if (!skip(")")) {
          throw wrong("a ')' is missing");
        }
        return inner;
      }
      if (c == '\'' || c == '"') {
        String literal = quoted();
        return _ -> literal;
      }
      if (c == '-' || Character.isDigit(c)) {
        return number();
      }
      String word = word();
      return switch (word) {
        case "true" -> _ -> true;
        case "false" -> _ -> false;
        case "null" -> _ -> null;
        case "ctx" -> field();
        default -> throw wrong("'" + word + "' is not understood; fields begin with ctx.");
      };
    }

    /// The path behind `ctx`, up to a method.
    private Expression field() {
      StringBuilder path = new StringBuilder();
      while (at < text.length()) {
        int before = at;
        if (text.startsWith("?.", at) || text.charAt(at) == '.') {
          at += text.charAt(at) == '.' ? 1 : 2;
          String name = word();
          if (name.isEmpty() || (at < text.length() && text.charAt(at) == '(')) {
            at = before;
            break;
          }
          path.append(path.isEmpty() ? "" : ".").append(name);
        } else if (text.charAt(at) == '[') {
          at++;
          blank();
          boolean named = at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"');
          path.append(path.isEmpty() ? "" : ".").append(named ? quoted() : word());
          if (!skip("]")) {
            throw wrong("a ']' is missing");
          }
        } else {
          break;
        }
      }
      String name = path.isEmpty() ? "ctx" : path.toString();
      return document -> document.value(name);
    }

    private Expression methods(Expression of) {
      Expression all = of;
      while (at < text.length() && (text.charAt(at) == '.' || text.startsWith("?.", at))) {
        at += text.charAt(at) == '.' ? 1 : 2;
        String method = word();
        if (!skip("(")) {
          throw wrong("'" + method + "' is not understood");
        }
        Expression argument = skip(")") ? null : or();
        if (argument != null && !skip(")")) {
          throw wrong("a ')' is missing");
        }
        all = call(method, all, argument);
      }
      return all;
    }

    private Expression call(String method, Expression of, @Nullable Expression argument) {
      Function<Object, @Nullable Object> plain =
          switch (method) {
            case "isEmpty" -> value -> size(value) == 0;
            case "length", "size" -> value -> (long) size(value);
            case "toLowerCase" -> value -> value.toString().toLowerCase(java.util.Locale.ROOT);
            case "toUpperCase" -> value -> value.toString().toUpperCase(java.util.Locale.ROOT);
            case "trim" -> value -> value.toString().strip();
            case "toString" -> Object::toString;
            default -> null;
          };
      if (plain != null) {
        return document -> {
          Object value = of.value(document);
          return value == null ? null : plain.apply(value);
        };
      }
      if (argument == null
          || !List.of(
                  "contains", "startsWith", "endsWith", "equals", "equalsIgnoreCase", "containsKey")
              .contains(method)) {
        throw wrong("the method '" + method + "' is not understood");
      }
      return document -> {
        Object value = of.value(document);
        Object wanted = argument.value(document);
        return value != null && wanted != null && test(method, value, wanted);
      };
    }

    private static int size(Object value) {
      return switch (value) {
        case List<?> list -> list.size();
        case Map<?, ?> map -> map.size();
        default -> value.toString().length();
      };
    }

    private static boolean test(String method, Object value, Object wanted) {
      return switch (method) {
        case "contains" ->
            value instanceof List<?> list
                ? list.stream().anyMatch(item -> same(item, wanted))
                : value.toString().contains(wanted.toString());
        case "startsWith" -> value.toString().startsWith(wanted.toString());
        case "endsWith" -> value.toString().endsWith(wanted.toString());
        case "equalsIgnoreCase" -> value.toString().equalsIgnoreCase(wanted.toString());
        case "containsKey" -> value instanceof Map<?, ?> map && map.containsKey(wanted);
        default -> same(value, wanted);
      };
    }

    private Expression number() {
      int from = at;
      at++;
      while (at < text.length()
          && (Character.isDigit(text.charAt(at)) || ".eE".indexOf(text.charAt(at)) >= 0)) {
        at++;
      }
      int to = at;
      while (at < text.length() && "LlDdFf".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      try {
        double value = Double.parseDouble(text.substring(from, to));
        return _ -> value;
      } catch (NumberFormatException e) {
        throw wrong("'" + text.substring(from, at) + "' is no number");
      }
    }

    private String quoted() {
      char quote = text.charAt(at++);
      StringBuilder out = new StringBuilder();
      while (at < text.length() && text.charAt(at) != quote) {
        char c = text.charAt(at++);
        if (c == '\\' && at < text.length()) {
          char next = text.charAt(at++);
          c = next == 'n' ? '\n' : next == 't' ? '\t' : next;
        }
        out.append(c);
      }
      if (at >= text.length()) {
        throw wrong("a text is not closed");
      }
      at++;
      return out.toString();
    }

    private String word() {
      blank();
      int from = at;
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at))
              || text.charAt(at) == '_'
              || text.charAt(at) == '@')) {
        at++;
      }
      return text.substring(from, at);
    }

    private boolean skip(String sign) {
      blank();
      if (text.startsWith(sign, at)) {
        at += sign.length();
        return true;
      }
      return false;
    }

    private void blank() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private BadPipelineException wrong(String why) {
      return new BadPipelineException(
          "",
          "condition \"%s\", character %d: %s; understood are comparisons of ctx fields with texts,"
                  .formatted(text, at + 1, why)
              + " numbers and null, && || ! and the methods contains, startsWith, endsWith,"
              + " equals, containsKey, isEmpty, length");
    }
  }
}
