package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.Documents;
import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Names;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.query.LogDates;
import io.mallwatch.logs.query.LogFields;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is told of each hit.
///
/// @param source what of the document
/// @param fields patterns of fields to tell beside it
/// @param highlight null when nothing is marked
/// @param collapse field of which each value has one hit; empty for all hits
/// @param version whether each has its version
record HitShape(
    Documents.Selection source,
    List<Field> fields,
    @Nullable Highlights highlight,
    String collapse,
    boolean version) {

  /// Members of a search body that are read here.
  static final Set<String> READ =
      Set.of(
          "_source",
          "fields",
          "docvalue_fields",
          "stored_fields",
          "highlight",
          "collapse",
          "version",
          "seq_no_primary_term");

  /// @param format of dates; empty for theirs
  record Field(String pattern, String format) {}

  static HitShape of(Map<?, ?> body, Map<String, String> params) {
    List<Field> fields = new ArrayList<>();
    for (String member : List.of("fields", "docvalue_fields")) {
      for (Object field : Nodes.list(body.get(member))) {
        Map<?, ?> said = field instanceof Map<?, ?> map ? map : Map.of("field", field);
        Object format = said.get("format");
        fields.add(
            new Field(
                Nodes.text(member, said.get("field")),
                format == null || format.equals("use_field_mapping")
                    ? ""
                    : Nodes.text("format", format)));
      }
    }
    boolean unstored = body.containsKey("stored_fields") && !body.containsKey("_source");
    Documents.Selection source =
        unstored && !Nodes.list(body.get("stored_fields")).contains("_source")
            ? Documents.Selection.of(false)
            : source(body, params);
    return new HitShape(
        source,
        fields,
        body.get("highlight") instanceof Map<?, ?> map && !map.isEmpty()
            ? Highlights.of(map)
            : null,
        collapse(body.get("collapse")),
        Nodes.flag(body.get("version")) || Nodes.flag(params.get("version")));
  }

  private static Documents.Selection source(Map<?, ?> body, Map<String, String> params) {
    Documents.Selection inParams = sourceOf(params);
    return inParams.equals(Documents.Selection.ALL) && body.containsKey("_source")
        ? Documents.Selection.of(body.get("_source"))
        : inParams;
  }

  /// What of documents is told, as parameters of the URL say.
  static Documents.Selection sourceOf(Map<String, String> params) {
    String includes = params.getOrDefault("_source_includes", params.get("_source_include"));
    String excludes = params.getOrDefault("_source_excludes", params.get("_source_exclude"));
    if (includes == null && excludes == null) {
      return Documents.Selection.of(params.get("_source"));
    }
    Map<String, Object> both = new LinkedHashMap<>();
    if (includes != null) {
      both.put("includes", includes);
    }
    if (excludes != null) {
      both.put("excludes", excludes);
    }
    return Documents.Selection.of(both);
  }

  private static String collapse(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    Map<?, ?> collapse = Nodes.object("collapse", value);
    if (collapse.get("inner_hits") != null) {
      throw ElasticErrors.illegal("[inner_hits] of [collapse] is not supported");
    }
    return Nodes.text("collapse.field", collapse.get("field"));
  }

  /// Values of the wanted fields by name.
  Map<String, List<Object>> fields(LogHit hit) {
    Map<String, List<Object>> told = new LinkedHashMap<>();
    Map<String, List<Object>> leaves =
        fields.isEmpty() ? Map.of() : Documents.leaves(Documents.of(hit.entry()));
    for (Field field : fields) {
      boolean any = false;
      for (Map.Entry<String, List<Object>> leaf : leaves.entrySet()) {
        if (Names.covers(field.pattern, leaf.getKey())) {
          told.put(leaf.getKey(), formatted(leaf.getKey(), leaf.getValue(), field.format));
          any = true;
        }
      }
      if (!any && !field.pattern.contains("*")) {
        List<Object> values = byOtherName(hit, field.pattern);
        if (!values.isEmpty()) {
          told.put(field.pattern, formatted(field.pattern, values, field.format));
        }
      }
    }
    return told;
  }

  /// Values of a field that the sender called otherwise.
  private static List<Object> byOtherName(LogHit hit, String name) {
    return switch (name) {
      case "_id" -> List.of(hit.id());
      case "_index" -> List.of(hit.index());
      default -> List.copyOf(LogFields.values(hit.entry(), QueryNodes.field(name)));
    };
  }

  private static List<Object> formatted(String name, List<Object> values, String format) {
    boolean time = QueryNodes.isTime(QueryNodes.field(name));
    if (format.isEmpty() && !time) {
      return values;
    }
    List<Object> told = new ArrayList<>();
    for (Object value : values) {
      Instant at = value instanceof String text ? LogDates.instant(text) : null;
      Long millis =
          at != null
              ? (Long) at.toEpochMilli()
              : time && value instanceof Long number ? number : null;
      told.add(millis == null ? value : Dates.of(format, ZoneOffset.UTC).text(millis));
    }
    return told;
  }
}
