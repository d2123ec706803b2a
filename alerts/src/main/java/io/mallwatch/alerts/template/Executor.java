package io.mallwatch.alerts.template;

import io.mallwatch.alerts.template.Node.Command;
import io.mallwatch.alerts.template.Node.Operand;
import io.mallwatch.alerts.template.Node.Pipe;
import io.mallwatch.model.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs one template over one value. Every run is bounded: 64 KiB of output, a million steps, calls
/// 100 deep, one second.
final class Executor {

  static final Duration MAX_TIME = Duration.ofSeconds(1);
  private static final int MAX_OUTPUT = 64 * 1024;
  private static final int MAX_STEPS = 1_000_000;
  private static final int MAX_CALLS = 100;

  private final String name;
  private final Map<String, List<Node>> defined;
  private final Map<String, Template.Function> functions;
  private final Template.Escape escape;
  private final Deadline deadline;
  private final List<Variable> variables = new ArrayList<>();
  private StringBuilder out = new StringBuilder();
  private int steps;
  private int calls;
  private int line = 1;

  private enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  private static final class Variable {
    private final String name;
    private @Nullable Object value;

    Variable(String name, @Nullable Object value) {
      this.name = name;
      this.value = value;
    }
  }

  Executor(
      String name,
      Map<String, List<Node>> defined,
      Map<String, Template.Function> functions,
      Template.Escape escape,
      Deadline deadline) {
    this.name = name;
    this.defined = defined;
    this.functions = functions;
    this.escape = escape;
    this.deadline = deadline;
  }

  String run(List<Node> nodes, @Nullable Object data) {
    variables.add(new Variable("$", data));
    try {
      walk(nodes, data);
    } catch (TemplateException e) {
      throw new TemplateException(
          "template: %s:%d: executing \"%s\": %s".formatted(name, line, name, e.getMessage()));
    }
    return out.toString();
  }

  private Flow walk(List<Node> nodes, @Nullable Object dot) {
    for (Node node : nodes) {
      step();
      Flow flow =
          switch (node) {
            case Node.Text(String text) -> print(text);
            case Node.Action(Pipe pipe) -> action(pipe, dot);
            case Node.If branch -> branch(branch, dot);
            case Node.With with -> with(with, dot);
            case Node.Range range -> range(range, dot);
            case Node.Call call -> call(call, dot);
            case Node.Break() -> Flow.BREAK;
            case Node.Continue() -> Flow.CONTINUE;
          };
      if (flow != Flow.ON) {
        return flow;
      }
    }
    return Flow.ON;
  }

  private Flow action(Pipe pipe, @Nullable Object dot) {
    Object value = pipe(pipe, dot);
    if (!pipe.variables().isEmpty()) {
      return Flow.ON;
    }
    String text = value == null ? "<no value>" : GoPrint.value(value);
    boolean plain = escape == Template.Escape.NONE || value instanceof SafeText;
    return print(plain ? text : Builtins.escapeHtml(text));
  }

  private Flow branch(Node.If branch, @Nullable Object dot) {
    int mark = variables.size();
    boolean holds = Values.isTrue(pipe(branch.pipe(), dot));
    Flow flow = walk(holds ? branch.then() : branch.otherwise(), dot);
    popTo(mark);
    return flow;
  }

  private Flow with(Node.With with, @Nullable Object dot) {
    int mark = variables.size();
    Object value = pipe(with.pipe(), dot);
    Flow flow = Values.isTrue(value) ? walk(with.then(), value) : walk(with.otherwise(), dot);
    popTo(mark);
    return flow;
  }

  private Flow range(Node.Range range, @Nullable Object dot) {
    int mark = variables.size();
    Object value = pipe(range.pipe(), dot);
    List<@Nullable Object> keys = new ArrayList<>();
    List<@Nullable Object> items = new ArrayList<>();
    Map<String, @Nullable Object> entries = Values.entries(value);
    if (entries != null) {
      keys.addAll(entries.keySet());
      items.addAll(entries.values());
    } else if (value instanceof Long count) {
      for (long i = 0; i < Math.min(count, MAX_STEPS); i++) {
        keys.add(i);
        items.add(i);
      }
    } else if (value != null) {
      items.addAll(rangeItems(value));
      for (long i = 0; i < items.size(); i++) {
        keys.add(i);
      }
    }
    Flow flow = items.isEmpty() ? walk(range.otherwise(), dot) : Flow.ON;
    for (int i = 0; i < items.size(); i++) {
      step();
      loopVariables(range.pipe(), mark, keys.get(i), items.get(i));
      int inner = variables.size();
      Flow once = walk(range.body(), items.get(i));
      popTo(inner);
      if (once == Flow.BREAK) {
        break;
      }
    }
    popTo(mark);
    return flow;
  }

  private static List<?> rangeItems(Object value) {
    try {
      return Values.items(value);
    } catch (TemplateException e) {
      throw new TemplateException("range " + e.getMessage());
    }
  }

  private void loopVariables(Pipe pipe, int mark, @Nullable Object key, @Nullable Object item) {
    List<String> names = pipe.variables();
    if (names.isEmpty()) {
      return;
    }
    if (pipe.declares()) {
      variables.get(mark).value = names.size() == 1 ? item : key;
      if (names.size() == 2) {
        variables.get(mark + 1).value = item;
      }
    } else {
      variable(names.getFirst()).value = names.size() == 1 ? item : key;
      if (names.size() == 2) {
        variable(names.getLast()).value = item;
      }
    }
  }

  private Flow call(Node.Call call, @Nullable Object dot) {
    line = call.line();
    Pipe pipe = call.pipe();
    template(call.name(), pipe == null ? null : pipe(pipe, dot));
    return Flow.ON;
  }

