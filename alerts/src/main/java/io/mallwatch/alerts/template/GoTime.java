package io.mallwatch.alerts.template;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Go's `time.Time`.
///
/// @param at the moment; [#ZERO] is Go's zero time
public record GoTime(Instant at, ZoneId zone) implements GoObject {

  /// Go's zero time.
  public static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

  private static final Set<String> MEMBERS =
      Set.of(
          "Format",
          "Add",
          "Sub",
          "Unix",
          "UnixMilli",
          "UTC",
          "Year",
          "Month",
          "Day",
          "Hour",
          "Minute",
          "Second",
          "Weekday",
          "Before",
          "After",
          "Equal",
          "IsZero",
          "String",
          "YearDay");

  /// Layout elements of Go, longest first where one begins another.
  private static final List<String> ELEMENTS =
      List.of(
          "January",
          "Jan",
          "Monday",
          "Mon",
          "MST",
          "2006",
          "-07:00:00",
          "-07:00",
          "-0700",
          "-07",
          "Z07:00",
          "Z0700",
          "Z07",
          "002",
          "01",
          "02",
          "03",
          "04",
          "05",
          "06",
          "_2",
          "15",
          "PM",
          "pm",
          "1",
          "2",
          "3",
          "4",
          "5");

  public static GoTime utc(Instant at) {
    return new GoTime(at, ZoneOffset.UTC);
  }

  @Override
  public String typeName() {
    return "time.Time";
  }

  @Override
  public boolean has(String name) {
    return MEMBERS.contains(name);
  }

  @Override
  public Object member(String name, List<@Nullable Object> arguments) {
    boolean one = Set.of("Format", "Add", "Sub", "Before", "After", "Equal").contains(name);
    GoObject.expect(name, arguments, one ? 1 : 0);
    ZonedDateTime local = at.atZone(zone);
    return switch (name) {
      case "Format" -> format(GoPrint.value(arguments.getFirst()));
      case "Add" -> new GoTime(at.plusNanos(nanos(arguments.getFirst())), zone);
      case "Sub" -> new GoDuration(Duration.between(time(arguments.getFirst()), at).toNanos());
      case "Before" -> at.isBefore(time(arguments.getFirst()));
      case "After" -> at.isAfter(time(arguments.getFirst()));
      case "Equal" -> at.equals(time(arguments.getFirst()));
      case "IsZero" -> at.equals(ZERO);
      case "Unix" -> at.getEpochSecond();
      case "UnixMilli" -> at.toEpochMilli();
      case "UTC" -> utc(at);
      case "Year" -> (long) local.getYear();
      case "Month" -> local.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case "Day" -> (long) local.getDayOfMonth();
      case "Hour" -> (long) local.getHour();
      case "Minute" -> (long) local.getMinute();
      case "Second" -> (long) local.getSecond();
      case "YearDay" -> (long) local.getDayOfYear();
      case "Weekday" -> local.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      default -> print();
    };
  }

  private static long nanos(@Nullable Object duration) {
    return switch (duration) {
      case GoDuration d -> d.nanos();
      case Long n -> n;
      case null, default -> throw new TemplateException("wrong type for a duration");
    };
  }

  private static Instant time(@Nullable Object time) {
    if (time instanceof GoTime t) {
      return t.at;
    }
    throw new TemplateException("wrong type for a time");
  }

  @Override
  public String print() {
    String fraction = nano() == 0 ? "" : fraction("%09d".formatted(nano()), true);
    return format("2006-01-02 15:04:05") + fraction + format(" -0700 MST");
  }

  /// In the layout of Go's reference time, Mon Jan 2 15:04:05 MST 2006.
  public String format(String layout) {
    ZonedDateTime local = at.atZone(zone);
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < layout.length()) {
      int digits = fractionAt(layout, i);
      if (digits > 0) {
        String nanos = "%09d".formatted(nano()).substring(0, Math.min(9, digits));
        out.append(fraction(nanos, layout.charAt(i + 1) == '9'));
        i += digits + 1;
        continue;
      }
      String element = elementAt(layout, i);
      if (element.isEmpty()) {
        out.append(layout.charAt(i++));
      } else {
        out.append(element(element, local));
        i += element.length();
      }
    }
    return out.toString();
  }

  private int nano() {
    return at.atZone(zone).getNano();
  }

  private static String fraction(String nanos, boolean trim) {
    String kept = trim ? nanos.replaceAll("0+$", "") : nanos;
    return kept.isEmpty() ? "" : "." + kept;
  }

  /// How many digits of `.000` or `.999` stand at `i`, 0 for none.
  private static int fractionAt(String layout, int i) {
    char point = layout.charAt(i);
    if ((point != '.' && point != ',') || i + 1 >= layout.length()) {
      return 0;
    }
    char digit = layout.charAt(i + 1);
    if (digit != '0' && digit != '9') {
      return 0;
    }
    int end = i + 1;
    while (end < layout.length() && layout.charAt(end) == digit) {
      end++;
    }
    return end < layout.length() && Character.isDigit(layout.charAt(end)) ? 0 : end - i - 1;
  }

  private static String elementAt(String layout, int i) {
    for (String element : ELEMENTS) {
      if (layout.startsWith(element, i)) {
        return element;
      }
    }
    return "";
  }

  private String element(String element, ZonedDateTime local) {
    int hour12 = local.getHour() % 12 == 0 ? 12 : local.getHour() % 12;
    return switch (element) {
      case "January" -> local.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case "Jan" ->
          local.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH).substring(0, 3);
      case "Monday" -> local.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case "Mon" -> local.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case "MST" -> zoneName(local);
      case "2006" -> "%04d".formatted(local.getYear());
      case "06" -> "%02d".formatted(local.getYear() % 100);
      case "01" -> "%02d".formatted(local.getMonthValue());
      case "1" -> Integer.toString(local.getMonthValue());
      case "02" -> "%02d".formatted(local.getDayOfMonth());
      case "_2" -> "%2d".formatted(local.getDayOfMonth());
      case "2" -> Integer.toString(local.getDayOfMonth());
      case "002" -> "%03d".formatted(local.getDayOfYear());
      case "15" -> "%02d".formatted(local.getHour());
      case "03" -> "%02d".formatted(hour12);
      case "3" -> Integer.toString(hour12);
      case "04" -> "%02d".formatted(local.getMinute());
      case "4" -> Integer.toString(local.getMinute());
      case "05" -> "%02d".formatted(local.getSecond());
      case "5" -> Integer.toString(local.getSecond());
      case "PM" -> local.getHour() < 12 ? "AM" : "PM";
      case "pm" -> local.getHour() < 12 ? "am" : "pm";
      default -> offset(element, local.getOffset().getTotalSeconds());
    };
  }

  private static String zoneName(ZonedDateTime local) {
    if (local.getOffset().getTotalSeconds() == 0) {
      return "UTC";
    }
    if (local.getZone() instanceof ZoneOffset) {
      return offset("-0700", local.getOffset().getTotalSeconds());
    }
    return java.time.format.DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(local);
  }

  private static String offset(String element, int seconds) {
    if (element.startsWith("Z") && seconds == 0) {
      return "Z";
    }
    int minutes = Math.abs(seconds) / 60;
    String sign = seconds < 0 ? "-" : "+";
    String hours = sign + "%02d".formatted(minutes / 60);
    if (element.length() == 3) {
      return hours;
    }
    String rest = "%02d".formatted(minutes % 60);
    String full = hours + (element.contains(":") ? ":" : "") + rest;
    return element.endsWith(":00:00") ? full + ":%02d".formatted(Math.abs(seconds) % 60) : full;
  }
}
