package io.mallwatch.metrics.promql;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Quoting;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.Naming;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// `label_replace` and `label_join`: they change labels, not samples.
final class LabelCalls {

  private final Evaluator evaluator;

  LabelCalls(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /// Arguments: vector, destination label, replacement, source label, regular expression.
  List<StepSeries> replace(List<Expr> args, Grid grid) {
    String destination = evaluator.text(args.get(1));
    String replacement = evaluator.text(args.get(2));
    String source = evaluator.text(args.get(3));
    Pattern pattern = pattern(evaluator.text(args.get(4)));
    requireLabel("destination", "label_replace", destination);
    List<StepSeries> result = new ArrayList<>();
    for (StepSeries one : evaluator.vector(args.getFirst(), grid)) {
      Matcher matcher = pattern.matcher(source.isEmpty() ? "" : one.labels().get(source));
      result.add(
          matcher.matches() ? relabelled(one, destination, expand(replacement, matcher)) : one);
    }
    return Naming.merge(result);
  }

  private static Pattern pattern(String regex) {
    try {
      return Pattern.compile("^(?s:" + regex + ")$");
    } catch (PatternSyntaxException e) {
      throw new BadQueryException("invalid regular expression in label_replace(): " + regex);
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
  List<StepSeries> join(List<Expr> args, Grid grid) {
    String destination = evaluator.text(args.get(1));
    String separator = evaluator.text(args.get(2));
    List<String> sources = args.subList(3, args.size()).stream().map(evaluator::text).toList();
    sources.forEach(source -> requireLabel("source", "label_join", source));
    requireLabel("destination", "label_join", destination);
    List<StepSeries> result = new ArrayList<>();
    for (StepSeries one : evaluator.vector(args.getFirst(), grid)) {
      String joined =
          sources.stream().map(one.labels()::get).collect(Collectors.joining(separator));
      result.add(relabelled(one, destination, joined));
    }
    return Naming.merge(result);
  }

  private static StepSeries relabelled(StepSeries series, String label, String value) {
    boolean dropped = !label.equals(Labels.METRIC_NAME) && series.nameDropped();
    return series.labelled(series.labels().with(label, value), dropped);
  }

  private static void requireLabel(String role, String function, String label) {
    if (label.isEmpty() || !Quoting.isUtf8(label)) {
      throw new BadQueryException(
          "invalid %s label name in %s(): %s".formatted(role, function, label));
    }
  }
}
