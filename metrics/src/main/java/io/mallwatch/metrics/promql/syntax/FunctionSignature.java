package io.mallwatch.metrics.promql.syntax;

import java.util.List;

/// What a function takes and gives.
///
/// @param args types of the arguments; the last may repeat or be missing, see `variadic`
/// @param variadic 0: exactly `args`; n > 0: the last may be missing or come up to n times; -1: the
///   last may be missing or come any number of times
/// @param returns type of the result
public record FunctionSignature(
    String name, List<ValueType> args, int variadic, ValueType returns) {

  public FunctionSignature {
    args = List.copyOf(args);
  }
}
