package io.mallwatch.starter.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlShapeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM users WHERE id = ?                        | SELECT users",
        "select count(*) from `Purchase_Orders` o join users u   | SELECT purchase_orders",
        "INSERT INTO points_transactions (a) VALUES (?)          | INSERT points_transactions",
        "UPDATE products SET stock = stock - 1                   | UPDATE products",
        "DELETE FROM \"shops\" WHERE id = 3                      | DELETE shops",
        "/* hint */ SELECT 1                                     | SELECT other",
        "CREATE TABLE IF NOT EXISTS level_rules (level INT)      | CREATE level_rules",
        "SET autocommit=1                                        | OTHER other"
      })
  void saysWhatIsDoneToWhichTable(String sql, String summary) {
    assertThat(SqlShape.of(sql).summary()).isEqualTo(summary);
  }

  @Test
  void literalsAreLeftOut() {
    assertThat(
            SqlShape.of(
                    "SELECT a1 FROM t WHERE name = 'O''Brien' AND phone='13900000000' AND n>12.5")
                .text())
        .isEqualTo("SELECT a1 FROM t WHERE name = ? AND phone=? AND n>?");
  }

  @Test
  void endlessStatementsAreCut() {
    assertThat(SqlShape.of("SELECT * FROM t WHERE x IN (" + "?,".repeat(5000) + "?)").text())
        .hasSizeLessThanOrEqualTo(SqlShape.MAX_TEXT);
  }
}
