package io.mallwatch.logs.ingest;

import io.mallwatch.logs.LogPatterns;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.model.LogEntry;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a sender wrote an entry as a JSON object, so that the object can be given back as it came:
/// under which names the entry's fields stood, in what form the time was written, which fields were
/// missing, and what of the data stood beside the fields.
///
/// A shape is lines. `t` and `T` say that the time stood as `timestamp` or `@timestamp` in ISO form
/// with three digits behind the second; another time is `t=<path>`, then its form. A field that did
/// not stand where it usually does is `<letter>=<path>`, one that was written in another way has
/// its text behind. `-<letter>` is a field that was missing. `^<path>` is a member of the data that
/// stood elsewhere, a bare `^` says that all of them stood at the top. Parts of a path are
/// separated by a tabulator. Most senders write all their entries in one shape.
public final class SentShape {

  private static final char LINE = '\n';
  private static final char PART = '\t';
  private static final char TEXT = '\u0001';
  private static final char NUMBER = '\u0002';
  private static final char JOINED = '\u0003';
  private static final int LONGEST = 2_000;

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  private SentShape() {}

  /// The usual place of a field.
  private static String usual(char field) {
    return switch (field) {
      case 'l' -> "level";
      case 's' -> "service";
      case 'm' -> "message";
      case 'c' -> "category";
      case 'a' -> "action";
      case 'r' -> "requestId";
      case 'u' -> "userId";
      case 'x' -> "traceId";
      case 'p' -> "spanId";
      case 'd' -> "duration";
      case 'g' -> "tags";
      case 'n' -> "error\tname";
      case 'e' -> "error\tmessage";
      case 'k' -> "error\tstack";
      default -> "timestamp";
    };
  }

  /// Notes the shape of one object. Not thread-safe.
  static final class Notes {
    private final StringBuilder lines = new StringBuilder();
    private final List<String> beside = new ArrayList<>(0);
    private boolean hasData;
    private boolean odd;

    /// There is an object `data`, even if an empty one.
    void data() {
      hasData = true;
    }

    void missing(char field) {
      line().append('-').append(field);
    }

    /// A member of the data that did not stand in the object `data`.
    void beside(String path) {
      beside.add(checked(path));
    }

    /// The time, as it was written.
    void time(String path, Object value, Instant at) {
      boolean plain = value instanceof String text && isMillis(text, at);
      if (plain && path.equals("timestamp")) {
        line().append('t');
      } else if (plain && path.equals("@timestamp")) {
        line().append('T');
      } else {
        line().append("t=").append(checked(path)).append(TEXT).append(form(value, at));
      }
    }

    /// A field, as it was written.
    ///
    /// @param told what the entry holds
    void field(char field, String path, Object value, Object told) {
      boolean there = path.equals(usual(field));
      boolean same = value.equals(told) || (field == 'd' && value instanceof Number);
      if (there && same) {
        return;
      }
      line().append(field);
      if (!there) {
        lines.append('=').append(checked(path));
      }
      if (!same) {
        switch (value) {
          case List<?> _ -> {}
          case String text when field == 'g' && text.split(",").length > 0 -> lines.append(JOINED);
          case String text -> lines.append(TEXT).append(checked(text));
          default -> {
            lines.append(NUMBER);
            if (field == 'l') {
              lines.append(value);
            }
          }
        }
      }
    }

    private StringBuilder line() {
      return lines.isEmpty() ? lines : lines.append(LINE);
    }

    private String checked(String text) {
      for (int i = 0; i < text.length(); i++) {
        odd |= text.charAt(i) < ' ' && text.charAt(i) != PART;
      }
      return text;
    }

    /// The shape; null when it can't be told.
    @Nullable String shape() {
      if (!beside.isEmpty()) {
        boolean allAtTop = !hasData && beside.stream().noneMatch(path -> path.indexOf(PART) >= 0);
        if (allAtTop) {
          line().append('^');
        } else {
          beside.forEach(path -> line().append('^').append(path));
        }
      }
      return odd || lines.length() > LONGEST ? null : lines.toString();
    }

    private static boolean isMillis(String text, Instant at) {
      return text.length() == 24
          && text.charAt(10) == 'T'
          && text.charAt(19) == '.'
          && text.charAt(23) == 'Z'
          && at.get(ChronoField.NANO_OF_SECOND) % 1_000_000 == 0;
    }

    /// `e` and a power of ten for a whole number, `<digits><zone>` for an ISO text, else the value.
    private static String form(Object value, Instant at) {
      if (value instanceof Long number) {
        for (int power = 0; power <= 9; power += 3) {
          if (inUnits(at, power) == number) {
            return "e" + power;
          }
        }
      }
      if (value instanceof String text && text.length() > 19) {
        int end = 19;
        while (end < text.length()
            && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
          end++;
        }
        String form = Math.max(0, end - 20) + text.substring(end);
        if (text.equals(iso(form, at))) {
          return form;
        }
      }
      return (value instanceof Number ? "#" : "=") + value;
    }
  }

  private static long inUnits(Instant at, int power) {
    long scale = Math.round(Math.pow(10, power));
    return Math.addExact(
        Math.multiplyExact(at.getEpochSecond(), scale), at.getNano() / (1_000_000_000L / scale));
  }

  /// @param form number of digits behind the second, then the zone; null when it is no such form
  private static @Nullable String iso(String form, Instant at) {
    int digits = form.charAt(0) - '0';
    try {
      ZoneOffset zone = form.length() == 1 ? ZoneOffset.UTC : ZoneOffset.of(form.substring(1));
      OffsetDateTime local = at.atOffset(zone);
      String fraction = "%09d".formatted(at.get(ChronoField.NANO_OF_SECOND));
      return form.length() == 1 || digits < 0 || digits > 9
          ? null
          : SECONDS.format(local)
              + (digits == 0 ? "" : "." + fraction.substring(0, digits))
              + form.substring(1);
    } catch (java.time.DateTimeException e) {
      return null;
    }
  }

