package io.mallwatch.alerts.template;

import io.mallwatch.alerts.template.Lexer.Token;
import io.mallwatch.alerts.template.Node.Command;
import io.mallwatch.alerts.template.Node.Operand;
import io.mallwatch.alerts.template.Node.Pipe;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Recursive descent over the tokens of one template text.
final class Parser {

  private static final int MAX_DEPTH = 100;

  private final String name;
  private final String source;
  private final List<Token> tokens;
  private final Set<String> functions;
  private final Map<String, List<Node>> defined = new HashMap<>();
  private final Deque<String> variables = new ArrayDeque<>();
  private int at;
  private int depth;
  private int loops;

  /// What ended a list of statements.
  private enum Stop {
    END,
    ELSE,
    SOURCE
  }

  /// A parsed text.
  ///
  /// @param main its statements outside of definitions
  /// @param defined its `define`d and `block` templates by name
  record Parsed(List<Node> main, Map<String, List<Node>> defined) {}

  private Stop stop = Stop.SOURCE;

  private Parser(String name, String source, Set<String> functions) {
    this.name = name;
    this.source = source;
    this.tokens = Lexer.tokens(name, source);
    this.functions = functions;
    variables.push("$");
  }

  static Parsed parse(String name, String source, Set<String> functions) {
    Parser parser = new Parser(name, source, functions);
    List<Node> main = parser.statements(true);
    if (parser.stop != Stop.SOURCE) {
      throw parser.error("unexpected {{" + (parser.stop == Stop.END ? "end" : "else") + "}}");
    }
    return new Parsed(main, Map.copyOf(parser.defined));
  }

  private List<Node> statements(boolean top) {
    if (++depth > MAX_DEPTH) {
      throw error("is nested deeper than " + MAX_DEPTH);
    }
    List<Node> nodes = new ArrayList<>();
    while (true) {
      Token token = next();
      if (token.kind() == Token.Kind.TEXT) {
        nodes.add(new Node.Text(token.text()));
        continue;
      }
      if (token.kind() == Token.Kind.END) {
        if (!top) {
          throw error("unexpected EOF");
        }
        stop = Stop.SOURCE;
        break;
      }
      Token word = peekPastSpace();
      if (word.isWord("end")) {
        next();
        right("end");
        stop = Stop.END;
        break;
      }
      if (word.isWord("else")) {
        next();
        stop = Stop.ELSE;
        break;
      }
      action(word, nodes);
    }
    depth--;
    return List.copyOf(nodes);
  }

  private void action(Token word, List<Node> nodes) {
    if (word.kind() != Token.Kind.IDENTIFIER) {
      nodes.add(new Node.Action(pipe("command", Token.Kind.RIGHT)));
      return;
    }
    switch (word.text()) {
      case "if", "with", "range" -> {
        next();
        nodes.add(control(word.text()));
      }
      case "template" -> {
        next();
        nodes.add(templateCall());
      }
      case "define" -> {
        next();
        define();
      }
      case "block" -> {
        next();
        nodes.add(block());
      }
      case "break", "continue" -> {
        next();
        right(word.text());
        if (loops == 0) {
          throw error("{{" + word.text() + "}} outside {{range}}");
        }
        nodes.add(word.text().equals("break") ? new Node.Break() : new Node.Continue());
      }
      default -> nodes.add(new Node.Action(pipe("command", Token.Kind.RIGHT)));
    }
  }

  private Node control(String word) {
    int scope = variables.size();
    Pipe pipe = pipe(word, Token.Kind.RIGHT);
    loops += word.equals("range") ? 1 : 0;
    List<Node> then = statements(false);
    loops -= word.equals("range") ? 1 : 0;
    List<Node> otherwise = List.of();
    if (stop == Stop.ELSE) {
      Token after = peekPastSpace();
      boolean chained =
          (word.equals("if") && after.isWord("if"))
              || (word.equals("with") && after.isWord("with"));
      if (chained) {
        next();
        otherwise = List.of(control(word));
      } else {
        right("else");
        otherwise = statements(false);
        if (stop == Stop.ELSE) {
          throw error("expected end; found {{else}}");
        }
      }
    }
    popTo(scope);
    return switch (word) {
      case "if" -> new Node.If(pipe, then, otherwise);
      case "with" -> new Node.With(pipe, then, otherwise);
      default -> new Node.Range(pipe, then, otherwise);
    };
  }

