package io.mallwatch.ops.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// Asks a colour whether it is up. Thread-safe.
public final class HttpProbe {

  /// Whether it answers below 400 in time.
  public boolean isUp(String address, BlueGreenPlan.Probe probe) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + probe.path()))
            .timeout(probe.timeout())
            .build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(probe.timeout())
            .build()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < 400;
    } catch (IOException _) {
      return false;
    }
  }
}
