package io.mallwatch.doors.api.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShapeTest {

  private record Shop(String name, @Nullable Double rating, List<Shop> branches) {}

  private static final Shape<Shop> LEAF =
      Shape.<Shop>object("Leaf").field("name", Shape.STRING, Shop::name);

  private static final Shape.ObjectShape<Shop> SHOP =
      Shape.<Shop>object("Shop")
          .field("name", Shape.STRING, Shop::name)
          .optional("rating", Shape.NUMBER, Shop::rating)
          .field("branches", Shape.list(LEAF), Shop::branches);

  private static <T> String json(Shape<T> shape, T value) {
    return new String(Json.write(out -> shape.write(out, value)), StandardCharsets.UTF_8);
  }

  @Test
  void objectsAreWrittenWithAllTheirFieldsInOrder() {
    Shop shop = new Shop("南京路", null, List.of(new Shop("一号", 4.5, List.of())));
    assertThat(json(SHOP, shop))
        .isEqualTo("{\"name\":\"南京路\",\"rating\":null,\"branches\":[{\"name\":\"一号\"}]}");
    assertThat(json(SHOP.extend("Big", (Shop s) -> s).field("n", Shape.INTEGER, _ -> 1), shop))
        .endsWith("\"branches\":[{\"name\":\"一号\"}],\"n\":1}");
  }

  @Test
  void simpleValuesHaveTheirForms() {
    assertThat(json(Shape.INSTANT, Instant.EPOCH)).isEqualTo("\"1970-01-01T00:00:00Z\"");
    assertThat(json(Shape.NUMBER, Double.NaN)).isEqualTo("null");
    assertThat(json(Shape.NUMBERS, new double[] {1, 2.5, Double.NaN})).isEqualTo("[1,2.5,null]");
    assertThat(json(Shape.map(Shape.LONG), Map.of("a", 1L))).isEqualTo("{\"a\":1}");
    assertThat(json(Shape.FREE, Map.of("a", List.of(true)))).isEqualTo("{\"a\":[true]}");
    assertThat(json(Shape.STRING.of((Integer n) -> "n" + n), 5)).isEqualTo("\"n5\"");
  }

  @Test
  void aFieldThatMustBeThereMayNotBeNull() {
    Shape<Shop> strict = Shape.<Shop>object("").field("rating", Shape.NUMBER, Shop::rating);
    assertThatThrownBy(() -> json(strict, new Shop("x", null, List.of())))
        .hasMessage("field rating has no value");
  }

  @Test
  void endpointsBecomeADocument() {
    Endpoint shops =
        Endpoint.get(
            "/api/shops/{city}",
            "Shops: of a city.",
            List.of(Endpoint.Parameter.integer("limit", "At most.")),
            Shape.list(SHOP),
            _ -> List.of());
    Endpoint open =
        Endpoint.post(
            "/api/shops/{city}",
            "Opens a shop.",
            List.of(Endpoint.Parameter.required("name", "Its name.")),
            201,
            SHOP,
            _ -> new Shop("x", null, List.of()));
    assertThat(OpenApi.yaml("T", "1", List.of(open, shops)))
        .startsWith("openapi: \"3.1.0\"\ninfo:\n  title: T\n  version: \"1\"\n")
        .contains("\n  \"/api/shops/{city}\":\n    get:\n      summary: \"Shops: of a city.\"\n")
        .contains("\n        - name: limit\n          in: query\n          required: false\n")
        .contains("        required:\n                - name")
        .contains("\"$ref\": \"#/components/schemas/Leaf\"")
        .contains("    Problem:\n      type: object");
    assertThat(shops.route("/api").path()).isEqualTo("/shops/{city}");
    assertThatThrownBy(() -> shops.route("/other")).hasMessageContaining("is not under /other");
  }

  @Test
  void answersAreNotKeptByCaches() {
    assertThat(Endpoint.json(200, Shape.STRING, "x").headers())
        .containsEntry("cache-control", "no-store");
    assertThat(Endpoint.json(200, Shape.STRING, "x").contentType()).isEqualTo(Reply.JSON);
  }
}
