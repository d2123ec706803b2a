package io.mallwatch.logs.ingest;

import io.mallwatch.model.LogEntry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Masks personal data and secrets before anything is stored: in the message, the error and the
/// structured data. Enough stays to recognise a value (`138****5678`), never enough to use it.
///
/// Numbers are told apart by their checksums, by the name of the field or the word before them; an
/// order, trace or serial number is never touched (`SensitiveNames`). Thread-safe.
public final class Masking {

  /// What is masked.
  public enum Kind {
    PHONE,
    IDENTITY_CARD,
    BANK_CARD,
    EMAIL,
    SECRET;

    /// As used in names of counters.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final String HIDDEN = "***";

  private final Set<Kind> kinds;

  public Masking(Set<Kind> kinds) {
    this.kinds = kinds.isEmpty() ? EnumSet.noneOf(Kind.class) : EnumSet.copyOf(kinds);
  }

  /// Masks everything.
  public static Masking on() {
    return new Masking(EnumSet.allOf(Kind.class));
  }

  /// Masks nothing.
  public static Masking off() {
    return new Masking(EnumSet.noneOf(Kind.class));
  }

  /// The entry with every sensitive value masked; the same entry when it has none.
  ///
  /// @param masked is told of every value that was masked
  public LogEntry mask(LogEntry entry, Consumer<Kind> masked) {
    if (kinds.isEmpty()) {
      return entry;
    }
    String message = mask(entry.message(), masked);
    LogEntry.LogError error = maskError(entry.error(), masked);
    Map<String, Object> data = maskMap(entry.data(), masked);
    if (message.equals(entry.message())
        && Objects.equals(error, entry.error())
        && data.equals(entry.data())) {
      return entry;
    }
    LogEntry.Builder builder =
        LogEntry.builder(entry.timestamp(), entry.level(), entry.service(), message)
            .category(entry.category())
            .action(entry.action())
            .requestId(entry.requestId())
            .userId(entry.userId())
            .traceId(entry.traceId())
            .spanId(entry.spanId())
            .error(error)
            .tags(entry.tags())
            .durationMillis(entry.durationMillis());
    return builder.data(data).build();
  }

  /// The text with every sensitive value masked.
  public String mask(String text, Consumer<Kind> masked) {
    return new TextMask(text, "", kinds, masked).run();
  }

  private LogEntry.@Nullable LogError maskError(
      LogEntry.@Nullable LogError error, Consumer<Kind> masked) {
    if (error == null) {
      return null;
    }
    String stack = error.stack();
    return new LogEntry.LogError(
        error.name(), mask(error.message(), masked), stack == null ? null : mask(stack, masked));
  }

  /// The same map when nothing in it is sensitive.
  private Map<String, Object> maskMap(Map<String, Object> map, Consumer<Kind> masked) {
    Map<String, Object> changed = new LinkedHashMap<>();
    boolean any = false;
    for (Map.Entry<String, Object> member : map.entrySet()) {
      Object value = member.getValue();
      Object safe = value == null ? null : maskValue(member.getKey(), value, masked);
      any |= !Objects.equals(safe, value);
      if (safe != null) {
        changed.put(member.getKey(), safe);
      }
    }
    return any ? changed : map;
  }

  private Object maskValue(String name, Object value, Consumer<Kind> masked) {
    return switch (value) {
      case Boolean flag -> flag;
      case Map<?, ?> map -> {
        Map<String, Object> inner = new LinkedHashMap<>();
        map.forEach((key, member) -> inner.put(String.valueOf(key), member));
        Map<String, Object> safe = maskMap(inner, masked);
        yield safe.equals(inner) ? map : safe;
      }
      case List<?> list -> maskList(name, list, masked);
      case Number number -> maskNumber(name, number, masked);
      default -> maskText(name, value, masked);
    };
  }

  private List<?> maskList(String name, List<?> list, Consumer<Kind> masked) {
    List<Object> changed = new ArrayList<>(list.size());
    boolean any = false;
    for (Object value : list) {
      if (value != null) {
        Object safe = maskValue(name, value, masked);
        any |= !safe.equals(value);
        changed.add(safe);
      }
    }
    return any ? changed : list;
  }

  /// A number is only taken for what the name of its field says it is.
  private Object maskNumber(String name, Number number, Consumer<Kind> masked) {
    Kind kind = SensitiveNames.kind(name);
    if (kind == null || !kinds.contains(kind) || number instanceof Double) {
      return number;
    }
    masked.accept(kind);
    return SensitiveNames.hide(kind, number.toString());
  }

  private Object maskText(String name, Object value, Consumer<Kind> masked) {
    String text = value.toString();
    Kind kind = SensitiveNames.kind(name);
    if (kind != null && kinds.contains(kind) && !text.isEmpty() && !text.contains("*")) {
      masked.accept(kind);
      return SensitiveNames.hide(kind, text);
    }
    String safe = new TextMask(text, name, kinds, masked).run();
    return safe.equals(text) ? value : safe;
  }
}