  private Node templateCall() {
    int line = line();
    String called = string("template clause");
    if (peekPastSpace().kind() == Token.Kind.RIGHT) {
      next();
      return new Node.Call(called, null, line);
    }
    return new Node.Call(called, pipe("template clause", Token.Kind.RIGHT), line);
  }

  private void define() {
    String defines = string("define clause");
    right("define clause");
    defined.put(defines, body());
  }

  private Node block() {
    int line = line();
    String defines = string("block clause");
    Pipe pipe = pipe("block clause", Token.Kind.RIGHT);
    defined.put(defines, body());
    return new Node.Call(defines, pipe, line);
  }

  /// A definition's statements; sees no variables but `$`.
  private List<Node> body() {
    List<String> outer = new ArrayList<>(variables);
    int outerLoops = loops;
    variables.clear();
    variables.push("$");
    loops = 0;
    List<Node> body = statements(false);
    if (stop != Stop.END) {
      throw error("unexpected {{else}} in define clause");
    }
    variables.clear();
    variables.addAll(outer);
    loops = outerLoops;
    return body;
  }

  private Pipe pipe(String context, Token.Kind end) {
    if (++depth > MAX_DEPTH) {
      throw error("is nested deeper than " + MAX_DEPTH);
    }
    int line = line();
    List<String> set = new ArrayList<>();
    boolean declares = declarations(context, set);
    List<Command> commands = new ArrayList<>();
    while (true) {
      Token token = peekPastSpace();
      if (token.kind() == end) {
        next();
        break;
      }
      Command command = command();
      boolean inert =
          switch (command.operands().getFirst()) {
            case Operand.Dot _, Operand.Nil _, Operand.Constant _ -> true;
            case Operand.Field _, Operand.Variable _, Operand.Function _ -> false;
            case Operand.Nested _, Operand.Chain _ -> false;
          };
      if (inert && !commands.isEmpty()) {
        throw error("non executable command in pipeline stage %d".formatted(commands.size() + 1));
      }
      commands.add(command);
      Token after = peekPastSpace();
      if (after.kind() == Token.Kind.PIPE) {
        next();
        if (peekPastSpace().kind() == end) {
          throw error("missing value for " + context);
        }
      } else if (after.kind() != end) {
        throw error("unexpected %s in %s".formatted(shown(after), context));
      }
    }
    if (commands.isEmpty()) {
      throw error("missing value for " + context);
    }
    if (declares) {
      set.forEach(variables::push);
    }
    depth--;
    return new Pipe(List.copyOf(set), declares, List.copyOf(commands), line);
  }

  /// Reads `$x :=`, `$x =` or `$i, $e :=` if that is what stands here; returns whether it declares.
  private boolean declarations(String context, List<String> set) {
    int start = at;
    while (peekPastSpace().kind() == Token.Kind.VARIABLE) {
      Token variable = next();
      set.add(variable.text());
      Token after = peekPastSpace();
      if (after.kind() == Token.Kind.COMMA && context.equals("range") && set.size() < 2) {
        next();
        continue;
      }
      if (after.kind() == Token.Kind.DECLARE) {
        next();
        return true;
      }
      if (after.kind() == Token.Kind.ASSIGN) {
        next();
        set.forEach(this::known);
        return false;
      }
      break;
    }
    at = start;
    set.clear();
    return false;
  }

