package io.mallwatch.doors.elasticsearch.admin;

import io.mallwatch.doors.elasticsearch.wire.Names;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// A table of the cat API: columns by `h`, order by `s`, a head with `v`, text or JSON.
final class CatTable {

  private final List<Column> columns = new ArrayList<>();
  private final List<List<Object>> rows = new ArrayList<>();

  /// @param also other names for it
  /// @param right whether it is set to the right
  /// @param shown unless others are asked for
  private record Column(String name, List<String> also, boolean right, boolean shown) {

    boolean isCalled(String pattern) {
      return Names.matches(pattern, name) || also.contains(pattern);
    }
  }

  /// A number of bytes, told in a unit that fits.
  record Size(long bytes) {}

  CatTable column(String name, String... also) {
    columns.add(new Column(name, List.of(also), false, true));
    return this;
  }

  CatTable number(String name, String... also) {
    columns.add(new Column(name, List.of(also), true, true));
    return this;
  }

  CatTable hidden(String name, String... also) {
    columns.add(new Column(name, List.of(also), false, false));
    return this;
  }

  /// @param cells strings, numbers, [Size]s; one a column
  CatTable row(Object... cells) {
    rows.add(List.of(cells));
    return this;
  }

  Reply reply(Call call) {
    if (call.params().has("help")) {
      StringBuilder help = new StringBuilder();
      columns.forEach(column ->
          help.append(column.name)
              .append(" | ")
              .append(String.join(",", column.also))
              .append(" | \n"));
      return Reply.text(200, help.toString());
    }
    call.param("s").ifPresent(this::sort);
    List<Integer> wanted = wanted(call.param("h").orElse(""));
    String unit = call.param("bytes").orElse("");
    boolean json =
        call.param("format").orElse("").equals("json")
            || (call.param("format").isEmpty()
                && call.header("accept").orElse("").contains("json"));
    return json ? json(wanted, unit) : text(wanted, unit, call.params().has("v"));
  }

  private List<Integer> wanted(String names) {
    List<Integer> wanted = new ArrayList<>();
    if (names.isEmpty()) {
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).shown) {
          wanted.add(i);
        }
      }
      return wanted;
    }
    for (String name : names.split(",")) {
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).isCalled(name.strip()) && !wanted.contains(i)) {
          wanted.add(i);
        }
      }
    }
    return wanted;
  }

  private void sort(String by) {
    Comparator<List<Object>> order = (_, _) -> 0;
    for (String key : by.split(",")) {
      String name = key.replaceFirst(":(asc|desc)$", "");
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).isCalled(name)) {
          int at = i;
          Comparator<List<Object>> one = (left, right) -> compare(left.get(at), right.get(at));
          order = order.thenComparing(key.endsWith(":desc") ? one.reversed() : one);
          break;
        }
      }
    }
    rows.sort(order);
  }

  private static int compare(Object left, Object right) {
    if (left instanceof Size(long less) && right instanceof Size(long more)) {
      return Long.compare(less, more);
    }
    if (left instanceof Number less && right instanceof Number more) {
      return Double.compare(less.doubleValue(), more.doubleValue());
    }
    return left.toString().compareTo(right.toString());
  }

  private Reply json(List<Integer> wanted, String unit) {
    return Reply.json(
        200,
        out -> {
          out.writeStartArray();
          for (List<Object> row : rows) {
            out.writeStartObject();
            for (int i : wanted) {
              out.writeStringField(columns.get(i).name, cell(row.get(i), unit));
            }
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private Reply text(List<Integer> wanted, String unit, boolean head) {
    List<List<String>> lines = new ArrayList<>();
    if (head) {
      lines.add(wanted.stream().map(i -> columns.get(i).name).toList());
    }
    for (List<Object> row : rows) {
      lines.add(wanted.stream().map(i -> cell(row.get(i), unit)).toList());
    }
    int[] width = new int[wanted.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < width.length; i++) {
        width[i] = Math.max(width[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < width.length; i++) {
        String pad = " ".repeat(width[i] - line.get(i).length());
        boolean right = columns.get(wanted.get(i)).right;
        out.append(i == 0 ? "" : " ").append(right ? pad + line.get(i) : line.get(i) + pad);
      }
      text.append(out.toString().stripTrailing()).append('\n');
    }
    return Reply.text(200, text.toString());
  }

  private static String cell(Object value, String unit) {
    return value instanceof Size(long bytes) ? size(bytes, unit) : Objects.toString(value);
  }

  private static String size(long bytes, String asked) {
    String[] units = {"b", "kb", "mb", "gb", "tb"};
    if (!asked.isEmpty()) {
      int at =
          List.of(units).indexOf(asked.length() == 1 && !asked.equals("b") ? asked + "b" : asked);
      return Long.toString(bytes >> (10 * Math.max(0, at)));
    }
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    String text = String.format(Locale.ROOT, "%.1f", size);
    return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + units[unit];
  }
}
