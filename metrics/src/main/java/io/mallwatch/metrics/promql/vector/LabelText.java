package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.syntax.Quoting;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.util.StringJoiner;

/// Label sets in error messages: all in braces, the name as `__name__`.
public final class LabelText {

  private LabelText() {}

  public static String of(Labels labels) {
    StringJoiner out = new StringJoiner(", ", "{", "}");
    for (Label label : labels) {
      out.add(label.name() + "=" + Quoting.quote(label.value()));
    }
    return out.toString();
  }
}
