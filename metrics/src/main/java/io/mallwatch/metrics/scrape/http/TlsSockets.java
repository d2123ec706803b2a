package io.mallwatch.metrics.scrape.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Puts TLS on sockets. Certificates and keys in files are read again when the files change.
/// Thread-safe.
final class TlsSockets {

  private static final char[] NO_PASSWORD = new char[0];

  private final TlsConfig config;
  private @Nullable SSLContext context; // guarded by this
  private List<Object> stamps = List.of(); // guarded by this

  TlsSockets(TlsConfig config) {
    this.config = config;
  }

  /// A socket over `plain`, the handshake done.
  ///
  /// @throws HttpFailedException when certificates or keys cannot be used
  SSLSocket handshake(Socket plain, String host, int port) throws IOException {
    String name = config.serverName().isEmpty() ? host : config.serverName();
    SSLSocket socket =
        (SSLSocket) context().getSocketFactory().createSocket(plain, name, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(config.versions().toArray(String[]::new));
    if (!config.insecureSkipVerify()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    parameters.setServerNames(isAddress(name) ? List.of() : List.of(new SNIHostName(name)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static boolean isAddress(String name) {
    return name.indexOf(':') >= 0 || name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  private synchronized SSLContext context() {
    List<Object> now = new ArrayList<>();
    stamp(config.ca(), now);
    stamp(config.certificate(), now);
    stamp(config.key(), now);
    if (context == null || !now.equals(stamps)) {
      try {
        SSLContext fresh = SSLContext.getInstance("TLS");
        fresh.init(keys(), trust(), new SecureRandom());
        context = fresh;
        stamps = now;
      } catch (GeneralSecurityException | IOException e) {
        throw new HttpFailedException("tls_config cannot be used: " + e.getMessage(), e);
      }
    }
    return context;
  }

  private static void stamp(@Nullable Secret secret, List<Object> stamps) {
    if (secret instanceof Secret.InFile(java.nio.file.Path file)) {
      try {
        stamps.add(List.of(Files.getLastModifiedTime(file), Files.size(file)));
      } catch (IOException missing) {
        stamps.add(missing.toString());
      }
    }
  }

  private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
    Secret certificate = config.certificate();
    Secret key = config.key();
    if (certificate == null || key == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate[] chain = Pem.certificates(certificate.value()).toArray(Certificate[]::new);
    store.setKeyEntry("client", Pem.privateKey(key.value()), NO_PASSWORD, chain);
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private TrustManager @Nullable [] trust() throws GeneralSecurityException, IOException {
    if (config.insecureSkipVerify()) {
      return new TrustManager[] {new TrustsAll()};
    }
    Secret ca = config.ca();
    if (ca == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : Pem.certificates(ca.value())) {
      store.setCertificateEntry("ca" + number++, certificate);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }

  /// What `insecure_skip_verify` asks for.
  private static final class TrustsAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
