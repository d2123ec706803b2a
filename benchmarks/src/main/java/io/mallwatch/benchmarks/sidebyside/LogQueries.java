package io.mallwatch.benchmarks.sidebyside;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The 24 questions that Kibana's Discover, Grafana's data source and the operator's own pages ask
/// of a mall's lines, as bodies of `_search`. Every one has a sort or none of its hits, so that the
/// answers of two programs can be compared.
final class LogQueries {

  /// @param compareHits whether the hits must be the same in order; else the counts alone
  record Query(String name, String body, boolean compareHits) {}

  private static final String NEWEST = "\"sort\":[{\"@timestamp\":\"desc\"}]";

  private final String from;
  private final String to;
  private final List<Query> all = new ArrayList<>();

  private LogQueries(Instant from, Instant to) {
    this.from = from.toString();
    this.to = to.toString();
  }

  /// The questions over a range of time.
  static List<Query> of(Instant from, Instant to) {
    LogQueries made = new LogQueries(from, to);
    made.searches();
    made.counts();
    return List.copyOf(made.all);
  }

  private void searches() {
    hits("newest 50", "", 50);
    hits("newest 500, as Discover", "", 500);
    hits(
        "errors of a service", term("level", "error") + "," + term("service", "order-service"), 50);
    hits("errors or warnings", "{\"terms\":{\"level\":[\"error\",\"warn\"]}}", 100);
    hits("支付失败", phrase("支付失败"), 50);
    hits("余额不足 of one service", phrase("余额不足") + "," + term("service", "payment-service"), 50);
    hits("timed out", phrase("timed out"), 50);
    hits("words of a message", match("库存扣减完成"), 50);
    hits("a user's lines", term("userId", "U42"), 100);
    hits(
        "an action of a category", term("action", "refund") + "," + term("category", "system"), 50);
    hits("slow ones", "{\"range\":{\"duration\":{\"gte\":1900}}}", 50);
    hits(
        "failed and slow",
        term("level", "error") + ",{\"range\":{\"duration\":{\"gte\":1000}}}",
        50);
    hits("tagged", term("tags", "zone-1"), 50);
    hits("a class name", match("OrderService.createOrder"), 50);
  }

  private void counts() {
    count("count of all", "", "");
    count("count of errors", term("level", "error"), "");
    count("bars of 1 m", "", bars("1m", ""));
    count("bars of 1 m by level", "", bars("1m", terms("level", 5)));
    count(
        "bars of 1 m of errors by service",
        term("level", "error"),
        bars("1m", terms("service", 20)));
    count("levels", "", terms("level", 5));
    count("services", "", terms("service", 20));
    count("services of errors", term("level", "error"), terms("service", 20));
    count("actions of a phrase", phrase("支付成功"), terms("action", 20));
    count("bars of 5 m of a phrase", phrase("支付失败"), bars("5m", ""));
  }

  private void hits(String name, String filter, int size) {
    all.add(
        new Query(
            name,
            "{\"size\":%d,\"track_total_hits\":10000,%s,\"query\":%s}"
                .formatted(size, NEWEST, query(filter)),
            true));
  }

  private void count(String name, String filter, String aggregation) {
    String aggregations = aggregation.isEmpty() ? "" : ",\"aggs\":{\"a\":" + aggregation + "}";
    all.add(
        new Query(
            name,
            "{\"size\":0,\"track_total_hits\":true,\"query\":%s%s}"
                .formatted(query(filter), aggregations),
            false));
  }

  private String query(String filter) {
    String range =
        "{\"range\":{\"@timestamp\":{\"gte\":\"%s\",\"lt\":\"%s\"}}}".formatted(from, to);
    return "{\"bool\":{\"filter\":[%s%s]}}".formatted(range, filter.isEmpty() ? "" : "," + filter);
  }

  private static String term(String field, String value) {
    return "{\"term\":{\"%s\":\"%s\"}}".formatted(field, value);
  }

  private static String phrase(String text) {
    return "{\"match_phrase\":{\"message\":\"%s\"}}".formatted(text);
  }

  private static String match(String text) {
    return "{\"match\":{\"message\":{\"query\":\"%s\",\"operator\":\"and\"}}}".formatted(text);
  }

  private static String terms(String field, int size) {
    return "{\"terms\":{\"field\":\"%s\",\"size\":%d}}".formatted(field, size);
  }

  private static String bars(String interval, String inner) {
    String below = inner.isEmpty() ? "" : ",\"aggs\":{\"b\":" + inner + "}";
    return "{\"date_histogram\":{\"field\":\"@timestamp\",\"fixed_interval\":\"%s\"}%s}"
        .formatted(interval, below);
  }
}
