package io.mallwatch.ops.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.HttpStub;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthCheckScriptTest {

  @TempDir Path dir;
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell(dir).with("RETRY_PAUSE", "0");
  }

  private static HttpStub mall(String failing) {
    return HttpStub.answering(
        request -> HttpStub.Answer.of(request.uri().getPath().equals(failing) ? 503 : 200, "{}"));
  }

  @Test
  void aHealthyMallPasses() throws IOException, InterruptedException {
    try (HttpStub mall = mall("")) {
      Shell.Said said = shell.run("health-check.sh", mall.url() + "/");

      assertThat(said.code()).isZero();
      assertThat(said.text())
          .contains("[INFO] 开始系统健康检查...")
          .contains("[INFO] 目标地址: " + mall.url())
          .contains("[INFO] ✅ /api/v1/points/health 正常")
          .contains("[INFO] 🎉 所有健康检查通过！");
      assertThat(mall.requests()).hasSize(7);
    }
  }

  @Test
  void oneFailedCheckStopsNoOtherAndEachIsAskedThreeTimes()
      throws IOException, InterruptedException {
    try (HttpStub mall = mall("/health/database")) {
      Shell.Said said = shell.run("health-check.sh", mall.url().toString());

      assertThat(said.code()).isEqualTo(1);
      assertThat(said.text())
          .contains("[ERROR] ❌ 数据库连接失败")
          .contains("✅ Redis连接正常")
          .contains("✅ /api/v1/points/health 正常")
          .contains("💥 有 1 项检查失败");
      assertThat(mall.requests()).hasSize(9);
    }
  }

  @Test
  void oneBusinessEndpointDoesNotHideTheNext() throws IOException, InterruptedException {
    try (HttpStub mall = mall("/api/v1/users/health")) {
      assertThat(shell.run("health-check.sh", mall.url().toString()).text())
          .contains("❌ /api/v1/users/health 异常", "✅ /api/v1/shops/health 正常");
    }
  }

  @Test
  void everyFailedTryOfTheApiIsTold() throws IOException, InterruptedException {
    Shell.Said said = shell.with("MAX_RETRIES", "2").run("health-check.sh", "http://127.0.0.1:1");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text())
        .contains("[WARN] ❌ 第1次健康检查失败", "❌ 第2次健康检查失败", "🚨 API健康检查失败，服务可能不可用")
        .contains("💥 有 4 项检查失败");
  }
}
