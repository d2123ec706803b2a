package io.mallwatch.logs.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.logs.lines.Multiline;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventCutterTest {

  private static final String STACK =
      """
      2026-11-02 10:00:00.123 ERROR [main] c.m.Order - cannot pay
      java.lang.IllegalStateException: 支付失败

      \tat com.mall.Order.pay(Order.java:42)
      \tat com.mall.Order.main(Order.java:1)
      Caused by: java.io.IOException: reset
      \t... 3 more
      2026-11-02 10:00:01.000 INFO  [main] c.m.Order - next
      """;

  private static Cutter.Cut cut(String text, Cutter.Ending ending) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new EventCutter(TextEncoding.AUTO, Multiline.auto(), 1024)
        .cut(bytes, 0, bytes.length, ending);
  }

  private static List<String> texts(Cutter.Cut cut) {
    return cut.events().stream().map(Cutter.Event::text).toList();
  }

  @Test
  void aStackTraceBelongsToItsLine() {
    Cutter.Cut whole = cut(STACK, Cutter.Ending.ALL);
    assertThat(texts(whole)).hasSize(2);
    assertThat(texts(whole).getFirst()).endsWith("... 3 more").contains("\n\n\tat com.mall");

    Cutter.Cut sure = cut(STACK, Cutter.Ending.WHOLE_EVENTS);
    assertThat(sure.events()).hasSize(1);
    assertThat(sure.waiting()).isEqualTo(Cutter.Waiting.NEXT_LINE);
  }

  @Test
  void whereverTheBytesEndNoEventIsCutApart() {
    byte[] bytes = STACK.getBytes(StandardCharsets.UTF_8);
    EventCutter cutter = new EventCutter(TextEncoding.AUTO, Multiline.auto(), 1024);
    List<String> whole = texts(cut(STACK, Cutter.Ending.ALL));
    for (int end = 0; end <= bytes.length; end++) {
      Cutter.Cut first = cutter.cut(bytes, 0, end, Cutter.Ending.WHOLE_EVENTS);
      Cutter.Cut rest = cutter.cut(bytes, first.consumed(), bytes.length, Cutter.Ending.ALL);
      List<String> both = new java.util.ArrayList<>(texts(first));
      both.addAll(texts(rest));
      assertThat(both).as("cut at %d", end).isEqualTo(whole);
    }
  }

  @Test
  void jsonObjectsStandAlone() {
    Cutter.Cut cut = cut("{\"a\":1}\r\n{\"b\":2}\n{\"c\"", Cutter.Ending.WHOLE_EVENTS);
    assertThat(texts(cut)).containsExactly("{\"a\":1}", "{\"b\":2}");
    assertThat(cut.waiting()).isEqualTo(Cutter.Waiting.LINE_END);
    assertThat(cut.consumed()).isEqualTo(17);
  }

  @Test
  void emptyLinesAndHolesAreSteppedOver() {
    assertThat(texts(cut("\0\0\0one\n\n  \ntwo\n", Cutter.Ending.ALL)))
        .containsExactly("one", "two");
  }

  @Test
  void aLineThatIsTooLongIsKeptInPiecesBetweenCharacters() {
    String line = "支".repeat(1000);
    Cutter.Cut cut = cut(line + "\nnext\n", Cutter.Ending.ALL);

    assertThat(String.join("", texts(cut))).isEqualTo(line + "next");
    assertThat(cut.events())
        .extracting(Cutter.Event::piece)
        .containsExactly(true, true, false, false);
  }

  @Test
  void anEventHasAtMostSoManyLines() {
    String text = "first\n" + "  more\n".repeat(2000) + "last\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Cutter.Cut cut =
        new EventCutter(TextEncoding.UTF_8, Multiline.auto(), 1 << 20)
            .cut(bytes, 0, bytes.length, Cutter.Ending.ALL);
    long lines = cut.events().stream().mapToLong(event -> event.text().lines().count()).sum();
    assertThat(lines).isEqualTo(2002);
    assertThat(cut.events())
        .allSatisfy(event ->
            assertThat(event.text().lines().count()).isLessThanOrEqualTo(Multiline.MAX_LINES));
  }

  @Test
  void chineseEncodingsAreTold() {
    byte[] gbk = "订单 支付失败\n第二行\n".getBytes(Charset.forName("GBK"));
    Cutter.Cut cut =
        new EventCutter(TextEncoding.AUTO, Multiline.auto(), 1024)
            .cut(gbk, 0, gbk.length, Cutter.Ending.ALL);
    assertThat(texts(cut)).containsExactly("订单 支付失败", "第二行");
  }

  @Test
  void utf16IsCutAtItsOwnLineBreaks() {
    for (TextEncoding encoding : List.of(TextEncoding.UTF_16LE, TextEncoding.UTF_16BE)) {
      Charset charset =
          encoding == TextEncoding.UTF_16LE ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
      byte[] bytes = "\u0a0a one\n支付\u0a00\r\n".getBytes(charset); // units that hold 0x0a bytes
      Cutter.Cut cut =
          new EventCutter(encoding, Multiline.auto(), 1024)
              .cut(bytes, 0, bytes.length, Cutter.Ending.ALL);
      assertThat(texts(cut)).containsExactly("\u0a0a one", "支付\u0a00");
    }
  }
}
