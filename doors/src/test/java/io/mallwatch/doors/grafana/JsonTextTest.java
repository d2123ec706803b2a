package io.mallwatch.doors.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {

  @Test
  void membersAreSetInTheirPlaceAndAllElseStays() {
    String json =
        " { \"a\" : [1, {\"id\": 2}] ,\n \"id\" : null, \"s\":\"}\\\",\\\\\", \"n\":1.50e+02 }\n";
    assertThat(JsonText.of(json).with("id", "7"))
        .hasToString(json.replace("\"id\" : null", "\"id\" : 7"));
    assertThat(JsonText.of(json).with("n", "\"x\"")).hasToString(json.replace("1.50e+02", "\"x\""));
    assertThat(JsonText.of(json).member("a")).contains("[1, {\"id\": 2}]");
    assertThat(JsonText.of(json).member("s")).contains("\"}\\\",\\\\\"");
    assertThat(JsonText.of(json).member("none")).isEmpty();
  }

  @Test
  void newMembersComeFirst() {
    assertThat(JsonText.of("{\"a\":1}").with("b", "2")).hasToString("{\"b\":2,\"a\":1}");
    assertThat(JsonText.of("{ }").with("b", "2")).hasToString("{\"b\":2 }");
  }

  @Test
  void escapedAndRepeatedNamesAreFound() {
    assertThat(JsonText.of("{\"\\u0069d\":1,\"id\":2}").with("id", "3"))
        .hasToString("{\"\\u0069d\":3,\"id\":3}");
    assertThat(JsonText.of("{\"id\":1,\"id\":2}").member("id")).contains("2");
  }

  @Test
  void anyObjectReadsTheSameButForTheMember() {
    for (int seed = 0; seed < 300; seed++) {
      java.util.Random random = new java.util.Random(seed);
      Map<String, Object> object = new LinkedHashMap<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        object.put("k" + random.nextInt(4) + "\"{", value(random, 3));
      }
      if (random.nextBoolean()) {
        object.put("id", value(random, 2));
      }
      String json = new String(Json.write(out -> Json.any(out, object)), StandardCharsets.UTF_8);
      String set = JsonText.of(json).with("id", "{\"set\":[true]}").toString();
      object.put("id", Map.of("set", java.util.List.of(true)));
      assertThat(Json.tree(set.getBytes(StandardCharsets.UTF_8))).as(json).isEqualTo(object);
    }
  }

  private static Object value(java.util.Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 5 : 3)) {
      case 0 -> (long) random.nextInt(100);
      case 1 -> "t}\"]," + random.nextInt(9);
      case 2 -> random.nextBoolean();
      case 3 -> java.util.List.of(value(random, depth - 1), value(random, depth - 1));
      default -> Map.of("x", value(random, depth - 1));
    };
  }
}
