package io.mallwatch.monitors.business.figure;

import java.util.List;
import java.util.stream.Stream;

/// All figures there are.
public final class Figures {

  private Figures() {}

  /// In the paper's order: users first, then transactions.
  public static final List<Figure> ALL =
      Stream.concat(UserFigures.ALL.stream(), TransactionFigures.ALL.stream()).toList();
}
