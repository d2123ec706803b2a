package io.mallwatch.logs.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.logs.lines.ContainerLine;
import io.mallwatch.logs.lines.Multiline;
import io.mallwatch.testkit.Gen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerCutterTest {

  private static final String AT = "2026-11-02T01:00:00.123456789Z ";

  private final Cutter cutter = new ContainerCutter(ContainerLine::cri, Multiline.auto(), 4096);

  private List<String> cutInSteps(String text, int step) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<String> events = new ArrayList<>();
    int at = 0;
    int to = 0;
    while (to < bytes.length) {
      to = Math.min(bytes.length, to + step);
      boolean last = to == bytes.length;
      Cutter.Cut cut =
          cutter.cut(bytes, at, to, last ? Cutter.Ending.ALL : Cutter.Ending.WHOLE_EVENTS);
      cut.events()
          .forEach(one -> {
            Cutter.Wrapping wrapping = one.wrapping();
            events.add((wrapping == null ? "-" : wrapping.stream()) + " " + one.text());
          });
      at = cut.consumed();
    }
    return events;
  }

  @Test
  void partsOfALineAreJoinedAlsoWhereTheOtherStreamComesBetween() {
    String text =
        AT
            + "stdout P one \n"
            + AT
            + "stderr F other\n"
            + AT
            + "stdout P two \n"
            + AT
            + "stdout F three\n"
            + AT
            + "stdout F {}\n";

    assertThat(cutInSteps(text, text.length()))
        .containsExactlyInAnyOrder("stdout one two three", "stderr other", "stdout {}");
  }

  @Test
  void aStackTraceIsOneEvent() {
    String text =
        AT
            + "stderr F 2026-11-02 09:00:00 ERROR no\n"
            + AT
            + "stderr F java.lang.E: no\n"
            + AT
            + "stderr F \tat a.B.c(B.java:1)\n"
            + AT
            + "stdout F 2026-11-02 09:00:00 INFO yes\n";

    assertThat(cutInSteps(text, text.length()))
        .containsExactly(
            "stderr 2026-11-02 09:00:00 ERROR no\njava.lang.E: no\n\tat a.B.c(B.java:1)",
            "stdout 2026-11-02 09:00:00 INFO yes");
  }

  @Test
  void aLineThatIsNoRuntimesIsKeptAsItStands() {
    assertThat(cutInSteps("who knows\n" + AT + "stdout F x\n", 1000))
        .containsExactly("- who knows", "stdout x");
  }

  @Test
  void aLineWithoutItsLastPartIsAPieceInTheEnd() {
    byte[] bytes = (AT + "stdout P half\n").getBytes(StandardCharsets.UTF_8);

    assertThat(cutter.cut(bytes, 0, bytes.length, Cutter.Ending.WHOLE_LINES).consumed()).isZero();
    Cutter.Cut cut = cutter.cut(bytes, 0, bytes.length, Cutter.Ending.ALL);
    assertThat(cut.events()).extracting(Cutter.Event::piece).containsExactly(true);
    assertThat(cut.consumed()).isEqualTo(bytes.length);
  }

  @Test
  void longPartsDoNotGrowForEver() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      text.append(AT).append("stdout P ").append("x".repeat(200)).append('\n');
    }

    List<String> events = cutInSteps(text.toString(), 10_000);

    assertThat(events).allSatisfy(one -> assertThat(one.length()).isLessThan(4096 + 300));
    assertThat(String.join("", events).replace("stdout ", "")).hasSize(20_000);
  }

  @Test
  void howMuchIsReadAtATimeMakesNoDifference() {
    Gen<String> line =
        Gen.oneOf(
            List.of(
                "stdout F 2026-11-02 09:00:00 INFO a",
                "stdout F \tat x",
                "stderr F 2026-11-02 09:00:00 WARN b",
                "stderr P part ",
                "stdout P part ",
                "stderr F end",
                "stdout F {\"a\":1}"));
    Gen.forAll(
        200,
        Gen.lists(line, 12),
        lines -> {
          StringBuilder text = new StringBuilder();
          lines.forEach(one -> text.append(AT).append(one).append('\n'));
          List<String> whole = cutInSteps(text.toString(), text.length());
          for (int step : new int[] {1, 7, 50, 120}) {
            assertThat(cutInSteps(text.toString(), step)).as(text.toString()).isEqualTo(whole);
          }
        });
  }
}
