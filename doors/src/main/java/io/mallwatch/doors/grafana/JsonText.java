package io.mallwatch.doors.grafana;

import io.mallwatch.doors.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A JSON object as text: single members are taken out or set, all else stays as it was written,
/// digits, order and white space included. Only for text that is known to be JSON.
final class JsonText {

  /// A member at the top level.
  ///
  /// @param start of its value
  /// @param end behind its value
  private record Member(String name, int start, int end) {}

  private final String text;
  private final int open;
  private final List<Member> members;

  private JsonText(String text, int open, List<Member> members) {
    this.text = text;
    this.open = open;
    this.members = members;
  }

  /// @param json one JSON object, valid
  static JsonText of(String json) {
    int open = json.indexOf('{');
    List<Member> members = new ArrayList<>();
    int at = skipSpace(json, open + 1);
    while (json.charAt(at) != '}') {
      if (json.charAt(at) == ',') {
        at = skipSpace(json, at + 1);
      }
      int nameEnd = stringEnd(json, at);
      String name = name(json.substring(at, nameEnd));
      int start = skipSpace(json, json.indexOf(':', nameEnd) + 1);
      int end = valueEnd(json, start);
      members.add(new Member(name, start, end));
      at = skipSpace(json, end);
    }
    return new JsonText(json, open, members);
  }

  /// The value of the last member of that name, as written.
  Optional<String> member(String name) {
    return members.reversed().stream()
        .filter(member -> member.name().equals(name))
        .findFirst()
        .map(member -> text.substring(member.start(), member.end()));
  }

  /// This object with the member set to `value`, in its place, or first when it is new.
  ///
  /// @param value JSON
  JsonText with(String name, String value) {
    StringBuilder out = new StringBuilder(text.length() + value.length());
    int from = 0;
    for (Member member : members) {
      if (member.name().equals(name)) {
        out.append(text, from, member.start()).append(value);
        from = member.end();
      }
    }
    if (from == 0) {
      out.append(text, 0, open + 1).append('"').append(name).append("\":").append(value);
      out.append(members.isEmpty() ? "" : ",");
      from = open + 1;
    }
    return of(out.append(text, from, text.length()).toString());
  }

  @Override
  public String toString() {
    return text;
  }

  private static String name(String quoted) {
    return quoted.indexOf('\\') < 0
        ? quoted.substring(1, quoted.length() - 1)
        : String.valueOf(Json.tree(quoted.getBytes(StandardCharsets.UTF_8)));
  }

  private static int skipSpace(String json, int from) {
    int at = from;
    while (Character.isWhitespace(json.charAt(at))) {
      at++;
    }
    return at;
  }

  /// @param from at the opening quote
  private static int stringEnd(String json, int from) {
    int at = from + 1;
    while (json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static int valueEnd(String json, int from) {
    int depth = 0;
    int at = from;
    while (true) {
      char c = json.charAt(at);
      if (c == '"') {
        at = stringEnd(json, at);
        if (depth == 0) {
          return at;
        }
        continue;
      }
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        if (depth == 0) {
          return at;
        }
        depth--;
        if (depth == 0) {
          return at + 1;
        }
      } else if (depth == 0 && (c == ',' || Character.isWhitespace(c))) {
        return at;
      }
      at++;
    }
  }
}