  /// The object as it was sent, but for what was masked or changed since. Lists and maps within are
  /// the entry's own.
  ///
  /// @throws IllegalArgumentException when the entry has no shape
  public static Map<String, Object> document(LogEntry entry) {
    String shape = entry.shape();
    if (shape == null) {
      throw new IllegalArgumentException("the entry has no shape");
    }
    Map<String, Object> document = new LinkedHashMap<>();
    Map<Character, String> fields = new LinkedHashMap<>();
    List<String> beside = new ArrayList<>(0);
    boolean allBeside = false;
    for (String line : shape.split("\n")) {
      if (line.isEmpty()) {
        continue;
      }
      switch (line.charAt(0)) {
        case '^' -> {
          allBeside |= line.length() == 1;
          beside.add(line.substring(1));
        }
        case '-' -> fields.put(line.charAt(1), "-");
        case 't', 'T' -> time(document, line, entry.timestamp());
        default -> fields.put(line.charAt(0), line.substring(1));
      }
    }
    fields(document, fields, entry);
    data(document, entry, beside, allBeside);
    return document;
  }

  private static void time(Map<String, Object> document, String line, Instant at) {
    int text = line.indexOf(TEXT);
    if (text < 0) {
      place(
          document,
          line.charAt(0) == 'T' ? "@timestamp" : "timestamp",
          java.util.Objects.requireNonNull(iso("3Z", at)));
      return;
    }
    String form = line.substring(text + 1);
    Object value =
        switch (form.charAt(0)) {
          case 'e' -> inUnits(at, form.charAt(1) - '0');
          case '#' -> number(form.substring(1));
          case '=' -> form.substring(1);
          default -> {
            String iso = iso(form, at);
            yield iso == null ? at.toString() : iso;
          }
        };
    place(document, line.substring(2, text), value);
  }

  private static void fields(
      Map<String, Object> document, Map<Character, String> fields, LogEntry entry) {
    field(document, fields, 'l', entry.level().text());
    field(document, fields, 's', entry.service());
    field(document, fields, 'm', entry.message());
    field(document, fields, 'c', entry.category());
    field(document, fields, 'a', entry.action());
    field(document, fields, 'r', entry.requestId());
    field(document, fields, 'u', entry.userId());
    field(document, fields, 'x', entry.traceId());
    field(document, fields, 'p', entry.spanId());
    field(document, fields, 'd', entry.durationMillis());
    LogEntry.LogError error = entry.error();
    if (error != null) {
      field(document, fields, 'n', error.name());
      field(document, fields, 'e', error.message());
      field(document, fields, 'k', error.stack());
    }
    field(document, fields, 'g', entry.tags().isEmpty() ? null : entry.tags());
  }

  private static void field(
      Map<String, Object> document,
      Map<Character, String> fields,
      char field,
      @Nullable Object value) {
    String line = fields.getOrDefault(field, "");
    if (value == null || line.equals("-")) {
      return;
    }
    int end = 0;
    while (end < line.length() && (line.charAt(end) >= ' ' || line.charAt(end) == PART)) {
      end++;
    }
    String path = end == 0 ? usual(field) : line.substring(1, end);
    String how = line.substring(end);
    Object told = value;
    if (!how.isEmpty()) {
      String text = how.substring(1);
      told =
          switch (how.charAt(0)) {
            case TEXT -> text;
            case JOINED -> value instanceof List<?> tags ? String.join(",", texts(tags)) : value;
            default -> number(text.isEmpty() ? value.toString() : text);
          };
    } else if (value instanceof Double millis) {
      double unit = path.equals("event\tduration") || path.equals("event.duration") ? 1e6 : 1;
      told = number(LogFields.numberText(millis * unit));
    }
    place(document, path, told);
  }

  private static List<String> texts(List<?> values) {
    return values.stream().map(LogFields::text).toList();
  }

  private static Object number(String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      Double number = io.mallwatch.logs.query.FilterMatch.number(text);
      return number == null ? text : number;
    }
  }

  private static void data(
      Map<String, Object> document, LogEntry entry, List<String> beside, boolean allBeside) {
    entry
        .data()
        .forEach((key, value) -> {
          if (key.equals(LogPatterns.FIELD)) {
            return; // ours, not the sender's
          }
          String path =
              allBeside
                  ? key
                  : beside.stream()
                      .filter(one -> one.substring(one.lastIndexOf(PART) + 1).equals(key))
                      .findFirst()
                      .orElse("data\t" + key);
          place(document, path, value);
        });
  }

  /// Puts a value at a path; two objects become one.
  private static void place(Map<String, Object> document, String path, Object value) {
    int part = path.indexOf(PART);
    String name = part < 0 ? path : path.substring(0, part);
    Object there = document.get(name);
    if (part < 0) {
      if (there instanceof Map<?, ?> && value instanceof Map<?, ?> more) {
        more.forEach((key, inner) -> {
          if (inner != null) {
            place(inner(document, name), String.valueOf(key), inner);
          }
        });
      } else {
        document.putIfAbsent(name, value);
      }
    } else if (there == null || there instanceof Map<?, ?>) {
      place(inner(document, name), path.substring(part + 1), value);
    }
  }

  /// The object below a name, as one that can be added to.
  private static Map<String, Object> inner(Map<String, Object> document, String name) {
    Map<String, Object> inner = new LinkedHashMap<>();
    if (document.get(name) instanceof Map<?, ?> before) {
      before.forEach((key, value) -> inner.put(String.valueOf(key), value));
    }
    document.put(name, inner);
    return inner;
  }
}
