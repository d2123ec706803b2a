package io.mallwatch.doors.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.logs.lines.LineIntake.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {

  /// Gives at most `most` bytes at a time.
  private static InputStream slowly(byte[] bytes, int most) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int from, int length) {
        return super.read(into, from, Math.min(most, length));
      }
    };
  }

  private static List<Event> frames(byte[] bytes, boolean counted, int most) throws IOException {
    Frames frames = new Frames(slowly(bytes, most), counted, 32);
    List<Event> all = new ArrayList<>();
    for (Event event = frames.next(); event != null; event = frames.next()) {
      all.add(event);
    }
    assertThat(frames.taken()).isEqualTo(bytes.length);
    return all;
  }

  private static void assertFrames(String text, boolean counted, String... wanted)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int most : new int[] {1, 2, 3, 7, 1000}) {
      assertThat(frames(bytes, counted, most)).extracting(Event::text).containsExactly(wanted);
    }
  }

  @Test
  void linesEndWithANewlineOrAZeroByteOrTheStream() throws IOException {
    assertFrames("one\r\n\n  \ntwo\0three\nfour", false, "one", "two", "three", "four");
  }

  @Test
  void countedMessagesMayHaveLineBreaksInThem() throws IOException {
    assertFrames(
        "10 <34>a\nb cd8 <34>last\n<35>line\n5 <3>xy\n",
        true,
        "<34>a\nb cd",
        "<34>last",
        "<35>line",
        "<3>xy");
  }

  @Test
  void aLineThatBeginsWithANumberIsNoCountedMessage() throws IOException {
    assertFrames("2026 was good\n12345678901234\n7", true, "2026 was good", "12345678901234", "7");
    assertFrames("5 <1>ab\n", false, "5 <1>ab");
  }

  @Test
  void whatIsTooLongComesInPiecesThatCutNoCharacter() throws IOException {
    String text = "支付".repeat(20);
    byte[] line = (text + "\nend\n").getBytes(StandardCharsets.UTF_8);
    byte[] counted = ("123 <1>" + text + "\nend\n").getBytes(StandardCharsets.UTF_8);
    for (int most : new int[] {1, 5, 1000}) {
      List<Event> pieces = frames(line, true, most);
      assertThat(String.join("", pieces.stream().map(Event::text).toList()))
          .isEqualTo(text + "end");
      assertThat(pieces.getFirst().piece()).isTrue();
      assertThat(pieces.getLast()).isEqualTo(new Event("end", false));
      List<Event> others = frames(counted, true, most);
      assertThat(String.join("", others.stream().map(Event::text).toList()))
          .isEqualTo("<1>" + text + "end");
      assertThat(others.getLast()).isEqualTo(new Event("end", false));
    }
  }

  @Test
  void aCountedMessageThatIsCutOffIsKeptAsAPiece() throws IOException {
    assertThat(frames("30 <1>half".getBytes(StandardCharsets.UTF_8), true, 4))
        .containsExactly(new Event("<1>half", true));
  }

  @Test
  void chineseEncodingsAreTold() throws IOException {
    assertThat(frames("订单已支付\n".getBytes(Charset.forName("GBK")), true, 3))
        .extracting(Event::text)
        .containsExactly("订单已支付");
  }
}
