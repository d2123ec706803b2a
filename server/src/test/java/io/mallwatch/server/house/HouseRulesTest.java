package io.mallwatch.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HouseRulesTest {

  private static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();
  private static final int LONGEST_FILE = 600;

  private static JavaClasses house;

  @BeforeAll
  static void readTheHouse() {
    house =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !isTestkit(location))
            .importPackages("io.mallwatch");
  }

  private static boolean isTestkit(Location location) {
    return location.contains("testkit");
  }

  static Stream<String> rules() {
    return HouseRules.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theHouseHoldsItsRules(String name) {
    ArchRule rule = java.util.Objects.requireNonNull(HouseRules.all().get(name));
    rule.allowEmptyShould(true).check(house);
  }

  @Test
  void theWholeHouseWasRead() {
    for (String room :
        List.of(
            "model", "metrics", "logs", "traces", "alerts", "monitors", "ops", "doors", "server")) {
      assertThat(
              house.stream().anyMatch(c -> c.getPackageName().startsWith("io.mallwatch." + room)))
          .as(room)
          .isTrue();
    }
  }

  @Test
  void whatAMallEmbedsDependsOnNoOtherModule() throws IOException {
    assertThat(Files.readString(HOUSE.resolve("starter/pom.xml")))
        .doesNotContainPattern("<artifactId>mallwatch-(?!parent|spring-boot-starter)");
    assertThat(Files.readString(HOUSE.resolve("sample-mall/pom.xml")))
        .doesNotContainPattern("<artifactId>mallwatch-(?!parent|spring-boot-starter|sample-mall)");
  }

  @Test
  void noSourceFileIsTooLong() throws IOException {
    try (Stream<Path> files = Files.walk(HOUSE, 30)) {
      assertThat(files.filter(HouseRulesTest::isSource))
          .allSatisfy(
              file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(LONGEST_FILE));
    }
  }

  private static boolean isSource(Path file) {
    String path = file.toString();
    return (path.endsWith(".java") || path.endsWith(".ts") || path.endsWith(".tsx"))
        && path.contains("/src/")
        && !path.contains("/node_modules/")
        && !path.contains("/target/");
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    try (Stream<Path> folders = Files.walk(HOUSE, 30)) {
      assertThat(
              folders
                  .filter(folder -> folder.toString().contains("/src/main/java/io/mallwatch"))
                  .filter(HouseRulesTest::holdsJava))
          .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
    }
  }

  private static boolean holdsJava(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
