package io.mallwatch.logs.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.logs.ingest.Original;
import io.mallwatch.logs.lines.LineFormat;
import io.mallwatch.logs.lines.Multiline;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailerTest {

  @TempDir Path dir;

  @Test
  void linesComeWithTheirFileAndTheServiceOfTheInput() {
    TailRoom room = TailRoom.of(dir, "*.log");
    room.write("a.log", "2026-11-02 09:59:59.000 WARN [main] c.m.Order - low stock\n");
    room.settle();

    LogEntry entry = room.sink.kept.values().iterator().next();
    assertThat(entry.service()).isEqualTo("order");
    assertThat(entry.message()).isEqualTo("low stock");
    assertThat(entry.data()).containsEntry("log.file.path", room.file("a.log").toString());
  }

  @Test
  void aLineWithoutItsEndWaitsAndIsTakenWhenNothingMoreComes() {
    TailRoom room = TailRoom.of(dir, "*.log");
    room.write("a.log", "{\"message\":\"one\"}\n{\"message\":\"two\"}");
    room.rounds(3);
    assertThat(room.sink.messages()).containsExactly("one");
    assertThat(room.tailer.report().files())
        .extracting(TailReport.FileStatus::state)
        .containsExactly(TailReport.State.WAITING);

    room.rounds(6);
    assertThat(room.sink.messages()).containsExactly("one", "two");
  }

  @Test
  void aFullStoreStopsReadingAndNothingIsLost() {
    TailRoom room = TailRoom.of(dir, "*.log");
    room.write("a.log", "x\n".repeat(3));
    room.sink.refuseNext = 3;
    room.tailer.round();
    assertThat(room.tailer.report().paused()).isTrue();
    room.write("a.log", "y\n".repeat(3));

    room.settle();

    assertThat(room.sink.messages()).containsExactly("x", "x", "x", "y", "y", "y");
    assertThat(room.tailer.report().totals().waits()).isEqualTo(3);
    assertThat(room.tailer.report().paused()).isFalse();
  }

  @Test
  void aRestartGoesOnWhereItStopped() {
    TailRoom room = TailRoom.of(dir, "*.log");
    room.write("a.log", "one\n");
    room.settle();
    room.restart();
    room.write("a.log", "two\n");
    room.settle();

    assertThat(room.sink.messages()).containsExactly("one", "two");
    assertThat(room.sink.repeated).isZero();
  }

  @Test
  void afterAKillLinesHaveTheIdsTheyHad() {
    TailRoom room = TailRoom.of(dir, "*.log");
    room.write("a.log", "{\"n\":0}\n");
    room.tailer.round(); // saves that there is a file
    room.write("a.log", "{\"n\":1}\n{\"n\":2}\n");
    room.tailer.round(); // within the same second: stored, not saved
    room.killAndRestart();
    room.settle();

    assertThat(room.sink.kept).hasSize(3);
    assertThat(room.sink.repeated).isEqualTo(3);
  }

  @Test
  void aCompressedRollIsReadOnceAndARollOfWhatWasReadIsNot() {
    TailRoom room = TailRoom.of(dir, "app.log*");
    room.write("app.log.7", "from before\n");
    room.compress("app.log.7");
    room.write("app.log", "one\n");
    room.settle();
    room.rename("app.log", "app.log.1");
    room.compress("app.log.1");
    room.write("app.log", "two\n");
    room.settle();
    room.restart();
    room.settle();

    assertThat(room.sink.messages()).containsExactlyInAnyOrder("from before", "one", "two");
    assertThat(room.sink.repeated).isZero();
  }

  @Test
  void whatWasCompressedWhileNobodyLookedIsReadFromWhereReadingStopped() {
    TailRoom room = TailRoom.of(dir, "*.log");
    room.write("app.log", "one\n");
    room.settle();
    room.tailer.close();
    room.write("app.log", "two\n");
    room.rename("app.log", "app.log.1");
    room.compress("app.log.1");
    room.write("app.log", "three\n");
    room.restart();
    room.settle();

    assertThat(room.sink.messages()).containsExactlyInAnyOrder("one", "two", "three");
    assertThat(room.sink.repeated).isZero();
  }

  @Test
  void aDeletedFileIsReadToItsEnd() throws IOException {
    TailRoom room = TailRoom.of(dir, "*.log");
    room.write("a.log", "one\n");
    room.tailer.round();
    room.write("a.log", "two\n");
    Files.delete(room.file("a.log"));
    room.settle();

    assertThat(room.sink.messages()).containsExactly("one", "two");
  }

  @Test
  void filesThatBeginAlikeAreNotTakenForCopies() {
    TailRoom room = TailRoom.of(dir, "**/*.log");
    String banner = "=".repeat(80).concat("\n").repeat(20);
    room.write("order.log", banner + "{\"message\":\"order\"}\n");
    room.write("user.log", banner + "{\"message\":\"user\"}\n");
    room.settle();

    assertThat(room.sink.messages()).contains("order", "user").hasSize(42);
  }

  @Test
  void whyAFileIsNotReadIsTold() throws IOException {
    TailInput input =
        new TailInput(
            "mall",
            List.of(dir + "/logs/*.log"),
            List.of(dir + "/logs/debug*"),
            "order",
            LineFormat.AUTO,
            TextEncoding.AUTO,
            Multiline.auto(),
            false,
            Duration.ofDays(1),
            4096,
            TailInput.Given.NOTHING);
    TailRoom room = new TailRoom(dir, List.of(input));
    room.write("debug.log", "x\n");
    room.write("empty.log", "");
    room.write("old.log", "x\n");
    Files.setLastModifiedTime(
        room.file("old.log"),
        java.nio.file.attribute.FileTime.from(room.clock.instant().minus(Duration.ofDays(2))));
    room.settle();

    assertThat(room.sink.kept).isEmpty();
    assertThat(room.tailer.report().ignored())
        .extracting(one -> one.path().getFileName() + ": " + one.reason())
        .containsExactlyInAnyOrder(
            "debug.log: excluded",
            "empty.log: empty",
            "old.log: not written since 2026-10-31T02:00:00Z");
  }

  @Test
  void anInputMayBeginAtTheEndOfWhatIsThere() {
    TailInput input =
        new TailInput(
            "mall",
            List.of(dir + "/logs/*.log"),
            List.of(),
            "order",
            LineFormat.PLAIN,
            TextEncoding.AUTO,
            Multiline.off(),
            true,
            Duration.ofDays(1),
            4096,
            TailInput.Given.NOTHING);
    TailRoom room = new TailRoom(dir, List.of(input));
    room.write("a.log", "long ago\n");
    room.settle();
    room.write("a.log", "now\n");
    room.write("b.log", "new file\n");
    room.settle();

    assertThat(room.sink.messages()).containsExactlyInAnyOrder("now", "new file");
  }

  @Test
  void byteOrderMarksSayTheEncoding() {
    TailRoom room = TailRoom.of(dir, "*.log");
    room.write("utf16.log", "\uFEFF{\"message\":\"支付\"}\r\n".getBytes(StandardCharsets.UTF_16LE));
    room.write("utf8.log", "\uFEFF{\"message\":\"订单\"}\r\n".getBytes(StandardCharsets.UTF_8));
    room.settle();

    assertThat(room.sink.messages()).containsExactlyInAnyOrder("支付", "订单");
  }

  @Test
  void everyFileHasItsTurn() {
    TailRoom room = TailRoom.of(dir, "*.log");
    room.write("big.log", ("{\"message\":\"" + "x".repeat(1000) + "\"}\n").repeat(3_000));
    room.write("small.log", "{\"message\":\"small\"}\n");
    room.tailer.round();

    assertThat(room.sink.messages()).contains("small");
    assertThat(room.sink.messages().size()).isLessThan(1_000);
    assertThat(room.tailer.report().files().getFirst().lagBytes()).isPositive();
  }

  @Test
  void rollsOfZstandardAreReadOnceLikeTheFilesTheyWere() {
    TailRoom room = TailRoom.of(dir, "*.log");
    room.write("a.log", "{\"message\":\"one\"}\n");
    room.settle();
    room.write("a.log", "{\"message\":\"two\"}\n");
    room.rename("a.log", "a.log.1");
    room.compressZstd("a.log.1");
    room.write("a.log", "{\"message\":\"three\"}\n");
    room.settle();

    assertThat(room.sink.messages()).containsExactlyInAnyOrder("one", "two", "three");
  }

  @Test
  void aZstandardFileThatIsStillBeingWrittenIsReadWhenItIsWhole() throws IOException {
    TailRoom room = TailRoom.of(dir, "*.zst");
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("{\"message\":\"").append(random.nextLong()).append("\"}\n");
    }
    room.write("a.log", text.toString());
    room.compressZstd("a.log");
    byte[] whole = Files.readAllBytes(room.file("a.log.zst"));
    Files.write(room.file("a.log.zst"), java.util.Arrays.copyOf(whole, whole.length / 2));
    room.settle();

    assertThat(room.tailer.report().ignored())
        .singleElement()
        .satisfies(one -> assertThat(one.reason()).contains("not whole"));
    Files.write(room.file("a.log.zst"), whole);
    room.settle();
    assertThat(room.sink.kept).hasSize(20_000);
    assertThat(room.sink.repeated).isZero();
  }

  private static TailInput input(Path dir, LineFormat format, TailInput.Given given) {
    return new TailInput(
        "mall",
        List.of(dir + "/logs/*.log"),
        List.of(),
        "order",
        format,
        TextEncoding.AUTO,
        Multiline.auto(),
        false,
        Duration.ofDays(1),
        4096,
        given);
  }

  @Test
  void whatAnInputGivesIsInItsEntriesAndInWhatPipelinesSee() {
    TailInput.Given given =
        new TailInput.Given("mine", Map.of("env", "prod", "n", "x"), List.of("edge"));
    TailRoom room = new TailRoom(dir, List.of(input(dir, LineFormat.AUTO, given)));
    room.write("a.log", "{\"msg\":\"one\",\"n\":1}\n2026-11-02 09:00:00 WARN two\n");
    room.settle();

    assertThat(room.sink.messages()).containsExactly("one", "two");
    LogEntry one = room.sink.kept.values().iterator().next();
    assertThat(one.tags()).containsExactly("edge");
    assertThat(one.data()).containsEntry("env", "prod").containsEntry("n", 1L);
    assertThat(room.sink.pipelines).containsExactly("mine");
    assertThat(room.sink.originals.values())
        .containsExactly(
            new Original.Members(
                Map.of(
                    "msg",
                    "one",
                    "n",
                    1L,
                    "env",
                    "prod",
                    "log.file.path",
                    room.file("a.log").toString())),
            new Original.Line("2026-11-02 09:00:00 WARN two"));
  }

  @Test
  void whatDockerWroteIsUnwrappedAndJoined() {
    TailRoom room =
        new TailRoom(dir, List.of(input(dir, LineFormat.DOCKER, TailInput.Given.NOTHING)));
    room.write(
        "c-json.log",
        """
        {"log":"{\\"level\\":\\"warn\\",","stream":"stdout","time":"2026-11-02T01:00:00.5Z"}
        {"log":"2026-11-02 09:00:01 ERROR [main] c.m.Pay : no\\n","stream":"stderr","time":"2026-11-02T01:00:01Z"}
        {"log":"\\"message\\":\\"支付\\"}\\n","stream":"stdout","time":"2026-11-02T01:00:00.6Z"}
        {"log":"java.lang.IllegalStateException: no\\n","stream":"stderr","time":"2026-11-02T01:00:01Z"}
        {"log":"\\tat c.m.Pay.pay(Pay.java:7)\\n","stream":"stderr","time":"2026-11-02T01:00:01Z"}
        """);
    room.settle();

    assertThat(room.sink.messages()).contains("支付");
    LogEntry paid =
        room.sink.kept.values().stream()
            .filter(entry -> entry.message().equals("支付"))
            .findFirst()
            .orElseThrow();
    assertThat(paid.timestamp()).isEqualTo("2026-11-02T01:00:00.5Z");
    assertThat(paid.level()).isEqualTo(LogLevel.WARN);
    assertThat(paid.data()).containsEntry("stream", "stdout");
  }
}
