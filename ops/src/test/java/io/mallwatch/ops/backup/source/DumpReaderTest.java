package io.mallwatch.ops.backup.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DumpReaderTest {

  private static final String DUMP =
      """
      -- MariaDB dump 10.19  Distrib 10.11.6-MariaDB
      -- Server version\t10.11.6-MariaDB
      DROP TABLE IF EXISTS `orders`;
      CREATE TABLE `orders` (
        `id` int(11) NOT NULL AUTO_INCREMENT,
        `note` text DEFAULT NULL
      ) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4;
      INSERT INTO `orders` VALUES
      (1,'it''s (fine); really'),
      (2,'a \\'quoted\\' \\\\'),
      (3,NULL);
      CREATE TABLE `empty` (
        `id` int(11) NOT NULL
      ) ENGINE=InnoDB;
      DELIMITER ;;
      /*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER `t` BEFORE INSERT
      CREATE TABLE `phantom` (id int);
      END */;;
      DELIMITER ;
      /*!50001 VIEW `paid` AS select 1 */;
      -- Dump completed on 2026-11-23  2:00:01
      """;

  private static DumpFacts read(String dump, int step) {
    DumpReader reader = new DumpReader();
    byte[] bytes = dump.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += step) {
      reader.write(bytes, at, Math.min(step, bytes.length - at));
    }
    return reader.facts();
  }

  @Test
  void rowsAreCountedWhateverTextsHoldAndHoweverTheBytesCome() {
    for (int step : new int[] {1, 7, 100, 100_000}) {
      DumpFacts facts = read(DUMP, step);

      assertThat(facts).isEqualTo(read(DUMP, 3));
      assertThat(facts.tables()).containsOnlyKeys("orders", "empty");
      assertThat(facts.table("orders").orElseThrow().rows()).isEqualTo(3);
      assertThat(facts.table("empty").orElseThrow().rows()).isZero();
      assertThat(facts.objects()).containsEntry("trigger", 1).containsEntry("view", 1);
      assertThat(facts.server()).isEqualTo("10.11.6-MariaDB");
      assertThat(facts.complete()).isTrue();
      assertThat(facts.leaves()).isFalse();
    }
  }

  @Test
  void theOrderOfRowsAndTheCounterDoNotMatterButTheirContentDoes() {
    String turned =
        DUMP.replace("(1,'it''s (fine); really'),\n", "")
            .replace("(3,NULL);", "(3,NULL),\n(1,'it''s (fine); really');")
            .replace("AUTO_INCREMENT=4", "AUTO_INCREMENT=99");

    assertThat(read(turned, 50).tables()).isEqualTo(read(DUMP, 50).tables());
    assertThat(read(DUMP.replace("fine", "gone"), 50).table("orders").orElseThrow().content())
        .isNotEqualTo(read(DUMP, 50).table("orders").orElseThrow().content());
    assertThat(
            read(DUMP.replace("text DEFAULT", "blob DEFAULT"), 50)
                .table("orders")
                .orElseThrow()
                .schema())
        .isNotEqualTo(read(DUMP, 50).table("orders").orElseThrow().schema());
  }

  @Test
  void aDumpCutAnywhereIsNotComplete() {
    int last = DUMP.indexOf("-- Dump completed");
    for (int end = 0; end < last; end++) {
      assertThat(read(DUMP.substring(0, end), 64).complete()).isFalse();
    }
  }

  @Test
  void aDumpThatNamesADatabaseIsSeen() {
    assertThat(read("USE `mall`;\n" + DUMP, 64).leaves()).isTrue();
    assertThat(read("CREATE DATABASE `mall`;\n" + DUMP, 64).leaves()).isTrue();
  }
}
