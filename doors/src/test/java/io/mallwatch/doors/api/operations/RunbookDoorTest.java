package io.mallwatch.doors.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Client;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunbookDoorTest {

  @TempDir Path dir;

  @Test
  void aPageIsReadWhereItsAlertPoints() throws IOException {
    Files.writeString(
        Files.createDirectories(dir.resolve("docs/runbooks")).resolve("BackupTooOld.md"), "# 备份");
    Files.writeString(dir.resolve("docs/secret.md"), "no");
    try (URLClassLoader packaged = new URLClassLoader(new URL[] {dir.toUri().toURL()}, null);
        Client client = Client.of(new RunbookDoor(packaged))) {
      HttpResponse<String> page = client.get("/docs/runbooks/BackupTooOld.md");
      assertThat(page.body()).isEqualTo("# 备份");
      assertThat(page.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");

      assertThat(client.get("/docs/runbooks/Nothing.md").statusCode()).isEqualTo(404);
      assertThat(client.get("/docs/runbooks/..%2Fsecret.md").statusCode()).isIn(400, 404);
    }
  }
}
