package io.mallwatch.metrics.promql;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Quoting;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.Naming;
import io.mallwatch.metrics.promql.vector.StepVector;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `label_replace` and `label_join`: they change labels, not samples.
final class LabelCalls {

  private final Evaluator evaluator;

  LabelCalls(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /// Arguments: vector, destination label, replacement, source label, regular expression.
  StepVector replace(List<Expr> args, Grid grid) {
    String destination = evaluator.text(args.get(1));
    String replacement = evaluator.text(args.get(2));
    String source = evaluator.text(args.get(3));
    Pattern pattern = pattern(evaluator.text(args.get(4)));
    requireLabel("destination", "label_replace", destination);
    return relabelled(
        evaluator.vector(args.getFirst(), grid),
        destination,
        labels -> {
          Matcher matcher = pattern.matcher(source.isEmpty() ? "" : labels.get(source));
          return matcher.matches() ? expand(replacement, matcher) : null;
        });
  }

  private static Pattern pattern(String regex) {
    try {
      return Pattern.compile("^(?s:" + regex + ")$");
    } catch (PatternSyntaxException e) {
      throw BadQueryException.whileComputing(
          "invalid regular expression in label_replace(): " + regex);
    }
  }

  /// Puts groups in the place of `$1`, `$name`, `${name}`; `$$` is a dollar sign. An unknown group
  /// is empty.
  static String expand(String template, Matcher matcher) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      int dollar = template.indexOf('$', at);
      if (dollar < 0 || dollar + 1 == template.length()) {
        break;
      }
      out.append(template, at, dollar);
      at = dollar + 1;
      if (template.charAt(at) == '$') {
        out.append('$');
        at++;
        continue;
      }
      boolean braces = template.charAt(at) == '{';
      int from = braces ? at + 1 : at;
      int end = from;
      while (end < template.length() && isNamePart(template.charAt(end))) {
        end++;
      }
      boolean closed = !braces || (end < template.length() && template.charAt(end) == '}');
      if (end == from || !closed) {
        out.append('$');
        continue;
      }
      out.append(group(matcher, template.substring(from, end)));
      at = braces ? end + 1 : end;
    }
    return out.append(template, at, template.length()).toString();
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private static String group(Matcher matcher, String name) {
    String value = null;
    if (name.chars().allMatch(Character::isDigit)) {
      boolean exists = name.length() < 4 && Integer.parseInt(name) <= matcher.groupCount();
      value = exists ? matcher.group(Integer.parseInt(name)) : null;
    } else if (matcher.pattern().namedGroups().containsKey(name)) {
      value = matcher.group(name);
    }
    return value == null ? "" : value;
  }

  /// Arguments: vector, destination label, separator, source labels.
  StepVector join(List<Expr> args, Grid grid) {
    String destination = evaluator.text(args.get(1));
    String separator = evaluator.text(args.get(2));
    List<String> sources = args.subList(3, args.size()).stream().map(evaluator::text).toList();
    sources.forEach(source -> requireLabel("source", "label_join", source));
    requireLabel("destination", "label_join", destination);
    return relabelled(
        evaluator.vector(args.getFirst(), grid),
        destination,
        labels -> sources.stream().map(labels::get).collect(Collectors.joining(separator)));
  }

  /// @param value of the label, or null to leave the series as it is
  private static StepVector relabelled(
      StepVector input, String label, Function<Labels, @Nullable String> value) {
    Labels[] labels = new Labels[input.size()];
    BitSet dropped = new BitSet();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = input.labels(i);
      String text = value.apply(labels[i]);
      boolean renamed = text != null && label.equals(Labels.METRIC_NAME);
      dropped.set(i, !renamed && input.nameDropped(i));
      labels[i] = text == null ? labels[i] : labels[i].with(label, text);
    }
    return Naming.merge(new Relabelled(input, List.of(labels), dropped));
  }

  private record Relabelled(StepVector input, List<Labels> labels, BitSet dropped)
      implements StepVector {
    @Override
    public int size() {
      return input.size();
    }

    @Override
    public Labels labels(int index) {
      return labels.get(index);
    }

    @Override
    public boolean nameDropped(int index) {
      return dropped.get(index);
    }

    @Override
    public Reader reader() {
      return input.reader();
    }
  }

  private static void requireLabel(String role, String function, String label) {
    if (label.isEmpty() || !Quoting.isUtf8(label)) {
      throw BadQueryException.whileComputing(
          "invalid %s label name in %s(): %s".formatted(role, function, label));
    }
  }
}
