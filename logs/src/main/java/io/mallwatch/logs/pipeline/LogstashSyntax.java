package io.mallwatch.logs.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the filter sections of a Logstash configuration into a tree; other sections are stepped
/// over. Not thread-safe.
final class LogstashSyntax {

  /// Part of a filter section.
  sealed interface Node {
    /// A plugin with its options: texts, lists of texts, or maps of them.
    record Plugin(String name, int line, Map<String, Object> options) implements Node {}

    /// Branches of `if`, `else if` and `else`; the condition of `else` is empty.
    record Choice(List<Branch> branches) implements Node {}
  }

  /// @param condition in the words of [Condition]; empty when it always holds
  record Branch(String condition, List<Node> body) {}

  private static final int MAX_NESTING = 30;

  private final String text;
  private int at;
  private int nesting;

  LogstashSyntax(String text) {
    this.text = text;
  }

  /// @throws BadPipelineException with the line of what is wrong
  List<Node> read() {
    List<Node> all = new ArrayList<>();
    boolean any = false;
    while (more()) {
      String section = word();
      expect("{");
      if (section.equals("filter")) {
        all.addAll(body());
        any = true;
      } else if (section.equals("input") || section.equals("output")) {
        stepOver();
      } else {
        throw wrong("'" + section + "' is no section; input, filter and output are");
      }
    }
    if (!any) {
      throw wrong("there is no filter section");
    }
    return all;
  }

  private void stepOver() {
    int open = 1;
    while (open > 0) {
      if (!more()) {
        throw wrong("a '}' is missing");
      }
      char c = text.charAt(at);
      if (c == '"' || c == '\'') {
        String _ = quoted();
      } else {
        open += c == '{' ? 1 : c == '}' ? -1 : 0;
        at++;
      }
    }
  }

  private List<Node> body() {
    if (++nesting > MAX_NESTING) {
      throw wrong("it is nested too deep");
    }
    List<Node> nodes = new ArrayList<>();
    while (!skip("}")) {
      int line = line();
      String name = word();
      if (name.equals("if")) {
        nodes.add(choice());
      } else {
        expect("{");
        nodes.add(new Node.Plugin(name, line, options()));
      }
    }
    nesting--;
    return nodes;
  }

  private Node choice() {
    List<Branch> branches = new ArrayList<>();
    branches.add(new Branch(condition(), body()));
    while (skipWord("else")) {
      if (skipWord("if")) {
        branches.add(new Branch(condition(), body()));
      } else {
        expect("{");
        branches.add(new Branch("", body()));
        break;
      }
    }
    return new Node.Choice(branches);
  }

  /// Up to and with the opening brace.
  private String condition() {
    String condition = or();
    expect("{");
    return condition;
  }

  private String or() {
    String left = and();
    while (skipWord("or")) {
      left = left + " || " + and();
    }
    return left;
  }

  private String and() {
    String left = not();
    while (skipWord("and")) {
      left = left + " && " + not();
    }
    return left;
  }

  private String not() {
    if (++nesting > MAX_NESTING) {
      throw wrong("it is nested too deep");
    }
    boolean negated = skipWord("not") || (!ahead("!=") && skip("!"));
    String inner = negated ? "!(" + not() + ")" : comparison();
    nesting--;
    return inner;
  }

  private String comparison() {
    if (skip("(")) {
      String inner = or();
      expect(")");
      return "(" + inner + ")";
    }
    boolean field = ahead("[");
    String left = operand();
    for (String sign : List.of("==", "!=", "<=", ">=", "<", ">")) {
      if (!ahead("=~") && skip(sign)) {
        return left + " " + sign + " " + operand();
      }
    }
    if (ahead("=~") || ahead("!~")) {
      throw wrong("regular expressions in conditions are not supported; use grok, or ==");
    }
    if (skipWord("in")) {
      return operand() + ".contains(" + left + ")";
    }
    if (!field) {
      throw wrong("a comparison is expected");
    }
    return left + " != null";
  }

  private String operand() {
    if (!more()) {
      throw wrong("it ends too early");
    }
    char c = text.charAt(at);
    if (c == '[') {
      StringBuilder path = new StringBuilder();
      while (skip("[")) {
        int end = text.indexOf(']', at);
        if (end < 0) {
          throw wrong("a ']' is missing");
        }
        path.append(path.isEmpty() ? "" : ".").append(text, at, end);
        at = end + 1;
      }
      return "ctx['" + path.toString().replace("'", "\\'") + "']";
    }
    if (c == '"' || c == '\'') {
      return "'" + quoted().replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
    return word();
  }

  private Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    while (!skip("}")) {
      String name = ahead("\"") || ahead("'") ? quotedHere() : word();
      expect("=>");
      options.put(name, value());
      boolean _ = skip(",");
    }
    return options;
  }

  private Object value() {
    if (skip("[")) {
      List<Object> list = new ArrayList<>();
      while (!skip("]")) {
        list.add(value());
        boolean _ = skip(",");
      }
      return list;
    }
    if (skip("{")) {
      if (++nesting > MAX_NESTING) {
        throw wrong("it is nested too deep");
      }
      Map<String, Object> map = options();
      nesting--;
      return map;
    }
    return ahead("\"") || ahead("'") ? quotedHere() : word();
  }

  private String quotedHere() {
    boolean _ = more();
    return quoted();
  }

  private String quoted() {
    char quote = text.charAt(at);
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != quote) {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= text.length()) {
      throw wrong("a text is not closed");
    }
    String inside = text.substring(at + 1, end);
    at = end + 1;
    return inside.replace("\\" + quote, String.valueOf(quote));
  }

  private String word() {
    boolean _ = more();
    int from = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_-.@".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    if (at == from) {
      @Nullable String here = at < text.length() ? text.substring(at, at + 1) : null;
      throw wrong(here == null ? "it ends too early" : "'" + here + "' is not expected here");
    }
    return text.substring(from, at);
  }

  private void expect(String sign) {
    if (!skip(sign)) {
      throw wrong("a '" + sign + "' is missing");
    }
  }

  private boolean ahead(String sign) {
    return more() && text.startsWith(sign, at);
  }

  private boolean skip(String sign) {
    if (ahead(sign)) {
      at += sign.length();
      return true;
    }
    return false;
  }

  private boolean skipWord(String wanted) {
    int end = at;
    if (more() && text.startsWith(wanted, at)) {
      end = at + wanted.length();
      if (end >= text.length() || !Character.isLetterOrDigit(text.charAt(end))) {
        at = end;
        return true;
      }
    }
    return false;
  }

  /// Steps over blanks and comments; false at the end.
  private boolean more() {
    while (at < text.length()) {
      if (text.charAt(at) == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else {
        return true;
      }
    }
    return false;
  }

  private int line() {
    boolean _ = more();
    return 1
        + (int)
            text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count();
  }

  private BadPipelineException wrong(String why) {
    return new BadPipelineException("", "line " + line() + ": " + why);
  }
}
