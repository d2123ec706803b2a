package io.mallwatch.metrics.scrape;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.mallwatch.model.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/// Changes or drops label sets by a list of steps, as Prometheus does
/// (prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config).
public final class Relabeling {

  private Relabeling() {}

  /// The labels after all steps; empty when a step dropped them.
  public static Optional<Labels> apply(List<RelabelConfig> steps, Labels labels) {
    if (steps.isEmpty()) {
      return Optional.of(labels);
    }
    Map<String, String> working = new TreeMap<>(labels.toMap());
    for (RelabelConfig step : steps) {
      if (!apply(step, working)) {
        return Optional.empty();
      }
    }
    return Optional.of(Labels.of(working));
  }

  /// What one step made of a label set.
  ///
  /// @param after empty when the step dropped the set
  public record Step(RelabelConfig config, Labels before, Optional<Labels> after) {}

  /// Each step with the labels before and after it, up to the first that drops them.
  public static List<Step> steps(List<RelabelConfig> steps, Labels labels) {
    List<Step> done = new ArrayList<>();
    Labels before = labels;
    for (RelabelConfig step : steps) {
      Optional<Labels> after = apply(List.of(step), before);
      done.add(new Step(step, before, after));
      if (after.isEmpty()) {
        return done;
      }
      before = after.get();
    }
    return done;
  }

  private static boolean apply(RelabelConfig step, Map<String, String> labels) {
    String value = source(step, labels);
    String target = labels.getOrDefault(step.targetLabel(), "");
    switch (step.action()) {
      case KEEP -> {
        return step.regex().matches(value);
      }
      case DROP -> {
        return !step.regex().matches(value);
      }
      case KEEPEQUAL -> {
        return target.equals(value);
      }
      case DROPEQUAL -> {
        return !target.equals(value);
      }
      case REPLACE -> replace(step, value, labels);
      case LOWERCASE -> set(labels, step.targetLabel(), mapped(value, Character::toLowerCase));
      case UPPERCASE -> set(labels, step.targetLabel(), mapped(value, Character::toUpperCase));
      case HASHMOD -> set(labels, step.targetLabel(), hashMod(value, step.modulus()));
      case LABELMAP -> mapNames(step, labels);
      case LABELDROP -> labels.keySet().removeIf(name -> step.regex().matches(name));
      case LABELKEEP -> labels.keySet().removeIf(name -> !step.regex().matches(name));
    }
    return true;
  }

  private static String source(RelabelConfig step, Map<String, String> labels) {
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < step.sourceLabels().size(); i++) {
      value.append(i == 0 ? "" : step.separator());
      value.append(labels.getOrDefault(step.sourceLabels().get(i), ""));
    }
    return value.toString();
  }

  /// Character by character, as Go does: `ß` stays what it is.
  private static String mapped(String text, IntUnaryOperator change) {
    StringBuilder mapped = new StringBuilder(text.length());
    text.codePoints().map(change).forEach(mapped::appendCodePoint);
    return mapped.toString();
  }

  private static void replace(RelabelConfig step, String value, Map<String, String> labels) {
    Matcher matcher = step.regex().matcher(value);
    if (matcher.matches()) {
      String name = expand(step.targetLabel(), matcher, step.regex());
      if (step.names().isLabelName(name)) {
        set(labels, name, expand(step.replacement(), matcher, step.regex()));
      }
    }
  }

  private static void mapNames(RelabelConfig step, Map<String, String> labels) {
    Map<String, String> mapped = new TreeMap<>();
    labels.forEach((name, value) -> {
      Matcher matcher = step.regex().matcher(name);
      if (matcher.matches()) {
        mapped.put(expand(step.replacement(), matcher, step.regex()), value);
      }
    });
    mapped.forEach((name, value) -> {
      if (!name.isEmpty()) {
        set(labels, name, value);
      }
    });
  }

  private static void set(Map<String, String> labels, String name, String value) {
    if (value.isEmpty()) {
      labels.remove(name);
    } else {
      labels.put(name, value);
    }
  }

  /// The last 8 bytes of the MD5 of `value`, big endian, modulo `modulus`.
  private static String hashMod(String value, long modulus) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(value.getBytes(StandardCharsets.UTF_8));
      long hash = ByteBuffer.wrap(digest).getLong(8);
      return Long.toString(Long.remainderUnsigned(hash, modulus));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /// Go's `Regexp.Expand`: `$name` takes as many letters, digits and underscores as there are, an
  /// unknown group is empty, `$$` is a dollar.
  private static String expand(String template, Matcher matcher, Pattern pattern) {
    if (template.indexOf('$') < 0) {
      return template;
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      char c = template.charAt(at);
      if (c != '$') {
        out.append(c);
        at++;
      } else if (template.startsWith("$$", at)) {
        out.append('$');
        at += 2;
      } else {
        at = expandGroup(template, at, matcher, pattern, out);
      }
    }
    return out.toString();
  }

  private static int expandGroup(
      String template, int dollar, Matcher matcher, Pattern pattern, StringBuilder out) {
    boolean braces = template.startsWith("{", dollar + 1);
    int start = dollar + (braces ? 2 : 1);
    int end = start;
    while (end < template.length() && isNameChar(template.charAt(end))) {
      end++;
    }
    if (start == end || (braces && !template.startsWith("}", end))) {
      out.append('$');
      return dollar + 1;
    }
    out.append(group(template.substring(start, end), matcher, pattern));
    return braces ? end + 1 : end;
  }

  private static String group(String name, Matcher matcher, Pattern pattern) {
    String value = null;
    if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int number = name.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(name);
      value = number <= matcher.groupCount() ? matcher.group(number) : null;
    } else if (pattern.namedGroups().containsKey(name)) {
      value = matcher.group(name);
    }
    return value == null ? "" : value;
  }

  private static boolean isNameChar(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
