package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.catalog.Catalog;
import io.mallwatch.doors.elasticsearch.catalog.Catalog.Kind;
import io.mallwatch.doors.elasticsearch.catalog.IndexFacts;
import io.mallwatch.doors.elasticsearch.catalog.Indices;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Params;
import io.mallwatch.logs.LogAggregate;
import io.mallwatch.logs.LogAggregated;
import io.mallwatch.logs.LogAggregation;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogReads;
import io.mallwatch.logs.LogSearchResult;
import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.model.Deadline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Does what search bodies ask for.
final class Searches {

  /// Indices whose mappings are looked at, the last by name first.
  private static final int MOST_MAPPINGS = 30;

  private final LogStore logs;
  private final Indices indices;

  Searches(LogStore logs, Indices indices) {
    this.logs = logs;
    this.indices = indices;
  }

  LogStore logs() {
    return logs;
  }

  Indices indices() {
    return indices;
  }

  /// The parameters of the URL by name.
  static Map<String, String> params(Call call) {
    Map<String, String> params = new HashMap<>();
    for (Params.Param param : call.params().list()) {
      params.putIfAbsent(param.name(), param.value());
    }
    return params;
  }

  /// The pattern of index names for the store.
  ///
  /// @throws io.mallwatch.doors.http.RefusedException when a name without a star is no index
  String pattern(String index, Map<String, String> params) {
    return indices.pattern(index, "true".equals(params.get("ignore_unavailable")));
  }

  /// A body whose query also passes the filters of the aliases that are asked for.
  Map<?, ?> filtered(String index, Map<?, ?> body) {
    Map<?, ?> filter = indices.filter(index);
    if (filter == null) {
      return body;
    }
    Map<String, Object> both = new LinkedHashMap<>();
    Object query = body.get("query");
    both.put("must", List.of(query == null ? Map.of("match_all", Map.of()) : query));
    both.put("filter", List.of(filter));
    Map<Object, Object> filtered = new LinkedHashMap<>(body);
    filtered.put("query", Map.of("bool", both));
    return filtered;
  }

  /// What queries over these indices are read with.
  QueryContext context(String pattern) {
    Map<String, String> known = new HashMap<>();
    List<IndexFacts> facts = new ArrayList<>();
    boolean[] looked = new boolean[1];
    return new QueryContext(
        indices.now(),
        field -> {
          if (!looked[0]) {
            looked[0] = true;
            mappings(pattern, facts);
          }
          String type = facts.isEmpty() ? "" : known.computeIfAbsent(field, f -> type(facts, f));
          return type.isEmpty() ? null : type;
        });
  }

  private void mappings(String pattern, List<IndexFacts> into) {
    Catalog catalog = indices.catalog();
    if (catalog.all(Kind.INDEX).isEmpty()
        && catalog.all(Kind.INDEX_TEMPLATE).isEmpty()
        && catalog.all(Kind.LEGACY_TEMPLATE).isEmpty()) {
      return;
    }
    List<LogStore.IndexInfo> named = indices.named(pattern, true);
    for (int i = named.size() - 1; i >= 0 && into.size() < MOST_MAPPINGS; i--) {
      IndexFacts facts = indices.facts(named.get(i).name());
      if (!facts.properties().isEmpty()) {
        into.add(facts);
      }
    }
  }

  private static String type(List<IndexFacts> facts, String field) {
    for (IndexFacts one : facts) {
      String type = one.type(field);
      if (type != null) {
        return type;
      }
    }
    return "";
  }

  /// A search over the store as it is now.
  SearchAnswer now(String index, Map<?, ?> body, Map<String, String> params, Call call) {
    return over(logs, pattern(index, params), filtered(index, body), params, call, false);
  }

  /// A search over the store as it was at some moment.
  ///
  /// @param pattern of index names for the store
  /// @param tie whether hits tell their cursor behind the values they are sorted by
  SearchAnswer over(
      LogReads reads,
      String pattern,
      Map<?, ?> body,
      Map<String, String> params,
      Call call,
      boolean tie) {
    long began = System.nanoTime();
    SearchBody asked = SearchBody.parse(pattern, body, params, context(pattern));
    Found found = find(reads, asked, call.deadline());
    Map<String, Object> aggregations =
        aggregations(reads, asked, "true".equals(params.get("typed_keys")), call.deadline());
    return new SearchAnswer(
        asked,
        found.hits,
        found.total,
        found.exact,
        aggregations,
        (System.nanoTime() - began) / 1_000_000,
        new SearchAnswer.Form("true".equals(params.get("rest_total_hits_as_int")), tie));
  }

  private record Found(List<LogHit> hits, long total, boolean exact) {}

