package io.mallwatch.samplemall;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/// Where this mall is reached, known once its port is open.
final class MallAddress implements ApplicationListener<ServletWebServerInitializedEvent> {
  private volatile @Nullable URI uri;

  @Override
  public void onApplicationEvent(ServletWebServerInitializedEvent event) {
    uri = URI.create("http://127.0.0.1:" + event.getWebServer().getPort());
  }

  /// The base address.
  ///
  /// @throws IllegalStateException before the port is open
  URI uri() {
    URI known = uri;
    if (known == null) {
      throw new IllegalStateException("the mall has no port yet");
    }
    return known;
  }
}
