package io.mallwatch.doors.tempo;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.traces.SpanCondition;
import io.mallwatch.traces.SpanCondition.Operator;
import io.mallwatch.traces.SpanCondition.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One spanset of TraceQL whose conditions are all joined by `&&`: `{ .a = "b" && duration > 100ms
/// }`. What goes beyond is told with its position. Not thread-safe.
final class TraceQl {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|(?<text>\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`)"
              + "|(?<symbol>&&|\\|\\||=~|!~|!=|>=|<=|>>|=|>|<|\\{|\\}|\\||\\(|\\))"
              + "|(?<word>[^\\s\"`&|=!<>{}()]+)");

  private static final List<String> OPERATORS =
      List.of("=", "!=", "<", "<=", ">", ">=", "=~", "!~");

  private record Token(String text, boolean quoted, int position) {}

  private final List<Token> tokens = new ArrayList<>();
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<SpanCondition> conditions = new ArrayList<>();
  private final String source;
  private int next;
  private String service = "";
  private String operation = "";
  private @Nullable Duration least;
  private @Nullable Duration most;

  private TraceQl(String source) {
    this.source = source;
  }

  /// What a query asks of one span; see [io.mallwatch.traces.TraceQuery].
  record Asked(
      String service,
      String operation,
      Map<String, String> attributes,
      @Nullable Duration least,
      @Nullable Duration most,
      List<SpanCondition> conditions) {}

  /// @throws BadQueryException with the position of what is not understood
  static Asked parse(String text) {
    TraceQl parser = new TraceQl(text);
    parser.tokenize();
    parser.spanset();
    return new Asked(
        parser.service,
        parser.operation,
        parser.attributes,
        parser.least,
        parser.most,
        parser.conditions);
  }

  private void tokenize() {
    Matcher matcher = TOKEN.matcher(source);
    int at = 0;
    while (at < source.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw bad("unexpected '%s'".formatted(source.charAt(at)), at);
      }
      String quoted = matcher.group("text");
      if (quoted != null) {
        String inner = quoted.substring(1, quoted.length() - 1);
        String value = quoted.startsWith("`") ? inner : unescape(inner);
        tokens.add(new Token(value, true, at));
      } else if (!matcher.group().isBlank()) {
        tokens.add(new Token(matcher.group(), false, at));
      }
      at = matcher.end();
    }
  }

  private static String unescape(String inner) {
    return inner
        .replace("\\\\", "\u0000")
        .replace("\\\"", "\"")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\u0000", "\\");
  }

  private static BadQueryException bad(String why, int position) {
    return new BadQueryException(
        ("TraceQL: %s at %d; one spanset of conditions joined by && is understood, such as"
                + " { resource.service.name = \"mall\" && duration > 100ms }")
            .formatted(why, position),
        position);
  }

  private Token take() {
    if (next == tokens.size()) {
      throw bad("unexpected end", source.length());
    }
    return tokens.get(next++);
  }

  private void expect(String symbol) {
    Token token = take();
    if (token.quoted || !token.text.equals(symbol)) {
      throw bad("'%s' where '%s' is expected".formatted(token.text, symbol), token.position);
    }
  }

  private boolean isNext(String symbol) {
    return next < tokens.size() && !tokens.get(next).quoted && tokens.get(next).text.equals(symbol);
  }

  private void spanset() {
    expect("{");
    if (!isNext("}")) {
      condition();
      while (!isNext("}")) {
        expect("&&");
        condition();
      }
    }
    expect("}");
    if (next < tokens.size()) {
      Token rest = tokens.get(next);
      throw bad("'%s' is not supported".formatted(rest.text), rest.position);
    }
  }

  private void condition() {
    Token field = take();
    if (field.text.equals("true") && !field.quoted) {
      return;
    }
    Token operator = take();
    if (operator.quoted || !OPERATORS.contains(operator.text)) {
      throw bad("'%s' is no comparison".formatted(operator.text), operator.position);
    }
    Token value = take();
    switch (field.text) {
      case "name", "span:name" -> name(operator, value);
      case "duration", "span:duration" -> duration(operator, value);
      case "status", "span:status" -> status(operator, value);
      case "kind", "span:kind" -> {
        equality(operator);
        attributes.put("span.kind", value.text);
      }
      default -> attribute(field, operator, value);
    }
  }

  private static void equality(Token operator) {
    if (!operator.text.equals("=")) {
      throw bad("'%s' is not supported here".formatted(operator.text), operator.position);
    }
  }

  private void name(Token operator, Token value) {
    if (operator.text.equals("=") && operation.isEmpty()) {
      operation = value.text;
    } else {
      conditions.add(new SpanCondition(Place.NAME, "", operator(operator), value.text));
    }
  }

  private void status(Token operator, Token value) {
    boolean error = value.text.equals("error");
    if (!error && !List.of("ok", "unset").contains(value.text)) {
      throw bad("'%s' is no status".formatted(value.text), value.position);
    }
    if (operator.text.equals("!=") && error) {
      attributes.put("error", "false");
      return;
    }
    equality(operator);
    attributes.put(error ? "error" : "span.status", error ? "true" : value.text);
  }

  private void duration(Token operator, Token value) {
    Duration given = TempoParams.duration(value.text);
    if (given == null) {
      throw bad("'%s' is no duration".formatted(value.text), value.position);
    }
    switch (operator.text) {
      case "=" -> {
        atLeast(given);
        atMost(given);
      }
      case ">" -> atLeast(given.plusNanos(1));
      case ">=" -> atLeast(given);
      case "<" -> atMost(given.minusNanos(1));
      case "<=" -> atMost(given);
      default -> equality(operator);
    }
  }

  private void atLeast(Duration given) {
    least = least == null || given.compareTo(least) > 0 ? given : least;
  }

  private void atMost(Duration given) {
    most = most == null || given.compareTo(most) < 0 ? given : most;
  }

  private void attribute(Token field, Token operator, Token value) {
    Place place = Place.EITHER;
    String key;
    if (field.text.startsWith("resource.")) {
      place = Place.RESOURCE;
      key = field.text.substring("resource.".length());
    } else if (field.text.startsWith("span.")) {
      place = Place.SPAN;
      key = field.text.substring("span.".length());
    } else if (field.text.startsWith(".")) {
      key = field.text.substring(1);
    } else {
      throw bad("'%s' is not supported".formatted(field.text), field.position);
    }
    if (key.isEmpty() || field.quoted) {
      throw bad("'%s' is no attribute".formatted(field.text), field.position);
    }
    if (value.text.equals("nil") && !value.quoted) {
      boolean absent = operator.text.equals("=");
      conditions.add(
          new SpanCondition(place, key, absent ? Operator.ABSENT : Operator.PRESENT, ""));
      return;
    }
    if (operator.text.equals("=") && key.equals("service.name") && place != Place.SPAN) {
      service = value.text;
      return;
    }
    if (operator.text.equals("=")) {
      // narrows by the index; the condition then says where it must stand
      String indexed = place == Place.RESOURCE ? "resource." + key : key;
      if (!List.of("error", "span.kind", "span.status").contains(indexed)) {
        attributes.put(indexed, value.text);
      }
    }
    conditions.add(new SpanCondition(place, key, operator(operator), value.text));
  }

  private static Operator operator(Token token) {
    return switch (token.text) {
      case "=" -> Operator.EQUAL;
      case "!=" -> Operator.NOT_EQUAL;
      case "<" -> Operator.LESS;
      case "<=" -> Operator.AT_MOST;
      case ">" -> Operator.GREATER;
      case ">=" -> Operator.AT_LEAST;
      case "=~" -> Operator.MATCHES;
      default -> Operator.DIFFERS;
    };
  }
}
