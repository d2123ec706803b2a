package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.Documents;
import io.mallwatch.doors.elasticsearch.wire.Names;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.logs.query.LogWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Marks what a query looked for in the texts of a hit.
///
/// @param fields patterns of fields, each with its own settings
/// @param matching whether a text is marked only where its own field was asked for
record Highlights(Map<String, Settings> fields, boolean matching) {

  private static final int FRAGMENT = 100;
  private static final int FRAGMENTS = 5;

  /// @param size of a fragment, in characters
  /// @param count most fragments; 0 for the whole text
  record Settings(String before, String after, int size, int count) {

    private static Settings of(Map<?, ?> said, Settings general) {
      List<?> before = Nodes.list(said.get("pre_tags"));
      List<?> after = Nodes.list(said.get("post_tags"));
      return new Settings(
          before.isEmpty() ? general.before : Nodes.text("pre_tags", before.getFirst()),
          after.isEmpty() ? general.after : Nodes.text("post_tags", after.getFirst()),
          Nodes.whole("fragment_size", said.get("fragment_size"), general.size),
          Nodes.whole("number_of_fragments", said.get("number_of_fragments"), general.count));
    }
  }

  static Highlights of(Map<?, ?> said) {
    Settings general = Settings.of(said, new Settings("<em>", "</em>", FRAGMENT, FRAGMENTS));
    Map<String, Settings> fields = new LinkedHashMap<>();
    for (Object item : Nodes.list(said.get("fields"))) {
      Nodes.object("highlight.fields", item)
          .forEach((name, own) ->
              fields.put(
                  String.valueOf(name),
                  own instanceof Map<?, ?> map ? Settings.of(map, general) : general));
    }
    boolean matching = !Boolean.FALSE.equals(said.get("require_field_match"));
    return new Highlights(fields, matching);
  }

  /// A piece of text that is looked for.
  ///
  /// @param field canonical name; empty for any text
  private record Sought(String field, List<LogWords.Word> words, boolean prefix) {}

  /// Fragments by field, of the fields that have any.
  Map<String, List<String>> of(LogHit hit, LogFilter filter) {
    List<Sought> sought = new ArrayList<>();
    collect(filter, sought);
    Map<String, List<String>> told = new LinkedHashMap<>();
    if (sought.isEmpty()) {
      return told;
    }
    Documents.leaves(Documents.of(hit.entry()))
        .forEach((name, values) -> {
          Settings settings = settings(name);
          if (settings == null) {
            return;
          }
          List<String> fragments = new ArrayList<>();
          for (Object value : values) {
            if (value instanceof String text) {
              mark(QueryNodes.field(name), text, sought, settings, fragments);
            }
          }
          if (!fragments.isEmpty()) {
            told.put(name, fragments);
          }
        });
    return told;
  }

  private @Nullable Settings settings(String name) {
    for (Map.Entry<String, Settings> field : fields.entrySet()) {
      if (Names.matches(field.getKey(), name)) {
        return field.getValue();
      }
    }
    return null;
  }

  private static void collect(LogFilter filter, List<Sought> into) {
    switch (filter) {
      case LogFilter.Words(String field, String text) -> {
        for (String piece : text.strip().split("\\s+")) {
          add(field, piece, false, into);
        }
      }
      case LogFilter.Phrase(String field, String text) -> add(field, text, false, into);
      case LogFilter.Near(String field, String text, _) -> {
        for (LogWords.Word word : LogWords.all(text)) {
          into.add(new Sought(LogFields.canonical(field), List.of(word), false));
        }
      }
      case LogFilter.Equal(String field, String value) -> add(field, value, false, into);
      case LogFilter.In(String field, List<String> values) ->
          values.forEach(value -> add(field, value, false, into));
      case LogFilter.Prefix(String field, String prefix) -> add(field, prefix, true, into);
      case LogFilter.Like like -> {
        String bare = like.pattern().replaceAll("[*?]", " ").strip();
        if (like.form() != LogFilter.Form.REGEXP && !bare.isEmpty()) {
          add(like.field(), bare, true, into);
        }
      }
      case LogFilter.And(List<LogFilter> filters) -> filters.forEach(one -> collect(one, into));
      case LogFilter.Or(List<LogFilter> filters) -> filters.forEach(one -> collect(one, into));
      case LogFilter.AtLeast(_, List<LogFilter> filters) ->
          filters.forEach(one -> collect(one, into));
      case LogFilter.All _,
          LogFilter.Not _,
          LogFilter.Exists _,
          LogFilter.Range _,
          LogFilter.Between _,
          LogFilter.DateBetween _ -> {}
    }
  }