  private void template(String called, @Nullable Object data) {
    List<Node> body = defined.get(called);
    if (body == null) {
      throw new TemplateException("template \"%s\" not defined".formatted(called));
    }
    if (++calls > MAX_CALLS) {
      throw new TemplateException("exceeded maximum template depth (%d)".formatted(MAX_CALLS));
    }
    List<Variable> outer = List.copyOf(variables);
    variables.clear();
    variables.add(new Variable("$", data));
    walk(body, data);
    variables.clear();
    variables.addAll(outer);
    calls--;
  }

  private @Nullable Object pipe(Pipe pipe, @Nullable Object dot) {
    line = pipe.line();
    Object value = null;
    boolean first = true;
    for (Command command : pipe.commands()) {
      value = command(command, dot, value, !first);
      first = false;
    }
    for (String variable : pipe.variables()) {
      if (pipe.declares()) {
        variables.add(new Variable(variable, value));
      } else {
        variable(variable).value = value;
      }
    }
    return value;
  }

  /// @param piped the value of the command before
  /// @param isPiped whether there is one
  private @Nullable Object command(
      Command command, @Nullable Object dot, @Nullable Object piped, boolean isPiped) {
    step();
    Operand head = command.operands().getFirst();
    List<Operand> rest = command.operands().subList(1, command.operands().size());
    if (head instanceof Operand.Function(String function)) {
      return function(function, rest, dot, piped, isPiped);
    }
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Operand operand : rest) {
      arguments.add(operand(operand, dot));
    }
    if (isPiped) {
      arguments.add(piped);
    }
    return switch (head) {
      case Operand.Field(List<String> names) -> chain(dot, names, arguments);
      case Operand.Variable(String variable, List<String> names) when !names.isEmpty() ->
          chain(variable(variable).value, names, arguments);
      case Operand.Chain(Operand inner, List<String> names) ->
          chain(operand(inner, dot), names, arguments);
      default -> {
        if (!arguments.isEmpty()) {
          throw new TemplateException("can't give argument to non-function");
        }
        if (head instanceof Operand.Nil) {
          throw new TemplateException("nil is not a command");
        }
        yield operand(head, dot);
      }
    };
  }

  private @Nullable Object operand(Operand operand, @Nullable Object dot) {
    return switch (operand) {
      case Operand.Dot() -> dot;
      case Operand.Nil() -> null;
      case Operand.Constant(Object value) -> value;
      case Operand.Field(List<String> names) -> chain(dot, names, List.of());
      case Operand.Variable(String variable, List<String> names) ->
          chain(variable(variable).value, names, List.of());
      case Operand.Function(String function) -> function(function, List.of(), dot, null, false);
      case Operand.Nested(Pipe pipe) -> pipe(pipe, dot);
      case Operand.Chain(Operand inner, List<String> names) ->
          chain(operand(inner, dot), names, List.of());
    };
  }

  private static @Nullable Object chain(
      @Nullable Object start, List<String> names, List<@Nullable Object> arguments) {
    Object value = start;
    for (int i = 0; i < names.size(); i++) {
      value = Values.member(value, names.get(i), i == names.size() - 1 ? arguments : List.of());
    }
    return value;
  }

  private @Nullable Object function(
      String function,
      List<Operand> operands,
      @Nullable Object dot,
      @Nullable Object piped,
      boolean isPiped) {
    boolean isAnd = function.equals("and");
    if (isAnd || function.equals("or")) {
      return shortCircuit(isAnd, operands, dot, piped, isPiped);
    }
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Operand operand : operands) {
      arguments.add(operand(operand, dot));
    }
    if (isPiped) {
      arguments.add(piped);
    }
    if (function.equals("tmpl")) {
      return tmpl(arguments);
    }
    try {
      Template.Function own = functions.get(function);
      return own != null ? own.call(arguments) : Builtins.call(function, arguments);
    } catch (TemplateException e) {
      throw new TemplateException("error calling %s: %s".formatted(function, e.getMessage()));
    }
  }

  private @Nullable Object shortCircuit(
      boolean isAnd,
      List<Operand> operands,
      @Nullable Object dot,
      @Nullable Object piped,
      boolean isPiped) {
    Object value = null;
    for (Operand operand : operands) {
      value = operand(operand, dot);
      if (Values.isTrue(value) != isAnd) {
        return value;
      }
    }
    return isPiped ? piped : value;
  }

  /// Prometheus's `tmpl`: the output of a defined template as safe text.
  private SafeText tmpl(List<@Nullable Object> arguments) {
    GoObject.expect("tmpl", arguments, 2);
    StringBuilder outer = out;
    out = new StringBuilder();
    template(GoPrint.value(arguments.get(0)), arguments.get(1));
    SafeText text = new SafeText(out.toString());
    out = outer;
    return text;
  }

  private Variable variable(String variable) {
    for (int i = variables.size() - 1; i >= 0; i--) {
      if (variables.get(i).name.equals(variable)) {
        return variables.get(i);
      }
    }
    throw new TemplateException("undefined variable: " + variable);
  }

  private void popTo(int size) {
    while (variables.size() > size) {
      variables.removeLast();
    }
  }

  private Flow print(String text) {
    if (out.length() + text.length() > MAX_OUTPUT) {
      throw new TemplateException("output is longer than %d characters".formatted(MAX_OUTPUT));
    }
    out.append(text);
    return Flow.ON;
  }

  private void step() {
    if (++steps > MAX_STEPS) {
      throw new TemplateException("took more than %d steps".formatted(MAX_STEPS));
    }
    if ((steps & 0xff) == 0 && deadline.hasPassed()) {
      throw new TemplateException("took longer than %d ms".formatted(MAX_TIME.toMillis()));
    }
  }
}
