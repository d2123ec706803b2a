package io.mallwatch.logs.ingest;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.mallwatch.model.LogEntry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    SECRET,
    /// What a pattern of the configuration matches.
    OWN;

    /// As used in names of counters.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final String HIDDEN = "***";

  private static final int REMEMBERED_NAMES = 4_096;

  private final Set<Kind> kinds;
  private final Map<String, Optional<Kind>> kindsByName = new ConcurrentHashMap<>();
  private final List<Pattern> own;

  public Masking(Set<Kind> kinds) {
    this(kinds, List.of());
  }

  /// @param own what else is masked, wherever it stands
  public Masking(Set<Kind> kinds, List<Pattern> own) {
    this.kinds = kinds.isEmpty() ? EnumSet.noneOf(Kind.class) : EnumSet.copyOf(kinds);
    this.own = List.copyOf(own);
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
    if (kinds.isEmpty() && own.isEmpty()) {
      return entry;
    }
    String message = mask(entry.message(), masked);
    LogEntry.LogError error = maskError(entry.error(), masked);
    Map<?, ?> data = maskMap(entry.data(), masked);
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
            .durationMillis(entry.durationMillis())
            .shape(entry.shape());
    return builder.data(copy(data)).build();
  }

  /// The text with every sensitive value masked.
  public String mask(String text, Consumer<Kind> masked) {
    return maskFree(text, "", masked);
  }

  private String maskFree(String text, String name, Consumer<Kind> masked) {
    String safe = new TextMask(text, name, kinds, masked).run();
    for (Pattern pattern : own) {
      Matcher matcher = pattern.matcher(safe);
      if (matcher.find()) {
        masked.accept(Kind.OWN);
        safe = matcher.replaceAll(HIDDEN);
      }
    }
    return safe;
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
  private Map<?, ?> maskMap(Map<?, ?> map, Consumer<Kind> masked) {
    Map<String, Object> changed = null;
    for (Map.Entry<?, ?> member : map.entrySet()) {
      Object value = member.getValue();
      if (value == null) {
        continue;
      }
      String name = String.valueOf(member.getKey());
      Object safe = maskValue(name, value, masked);
      if (!safe.equals(value)) {
        if (changed == null) {
          changed = copy(map);
        }
        changed.put(name, safe);
      }
    }
    return changed == null ? map : changed;
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      if (value != null) {
        copy.put(String.valueOf(key), value);
      }
    });
    return copy;
  }

  /// The same value when nothing in it is sensitive.
  private Object maskValue(String name, Object value, Consumer<Kind> masked) {
    return switch (value) {
      case Boolean flag -> flag;
      case Map<?, ?> map -> maskMap(map, masked);
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
    Kind kind = kindOf(name);
    if (kind == null || !kinds.contains(kind) || number instanceof Double) {
      return number;
    }
    masked.accept(kind);
    return SensitiveNames.hide(kind, number.toString());
  }

  /// What a field of this name holds; remembered, because names repeat with every entry.
  private @Nullable Kind kindOf(String name) {
    Optional<Kind> known = kindsByName.get(name);
    if (known == null) {
      known = Optional.ofNullable(SensitiveNames.kind(name));
      if (kindsByName.size() < REMEMBERED_NAMES) {
        kindsByName.put(name, known);
      }
    }
    return known.orElse(null);
  }

  private Object maskText(String name, Object value, Consumer<Kind> masked) {
    String text = value.toString();
    Kind kind = kindOf(name);
    if (kind != null && kinds.contains(kind) && !text.isEmpty() && !text.contains("*")) {
      masked.accept(kind);
      return SensitiveNames.hide(kind, text);
    }
    String safe = maskFree(text, name, masked);
    return safe.equals(text) ? value : safe;
  }
}
