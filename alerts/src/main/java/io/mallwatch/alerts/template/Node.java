package io.mallwatch.alerts.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement of a parsed template.
sealed interface Node {

  /// Printed as it stands.
  record Text(String text) implements Node {}

  /// A pipeline whose value is printed unless it sets a variable.
  record Action(Pipe pipe) implements Node {}

  record If(Pipe pipe, List<Node> then, List<Node> otherwise) implements Node {}

  record With(Pipe pipe, List<Node> then, List<Node> otherwise) implements Node {}

  record Range(Pipe pipe, List<Node> body, List<Node> otherwise) implements Node {}

  /// `template "name" pipeline`.
  record Call(String name, @Nullable Pipe pipe, int line) implements Node {}

  record Break() implements Node {}

  record Continue() implements Node {}

  /// Commands joined by `|`.
  ///
  /// @param variables set by it, with their `$`
  /// @param declares `:=` rather than `=`
  record Pipe(List<String> variables, boolean declares, List<Command> commands, int line) {}

  /// An operand and its arguments.
  record Command(List<Operand> operands, int line) {}

  /// What a command is made of.
  sealed interface Operand {

    record Dot() implements Operand {}

    record Nil() implements Operand {}

    /// A boolean, number or string.
    record Constant(Object value) implements Operand {}

    /// `.A.B` of dot.
    record Field(List<String> names) implements Operand {}

    /// `$x.A.B`; the name has its `$`.
    record Variable(String name, List<String> fields) implements Operand {}

    /// A function's name.
    record Function(String name) implements Operand {}

    /// A pipeline in parentheses.
    record Nested(Pipe pipe) implements Operand {}

    /// Fields of a nested pipeline.
    record Chain(Operand inner, List<String> names) implements Operand {}
  }
}