  private Found find(LogReads reads, SearchBody asked, Deadline deadline) {
    List<String> ids = asked.byIds();
    if (ids != null) {
      List<LogHit> hits =
          ids.stream()
              .distinct()
              .map(id -> logs.find(asked.index(), id))
              .flatMap(Optional::stream)
              .toList();
      return new Found(hits, hits.size(), true);
    }
    SearchBody.Page page = asked.page();
    LogSearchResult found =
        asked.shape().collapse().isEmpty()
            ? reads.search(asked.query(page.from(), page.size(), deadline))
            : collapsed(reads, asked, deadline);
    if (!asked.isLaterPage() || page.countUpTo() < 0) {
      return new Found(found.hits(), found.total(), found.totalExact());
    }
    LogSearchResult all = reads.search(asked.counting(deadline));
    return new Found(found.hits(), all.total(), all.totalExact());
  }

  /// One hit of each value, the first in order.
  private static LogSearchResult collapsed(LogReads reads, SearchBody asked, Deadline deadline) {
    SearchBody.Page page = asked.page();
    LogSearchResult all = reads.search(asked.query(0, LogQuery.MAX_WINDOW, deadline));
    Set<List<String>> seen = new HashSet<>();
    List<LogHit> firsts = new ArrayList<>();
    for (LogHit hit : all.hits()) {
      if (seen.add(collapseKey(asked.shape().collapse(), hit))) {
        firsts.add(hit);
      }
    }
    int from = Math.min(page.from(), firsts.size());
    int to = Math.min(firsts.size(), from + page.size());
    return new LogSearchResult(firsts.subList(from, to), all.total(), all.totalExact());
  }

  /// What a hit is collapsed by.
  static List<String> collapseKey(String field, LogHit hit) {
    return LogFields.values(hit.entry(), QueryNodes.field(field));
  }

  private Map<String, Object> aggregations(
      LogReads reads, SearchBody asked, boolean typedKeys, Deadline deadline) {
    List<Asked> all = Asked.all(asked.aggregations());
    if (all.isEmpty()) {
      return Map.of();
    }
    AggregationNodes nodes = new AggregationNodes(asked.context());
    List<Asked> scoped = all.stream().filter(one -> !one.type().equals("global")).toList();
    Map<String, LogAggregated> computed =
        new HashMap<>(
            aggregate(
                reads,
                new SearchBody.Scope(asked.index(), asked.whole(), asked.filter()),
                nodes.of(scoped),
                deadline));
    for (Asked one : all) {
      if (one.type().equals("global")) {
        Asked every = new Asked(one.name(), "sampler", Map.of(), one.below(), Map.of());
        computed.putAll(
            aggregate(
                reads,
                new SearchBody.Scope(asked.index(), QueryNodes.ALL_TIME, new LogFilter.All()),
                nodes.of(List.of(every)),
                deadline));
      }
    }
    FieldTypes types = new FieldTypes(logs, asked.index(), asked.context().now(), deadline);
    return new AggregationAnswers(types, typedKeys).of(all, computed);
  }

  private static Map<String, LogAggregated> aggregate(
      LogReads reads, SearchBody.Scope scope, Map<String, LogAggregate> wanted, Deadline deadline) {
    return wanted.isEmpty()
        ? Map.of()
        : reads
            .aggregate(
                new LogAggregation(
                    scope.index(),
                    scope.range(),
                    scope.filter(),
                    wanted,
                    LogAggregation.MAX_BUCKETS,
                    deadline))
            .answers();
  }

  /// How many entries a query finds.
  long count(String index, Map<?, ?> body, Map<String, String> params, Deadline deadline) {
    String pattern = pattern(index, params);
    SearchBody asked = SearchBody.parse(pattern, filtered(index, body), params, context(pattern));
    return logs.aggregate(
            new LogAggregation(pattern, asked.whole(), asked.filter(), Map.of(), 1, deadline))
        .total();
  }

  /// The first values of a field that begin with a text, in order.
  List<String> values(
      String pattern, String field, String prefix, boolean anyCase, int size, Deadline deadline) {
    StringBuilder regex = new StringBuilder();
    prefix
        .codePoints()
        .forEach(c -> {
          String one = Character.toString(c);
          String other =
              Character.toString(
                  Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
          if (!Character.isLetterOrDigit(c)) {
            regex.append('\\').append(one);
          } else if (anyCase && !one.equals(other)) {
            regex.append('[').append(one).append(other).append(']');
          } else {
            regex.append(one);
          }
        });
    LogAggregate terms =
        new LogAggregate.Terms(
            QueryNodes.field(field),
            size,
            List.of(new LogAggregate.Order("_key", true)),
            new LogAggregate.Choice(regex + ".*", "", null, List.of()),
            null,
            1,
            Map.of());
    Map<String, LogAggregated> found =
        aggregate(
            logs,
            new SearchBody.Scope(pattern, QueryNodes.ALL_TIME, new LogFilter.All()),
            new LinkedHashMap<>(Map.of("terms", terms)),
            deadline);
    return keys(found.get("terms"));
  }

  private static List<String> keys(@Nullable LogAggregated found) {
    return found instanceof LogAggregated.Buckets buckets
        ? buckets.buckets().stream().map(bucket -> String.valueOf(bucket.key())).toList()
        : List.of();
  }
}