  private Command command() {
    int line = line();
    List<Operand> operands = new ArrayList<>();
    while (true) {
      Token.Kind kind = peekPastSpace().kind();
      if (kind == Token.Kind.PIPE || kind == Token.Kind.CLOSE || kind == Token.Kind.RIGHT) {
        break;
      }
      operands.add(operand());
      Token.Kind after = peek().kind();
      if (after != Token.Kind.SPACE
          && after != Token.Kind.PIPE
          && after != Token.Kind.CLOSE
          && after != Token.Kind.RIGHT) {
        throw error("unexpected %s in operand".formatted(shown(peek())));
      }
    }
    if (operands.isEmpty()) {
      throw error("empty command");
    }
    return new Command(List.copyOf(operands), line);
  }

  private Operand operand() {
    Token token = nextPastSpace();
    Operand operand = term(token);
    List<String> chain = new ArrayList<>();
    while (peek().kind() == Token.Kind.FIELD) {
      chain.add(next().text().substring(1));
    }
    if (chain.isEmpty()) {
      return operand;
    }
    return switch (operand) {
      case Operand.Field(List<String> names) -> new Operand.Field(joined(names, chain));
      case Operand.Variable(String variable, List<String> names) ->
          new Operand.Variable(variable, joined(names, chain));
      case Operand.Nested nested -> new Operand.Chain(nested, List.copyOf(chain));
      case Operand.Function function -> new Operand.Chain(function, List.copyOf(chain));
      case Operand.Chain(Operand inner, List<String> names) ->
          new Operand.Chain(inner, joined(names, chain));
      case Operand.Dot _, Operand.Nil _, Operand.Constant _ ->
          throw error("unexpected . after term " + shown(token));
    };
  }

  private Operand term(Token token) {
    return switch (token.kind()) {
      case DOT -> new Operand.Dot();
      case FIELD -> new Operand.Field(List.of(token.text().substring(1)));
      case VARIABLE -> {
        known(token.text());
        yield new Operand.Variable(token.text(), List.of());
      }
      case STRING -> new Operand.Constant(Literals.unquote(token.text(), this::error));
      case RAW_STRING -> new Operand.Constant(token.text().replace("\r", ""));
      case CHARACTER -> new Operand.Constant(Literals.character(token.text(), this::error));
      case NUMBER -> new Operand.Constant(Literals.number(token.text(), this::error));
      case OPEN -> new Operand.Nested(pipe("parenthesized pipeline", Token.Kind.CLOSE));
      case IDENTIFIER ->
          switch (token.text()) {
            case "true" -> new Operand.Constant(true);
            case "false" -> new Operand.Constant(false);
            case "nil" -> new Operand.Nil();
            default -> {
              if (!functions.contains(token.text())) {
                throw error("function \"" + token.text() + "\" not defined");
              }
              yield new Operand.Function(token.text());
            }
          };
      case TEXT, LEFT, RIGHT, SPACE, PIPE, CLOSE, DECLARE, ASSIGN, COMMA, END ->
          throw error("unexpected " + shown(token) + " in operand");
    };
  }

  private void known(String variable) {
    if (!variables.contains(variable)) {
      throw error("undefined variable \"" + variable + "\"");
    }
  }

  private String string(String context) {
    Token token = nextPastSpace();
    return switch (token.kind()) {
      case STRING -> Literals.unquote(token.text(), this::error);
      case RAW_STRING -> token.text();
      default -> throw error("unexpected " + shown(token) + " in " + context);
    };
  }

  private void right(String context) {
    Token token = nextPastSpace();
    if (token.kind() != Token.Kind.RIGHT) {
      throw error("unexpected " + shown(token) + " in " + context);
    }
  }

  private void popTo(int size) {
    while (variables.size() > size) {
      variables.pop();
    }
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private static String shown(Token token) {
    return token.kind() == Token.Kind.END ? "EOF" : "<" + token.text() + ">";
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token next() {
    Token token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  private Token peekPastSpace() {
    while (peek().kind() == Token.Kind.SPACE) {
      at++;
    }
    return peek();
  }

  private Token nextPastSpace() {
    peekPastSpace();
    return next();
  }

  private int line() {
    return Lexer.line(source, peek().position());
  }

  private TemplateException error(String message) {
    return new TemplateException("template: %s:%d: %s".formatted(name, line(), message));
  }
}
