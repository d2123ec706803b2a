package io.mallwatch.monitors.business.mall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MallDatabaseTest {

  private static final Instant NOW = Instant.parse("2026-11-02T02:00:00Z");

  @Test
  void numbersAndTextsComeByTheirLabels() throws Exception {
    try (TestMall mall = new TestMall("rows", TestMall.SAMPLE);
        MallDatabase database = mall.open(MallSchema.DEFAULT)) {
      mall.sql("INSERT INTO users VALUES (7, 'vip', 1.50, '2026-11-01 00:00:00', NULL)");

      assertThat(
              database.rows(
                  new SqlTemplate(
                      "SELECT {users.id} AS id, {users.level} AS level, {users.last_login_at} AS"
                          + " seen FROM {users} WHERE {users.level} IN ({level.vip})"),
                  NOW,
                  10))
          .containsExactly(Map.of("id", 7.0, "level", "vip"));
    }
  }

  @Test
  void noMoreRowsThanAskedForAreTaken() throws Exception {
    try (TestMall mall = new TestMall("most", List.of());
        MallDatabase database = mall.open(MallSchema.DEFAULT)) {
      assertThat(database.rows(new SqlTemplate("SELECT x AS x FROM SYSTEM_RANGE(1, 50)"), NOW, 3))
          .hasSize(3);
    }
  }

  @Test
  void aTableThatIsNotThereIsSaidAndTheConnectionGoesOn() throws Exception {
    try (TestMall mall = new TestMall("gone", List.of());
        MallDatabase database = mall.open(MallSchema.DEFAULT)) {
      assertThatThrownBy(() -> database.rows(new SqlTemplate("SELECT 1 FROM {users}"), NOW, 1))
          .isInstanceOf(MallQueryException.class)
          .hasMessageContaining("users");
      assertThat(database.rows(new SqlTemplate("SELECT 1 AS one"), NOW, 1)).hasSize(1);
    }
  }

  @Test
  void whatNobodyConfiguredIsNotAsked() {
    try (MallDatabase database =
        new MallDatabase(
            Optional::empty, MallSchema.DEFAULT, ZoneOffset.UTC, Duration.ofSeconds(1))) {
      assertThat(database.isConfigured()).isFalse();
      assertThatThrownBy(() -> database.rows(new SqlTemplate("SELECT 1"), NOW, 1))
          .isInstanceOf(MallQueryException.class);
    }
  }

  @Test
  void anAddressOfNoKnownKindIsRefusedByName() {
    try (MallDatabase database =
        new MallDatabase(
            () -> Optional.of(new MallAccess("jdbc:oracle:thin:@x", "u", "p")),
            MallSchema.DEFAULT,
            ZoneOffset.UTC,
            Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> database.rows(new SqlTemplate("SELECT 1"), NOW, 1))
          .hasMessageContaining("jdbc:postgresql:");
    }
  }

  @Test
  void aColumnThatIsNotMappedIsNamed() {
    SqlTemplate template = new SqlTemplate("SELECT {logins.created_at} FROM {logins}");

    assertThatThrownBy(() -> template.fill(MallSchema.DEFAULT, Dialect.MYSQL, NOW, ZoneOffset.UTC))
        .isInstanceOf(NotMappedException.class)
        .hasMessageContaining("logins");
  }

  @Test
  void eachDatabaseIsAskedInItsOwnWords() {
    SqlTemplate template =
        new SqlTemplate(
            "SELECT AVG(seconds({orders.created_at}, {orders.paid_at})) FROM {orders}"
                + " WHERE {orders.status} IN ({orders.status.paid}) AND {orders.paid_at} < :minus1d");
    MallSchema schema =
        MallSchema.of(List.of("orders=Shop.T-Orders".replace("-", "_"), "orders.status.paid=2|3"));
    ZoneId zone = ZoneId.of("Asia/Shanghai");

    assertThat(template.fill(schema, Dialect.MYSQL, NOW, zone).sql())
        .contains(
            "TIMESTAMPDIFF(MICROSECOND, created_at, paid_at)", "`Shop`.`T_Orders`", "IN (?, ?)");
    assertThat(template.fill(schema, Dialect.POSTGRESQL, NOW, zone).sql())
        .contains("EXTRACT(EPOCH FROM (paid_at - created_at))", "\"Shop\".\"T_Orders\"");
    assertThat(template.fill(schema, Dialect.MYSQL, NOW, zone).parameters())
        .containsExactly("2", "3", java.time.LocalDateTime.parse("2026-11-01T10:00"));
    assertThat(template.readable(schema, NOW, zone)).contains("IN ('2', '3')");
  }

  @Test
  void timesMayBeNumbers() {
    SqlTemplate template =
        new SqlTemplate("SELECT seconds({orders.created_at}, {orders.paid_at}) WHERE :now > 0");
    MallSchema schema = MallSchema.of(List.of("times=epoch_millis"));

    SqlTemplate.Filled filled = template.fill(schema, Dialect.MYSQL, NOW, ZoneOffset.UTC);

    assertThat(filled.sql()).contains("(paid_at - created_at) / 1000.0");
    assertThat(filled.parameters()).containsExactly(NOW.toEpochMilli());
  }

  @Test
  void wrongMappingsAreRefusedWithWhatIsWrong() {
    assertThatThrownBy(() -> MallSchema.of(List.of("user=x"))).hasMessageContaining("user");
    assertThatThrownBy(() -> MallSchema.of(List.of("users"))).hasMessageContaining("=");
    assertThatThrownBy(() -> MallSchema.of(List.of("users=x; DROP TABLE users")))
        .hasMessageContaining("cannot be the name");
    assertThatThrownBy(() -> MallSchema.of(List.of("orders.amount.factor=1/100")))
        .hasMessageContaining("number");
    assertThatThrownBy(() -> MallSchema.of(List.of("times=days"))).hasMessageContaining("epoch");
  }

  @Test
  void accessIsReadFromAFileThatMayComeLater(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("database.properties");
    assertThat(MallAccess.ofFile(file)).isEmpty();
    Files.writeString(file, "url=jdbc:mariadb://h/mall?x=1\nuser=u\npassword=very-secret\n");

    MallAccess access = MallAccess.ofFile(file).orElseThrow();

    assertThat(access).isEqualTo(new MallAccess("jdbc:mariadb://h/mall?x=1", "u", "very-secret"));
    assertThat(access.toString()).isEqualTo("jdbc:mariadb://h/mall");
  }
}
