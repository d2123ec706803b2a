package io.mallwatch.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BusinessSettingsTest {

  @TempDir Path folder;

  @Test
  void aMallIsDescribedInTheFileAndItsPasswordComesByTheEnvironment() throws Exception {
    Path file = folder.resolve("mallwatch.yaml");
    Files.writeString(
        file,
        """
        business:
          database:
            url: jdbc:postgresql://db.internal/shop
            user: reader
            time_zone: Asia/Shanghai
          mapping:
            - users=t_member
            - orders.status.paid=2|3
        """);

    BusinessConfig business =
        ConfigLoader.load(file, Map.of("MALLWATCH_BUSINESS_DATABASE_PASSWORD", "s3cret"), Map.of())
            .business();

    assertThat(business.accessNow().orElseThrow().password()).isEqualTo("s3cret");
    assertThat(business.zone()).hasToString("Asia/Shanghai");
    assertThat(business.schema().names())
        .containsEntry("users", "t_member")
        .containsEntry("orders.status.paid", "2|3")
        .containsEntry("points", "points_transactions");
    assertThat(business.toString()).doesNotContain("s3cret");
  }

  @Test
  void aFileMaySayLaterHowTheDatabaseIsReached() throws Exception {
    Path access = folder.resolve("database.properties");
    BusinessConfig business =
        ConfigLoader.load(
                null, Map.of(), Map.of("business.database.access_file", access.toString()))
            .business();
    assertThat(business.accessNow()).isEmpty();

    Files.writeString(access, "url=jdbc:mariadb://127.0.0.1/mall\nuser=u\npassword=p\n");

    assertThat(business.accessNow().orElseThrow().url()).isEqualTo("jdbc:mariadb://127.0.0.1/mall");
  }

  @Test
  void aWrongMappingStopsTheStartAndIsNamed() {
    assertThatThrownBy(() ->
            ConfigLoader.load(
                null, Map.of("MALLWATCH_BUSINESS_MAPPING", "usres=members"), Map.of()))
        .isInstanceOf(BadConfigException.class)
        .hasMessageContaining("usres");
  }
}
