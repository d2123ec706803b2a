package io.mallwatch.alerts.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value with fields and methods that templates may use. All other values are plain Java:
/// `String`, `Long` (Go's int), `Double`, `Boolean`, `List`, `Map` with text keys, and null for
/// nil.
public sealed interface GoObject permits GoStruct, GoList, GoStrings, GoTime, GoDuration {

  /// As Go's messages name it, such as `template.Data`.
  String typeName();

  /// Whether there is a field or method `name`.
  boolean has(String name);

  /// The field's value, or what the method returns; called only when [#has] says so.
  ///
  /// @throws TemplateException when the arguments do not fit
  @Nullable Object member(String name, List<@Nullable Object> arguments);

  /// As `%v` prints it.
  String print();

  /// A method of such a value.
  @FunctionalInterface
  interface Method {
    @Nullable Object call(List<@Nullable Object> arguments);
  }

  /// Fails unless there are `count` arguments.
  static void expect(String name, List<@Nullable Object> arguments, int count) {
    if (arguments.size() != count) {
      throw new TemplateException(
          "wrong number of args for %s: want %d got %d".formatted(name, count, arguments.size()));
    }
  }
}
