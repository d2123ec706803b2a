package io.mallwatch.doors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class GrpcTest {

  private static byte[] frame(int flag, int length, byte... message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) flag)
        .putInt(length)
        .put(message)
        .array();
  }

  @Test
  void oneWholeFrameIsOneMessage() {
    assertThat(Grpc.message(frame(0, 2, (byte) 7, (byte) 8), "", 10, _ -> {}))
        .containsExactly(7, 8);
    byte[] gzip = ContentCodings.gzip(new byte[] {9});
    assertThat(Grpc.message(frame(1, gzip.length, gzip), "gzip", 10, _ -> {})).containsExactly(9);
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> Grpc.message(new byte[3], "", 10, _ -> {}))
        .hasMessage("the body is no gRPC frame");
    assertThatThrownBy(() -> Grpc.message(frame(0, 5, (byte) 1), "", 10, _ -> {}))
        .hasMessageContaining("says 5 bytes, 1 came");
    assertThatThrownBy(() -> Grpc.message(frame(0, -1), "", 10, _ -> {}))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> Grpc.message(frame(1, 1, (byte) 1), "snappy", 10, _ -> {}))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(Grpc.code(e.problem())).isEqualTo(12));
    byte[] bomb = ContentCodings.gzip(new byte[10_000]);
    assertThatThrownBy(() -> Grpc.message(frame(1, bomb.length, bomb), "gzip", 100, _ -> {}))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(Grpc.code(e.problem())).isEqualTo(8));
  }

  @Test
  void messagesOfErrorsArePercentEncoded() {
    Reply.Whole error = Grpc.error(Problem.bad("50% 坏\n"));
    assertThat(error.headers())
        .containsEntry("grpc-status", "3")
        .containsEntry("grpc-message", "50%25 %E5%9D%8F%0A");
    assertThat(error.body()).isEmpty();
  }
}