  private static void add(String field, String text, boolean prefix, List<Sought> into) {
    List<LogWords.Word> words = LogWords.all(text);
    if (!words.isEmpty()) {
      into.add(new Sought(field.isEmpty() ? "" : LogFields.canonical(field), words, prefix));
    }
  }

  private record Span(int start, int end) {}

  private record Placed(String word, List<String> parts, int start, int end) {}

  private void mark(
      String field, String text, List<Sought> sought, Settings settings, List<String> into) {
    List<Placed> words = new ArrayList<>();
    LogWords scan = new LogWords(text);
    while (scan.next()) {
      words.add(new Placed(scan.word(), scan.parts(), scan.start(), scan.end()));
    }
    boolean[] marked = new boolean[text.length()];
    boolean any = false;
    for (Sought one : sought) {
      boolean here =
          one.field.isEmpty()
              ? !matching || LogFields.kind(field) == LogFields.Kind.TEXT
              : !matching || one.field.equals(field);
      for (int i = 0; here && i + one.words.size() <= words.size(); i++) {
        if (stands(words, i, one)) {
          any = true;
          for (int w = i; w < i + one.words.size(); w++) {
            java.util.Arrays.fill(marked, words.get(w).start, words.get(w).end, true);
          }
        }
      }
    }
    if (any) {
      fragments(text, spans(marked), settings, into);
    }
  }

  private static boolean stands(List<Placed> words, int at, Sought sought) {
    for (int i = 0; i < sought.words.size(); i++) {
      String wanted = sought.words.get(i).text();
      Placed word = words.get(at + i);
      boolean last = sought.prefix && i == sought.words.size() - 1;
      boolean same =
          word.word.equals(wanted)
              || word.parts.contains(wanted)
              || (last && word.word.startsWith(wanted));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static List<Span> spans(boolean[] marked) {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < marked.length; i++) {
      if (marked[i] && (i == 0 || !marked[i - 1])) {
        int end = i;
        while (end < marked.length && marked[end]) {
          end++;
        }
        spans.add(new Span(i, end));
      }
    }
    return spans;
  }

  private static void fragments(
      String text, List<Span> spans, Settings settings, List<String> into) {
    if (settings.count == 0 || text.length() <= settings.size) {
      into.add(with(text, 0, text.length(), spans, settings));
      return;
    }
    int behind = 0;
    for (Span span : spans) {
      if (into.size() >= settings.count) {
        return;
      }
      if (span.start < behind) {
        continue;
      }
      int from = Math.max(behind, span.start - settings.size / 2);
      while (from > behind && from < span.start && text.charAt(from - 1) != ' ') {
        from++;
      }
      int to = Math.min(text.length(), Math.max(span.end, from + settings.size));
      while (to > span.end && to < text.length() && text.charAt(to) != ' ') {
        to--;
      }
      into.add(with(text, from, to, spans, settings).strip());
      behind = to;
    }
  }

  private static String with(String text, int from, int to, List<Span> spans, Settings settings) {
    StringBuilder out = new StringBuilder(to - from + 20);
    int at = from;
    for (Span span : spans) {
      if (span.start >= from && span.end <= to) {
        out.append(text, at, span.start)
            .append(settings.before)
            .append(text, span.start, span.end)
            .append(settings.after);
        at = span.end;
      }
    }
    return out.append(text, at, to).toString();
  }
}
