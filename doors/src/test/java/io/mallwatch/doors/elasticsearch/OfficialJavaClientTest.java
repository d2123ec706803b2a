package io.mallwatch.doors.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.Time;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.ScrollResponse;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official client of Elasticsearch for Java, over the store that a mall runs on.
@SuppressWarnings({"unchecked", "rawtypes"}) // documents are maps to this client
class OfficialJavaClientTest {

  private static final String INDEX = "mall-app";
  private static final int DOCUMENTS = 120;

  @TempDir Path folder;

  private RealStore store;
  private RestClientTransport transport;
  private ElasticsearchClient client;

  @BeforeEach
  void open() {
    store = new RealStore(folder);
    RestClient rest =
        RestClient.builder(HttpHost.create(store.client.url()))
            .setPathPrefix("/elasticsearch")
            .build();
    transport = new RestClientTransport(rest, new JacksonJsonpMapper());
    client = new ElasticsearchClient(transport);
  }

  @AfterEach
  void close() throws IOException {
    transport.close();
    store.close();
  }

  private void ingest() throws IOException {
    BulkRequest.Builder bulk = new BulkRequest.Builder();
    for (int i = 0; i < DOCUMENTS; i++) {
      Map<String, Object> document =
          Map.of(
              "@timestamp",
              "2026-11-02T01:%02d:%02d.000Z".formatted(i / 60, i % 60),
              "level",
              i % 4 == 0 ? "error" : "info",
              "message",
              "支付失败 order " + i,
              "kind",
              i % 2 == 0 ? "Paid" : "Open",
              "amount",
              i);
      String id = "d" + i;
      bulk.operations(op -> op.create(c -> c.index(INDEX).id(id).document(document)));
    }
    BulkResponse answer = client.bulk(bulk.build());
    assertThat(answer.errors()).isFalse();
    assertThat(answer.items()).hasSize(DOCUMENTS);
  }

  @Test
  void templatesBulkSearchAndAggregationsWork() throws IOException {
    assertThat(client.info().version().number()).isEqualTo("8.19.0");
    assertThat(
            client
                .indices()
                .putIndexTemplate(t ->
                    t.name("mall")
                        .indexPatterns("mall-*")
                        .template(
                            m -> m.mappings(p -> p.properties("kind", k -> k.keyword(w -> w)))))
                .acknowledged())
        .isTrue();
    ingest();
    SearchResponse<Map> found =
        client.search(
            s ->
                s.index(INDEX)
                    .size(2)
                    .query(q ->
                        q.bool(b ->
                            b.filter(f -> f.term(t -> t.field("kind").value("Paid")))
                                .must(m -> m.match(t -> t.field("message").query("支付失败")))))
                    .sort(o -> o.field(f -> f.field("amount").order(SortOrder.Desc)))
                    .highlight(h -> h.fields("message", f -> f))
                    .aggregations("levels", a -> a.terms(t -> t.field("level")))
                    .aggregations(
                        "minutes",
                        a ->
                            a.dateHistogram(d ->
                                    d.field("@timestamp").fixedInterval(Time.of(t -> t.time("1m"))))
                                .aggregations("most", m -> m.max(x -> x.field("amount"))))
                    .aggregations("spread", a -> a.percentiles(p -> p.field("amount"))),
            Map.class);

    assertThat(Objects.requireNonNull(found.hits().total()).value()).isEqualTo(60);
    Hit<Map> first = found.hits().hits().getFirst();
    assertThat(first.id()).isEqualTo("d118");
    assertThat(first.source()).containsEntry("amount", 118).containsEntry("kind", "Paid");
    assertThat(first.sort()).extracting(FieldValue::longValue).containsExactly(118L);
    assertThat(first.highlight().get("message")).containsExactly("<em>支付失败</em> order 118");
    assertThat(named(found.aggregations(), "levels").sterms().buckets().array())
        .extracting(bucket -> bucket.key().stringValue() + bucket.docCount())
        .containsExactly("error30", "info30");
    assertThat(named(found.aggregations(), "minutes").dateHistogram().buckets().array())
        .extracting(bucket -> named(bucket.aggregations(), "most").max().value())
        .containsExactly(58.0, 118.0);
    assertThat(named(found.aggregations(), "spread").tdigestPercentiles().values().keyed())
        .containsKey("50.0");
  }

  @Test
  void allPagesAreReadBySearchAfterPointInTimeAndScroll() throws IOException {
    ingest();
    Set<String> seen = new HashSet<>();
    String point =
        client.openPointInTime(p -> p.index(INDEX).keepAlive(Time.of(t -> t.time("1m")))).id();
    List<FieldValue> after = new ArrayList<>();
    while (true) {
      List<FieldValue> from = after;
      SearchResponse<Map> page =
          client.search(
              s -> {
                s.size(50)
                    .pit(p -> p.id(point))
                    .sort(o -> o.field(f -> f.field("@timestamp").order(SortOrder.Asc)));
                return from.isEmpty() ? s : s.searchAfter(from);
              },
              Map.class);
      if (page.hits().hits().isEmpty()) {
        break;
      }
      page.hits().hits().forEach(hit -> seen.add(hit.id()));
      after = page.hits().hits().getLast().sort();
    }
    assertThat(seen).hasSize(DOCUMENTS);
    assertThat(client.closePointInTime(p -> p.id(point)).succeeded()).isTrue();

    SearchResponse<Map> first =
        client.search(s -> s.index(INDEX).size(50).scroll(Time.of(t -> t.time("1m"))), Map.class);
    int scrolled = first.hits().hits().size();
    String id = first.scrollId();
    while (true) {
      String last = id;
      ScrollResponse<Map> page = client.scroll(s -> s.scrollId(last), Map.class);
      if (page.hits().hits().isEmpty()) {
        break;
      }
      scrolled += page.hits().hits().size();
      id = page.scrollId();
    }
    assertThat(scrolled).isEqualTo(DOCUMENTS);
  }

  @Test
  void errorsAreTold() throws IOException {
    assertThatThrownBy(() -> client.search(s -> s.index("none"), Map.class))
        .isInstanceOfSatisfying(
            ElasticsearchException.class,
            e -> {
              assertThat(e.status()).isEqualTo(404);
              assertThat(e.error().type()).isEqualTo("index_not_found_exception");
            });
    ingest();
    assertThat(client.get(g -> g.index(INDEX).id("d7"), Map.class).found()).isTrue();
    assertThat(client.exists(g -> g.index(INDEX).id("none")).value()).isFalse();
    assertThat(client.count(c -> c.index(INDEX)).count()).isEqualTo(DOCUMENTS);
    assertThat(client.fieldCaps(f -> f.index(INDEX).fields("*")).fields()).containsKey("amount");
    assertThat(client.cluster().health().status().jsonValue()).isEqualTo("green");
  }

  private static Aggregate named(Map<String, Aggregate> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }
}
